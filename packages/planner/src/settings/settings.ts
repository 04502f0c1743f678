/** The session's settings: what the program was started with, and what SET changed since. */
export class Settings {
  readonly #initial: ReadonlyMap<string, string>;
  #values: Map<string, string>;

  constructor(initial: Iterable<readonly [string, string]> = []) {
    this.#initial = new Map(initial);
    this.#values = new Map(this.#initial);
  }

  copy(): Settings {
    const copy = new Settings(this.#initial);
    copy.#values = new Map(this.#values);
    return copy;
  }

  /** The text of a setting, or undefined where it has its default. */
  get(key: string): string | undefined {
    return this.#values.get(key);
  }

  set(key: string, value: string): void {
    this.#values.set(key, value);
  }

  /** Puts one setting, or all, back to what the session began with. */
  reset(key?: string): void {
    if (key === undefined) {
      this.#values = new Map(this.#initial);
      return;
    }
    const initial = this.#initial.get(key);
    if (initial === undefined) this.#values.delete(key);
    else this.#values.set(key, initial);
  }

  /** All settings that are given, by key. */
  entries(): readonly (readonly [string, string])[] {
    return [...this.#values].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  }
}
