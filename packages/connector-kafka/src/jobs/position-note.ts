/** What a resumable job stores beside a position, as the commit's metadata. */
export interface PositionNote {
  /** The number of the bounded run that the position belongs to, from 1; undefined for an endless read. */
  readonly run?: number | undefined;
  /** The bound of that run, behind the last offset to read. */
  readonly end?: number | undefined;
}

/** As text: `{"tsql":1,"run":1,"end":1234}`. */
export function printNote({ run, end }: PositionNote): string {
  return JSON.stringify({ tsql: 1, run, end });
}

/** Undefined for a text that no job of ours has written. */
export function parseNote(text: string | undefined): PositionNote | undefined {
  if (text === undefined || !text.startsWith('{')) return undefined;
  try {
    const { tsql, run, end } = JSON.parse(text) as Readonly<Record<string, unknown>>;
    return tsql === 1 ? { run: wholeNumber(run), end: wholeNumber(end) } : undefined;
  } catch {
    return undefined;
  }
}

function wholeNumber(value: unknown): number | undefined {
  return Number.isSafeInteger(value) ? (value as number) : undefined;
}
