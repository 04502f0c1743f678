/** A text that may be used but not shown: printing it, in JSON too, gives its placeholder. */
export class Secret {
  readonly #text: string;

  constructor(
    text: string,
    /** What stands for it in plans, errors and logs: `******`, or the template it came from. */
    readonly placeholder: string = '******',
  ) {
    this.#text = text;
  }

  /** The text itself: for the client that needs it, never for output. */
  reveal(): string {
    return this.#text;
  }

  toString(): string {
    return this.placeholder;
  }

  toJSON(): string {
    return this.placeholder;
  }
}

/** The text of a value that may be secret. */
export function reveal(text: string | Secret): string {
  return text instanceof Secret ? text.reveal() : text;
}
