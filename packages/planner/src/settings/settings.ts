/** The session's settings: what the program was started with, and what SET changed since. */
export class Settings {
  readonly #initial: ReadonlyMap<string, string>;
  #values: Map<string, string>;
  /** What may be shown of values that hold a secret. */
  readonly #shown = new Map<string, string>();

  constructor(initial: Iterable<readonly [string, string]> = []) {
    this.#initial = new Map(initial);
    this.#values = new Map(this.#initial);
  }

  copy(): Settings {
    const copy = new Settings(this.#initial);
    copy.#values = new Map(this.#values);
    for (const [key, text] of this.#shown) copy.#shown.set(key, text);
    return copy;
  }

  /** The text of a setting, or undefined where it has its default. */
  get(key: string): string | undefined {
    return this.#values.get(key);
  }

  set(key: string, value: string, shownValue = value): void {
    this.#values.set(key, value);
    if (shownValue === value) this.#shown.delete(key);
    else this.#shown.set(key, shownValue);
  }

  /** As {@link entries}, with the placeholders of secrets. */
  shownEntries(): readonly (readonly [string, string])[] {
    return this.entries().map(([key, value]) => [key, this.#shown.get(key) ?? value]);
  }

  /** Puts one setting, or all, back to what the session began with. */
  reset(key?: string): void {
    if (key === undefined) {
      this.#shown.clear();
      this.#values = new Map(this.#initial);
      return;
    }
    this.#shown.delete(key);
    const initial = this.#initial.get(key);
    if (initial === undefined) this.#values.delete(key);
    else this.#values.set(key, initial);
  }

  /** All settings that are given, by key. */
  entries(): readonly (readonly [string, string])[] {
    return [...this.#values].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  }
}
