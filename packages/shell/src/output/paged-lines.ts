/** A program that lines are handed to, such as `less`. */
export interface PagerProcess {
  readonly write: (line: string) => void;
  /** Nothing follows; resolves when its user has left it. */
  readonly end: () => Promise<void>;
}

/** Where the lines of one result go. */
export interface ResultLines {
  readonly line: (text: string) => void;
  /** Shows what is held back. */
  flush(): void;
  end(): Promise<void>;
}

/** Lines as they come. */
export function directLines(line: (text: string) => void): ResultLines {
  return { line, flush() {}, end: async () => {} };
}

/**
 * Lines that go through a pager if they are more than a page: up to then they are held back, and shown where no more come.
 * Where they come slowly there is no pager.
 */
export class PagedLines implements ResultLines {
  private held: string[] | undefined = [];
  private pager: PagerProcess | undefined;

  constructor(
    private readonly options: {
      readonly line: (text: string) => void;
      readonly rows: number;
      readonly open: () => PagerProcess;
    },
  ) {}

  readonly line = (text: string): void => {
    if (this.pager !== undefined) {
      this.pager.write(text);
    } else if (this.held === undefined) {
      this.options.line(text);
    } else {
      this.held.push(text);
      if (this.held.length >= this.options.rows) this.openPager(this.held);
    }
  };

  flush(): void {
    const held = this.held ?? [];
    if (held.length > 0) this.held = undefined;
    for (const text of held) this.options.line(text);
  }

  async end(): Promise<void> {
    if (this.pager === undefined) this.flush();
    await this.pager?.end();
  }

  private openPager(held: readonly string[]): void {
    this.held = undefined;
    this.pager = this.options.open();
    for (const text of held) this.pager.write(text);
  }
}
