import { CommandError } from '../commands/shell-command.js';

/** Where PRINT begins to read each partition. */
export type PrintStart =
  | { readonly kind: 'beginning' }
  | { readonly kind: 'end' }
  /** From that offset; a negative one counts back from the end. */
  | { readonly kind: 'offset'; readonly offset: number }
  /** Milliseconds since the epoch. */
  | { readonly kind: 'timestamp'; readonly millis: number };

/** `PRINT topic [FROM …] [LIMIT n]`, read. */
export interface PrintStatement {
  readonly topic: string;
  readonly start: PrintStart;
  readonly limit: number | undefined;
}

export const PRINT_SYNTAX = "PRINT topic [FROM BEGINNING | FROM END | FROM offset | FROM 'time'] [LIMIT n]";

const NAME = /^PRINT\s+(?:`((?:[^`]|``)+)`|'((?:[^']|'')+)'|([A-Za-z0-9._-]+))\s*/i;
const FROM = /^FROM\s+(?:(BEGINNING)|(END)|(?:OFFSET\s+)?(-?\d+)|(?:TIMESTAMP\s+)?'([^']*)')\s*/i;
const LIMIT = /^LIMIT\s+(\d+)\s*/i;

/** Whether a statement is a PRINT. */
export function isPrint(text: string): boolean {
  return /^PRINT(\s|;|$)/i.test(text);
}

/** Reads a PRINT; times without a zone are in UTC. Throws a {@link CommandError}. */
export function parsePrint(text: string): PrintStatement {
  let rest = text.replace(/[\s;]+$/, '');
  const take = (pattern: RegExp) => {
    const match = pattern.exec(rest);
    if (match !== null) rest = rest.slice(match[0].length);
    return match;
  };
  const name = take(NAME);
  if (name === null) throw new CommandError(`PRINT needs a topic: ${PRINT_SYNTAX}`);
  const from = take(FROM);
  const limit = take(LIMIT);
  if (rest !== '') throw new CommandError(`PRINT does not take '${rest}': ${PRINT_SYNTAX}`);
  return {
    topic: (name[1]?.replaceAll('``', '`') ?? name[2]?.replaceAll("''", "'") ?? name[3]) as string,
    start: from === null ? { kind: 'end' } : startOf(from),
    limit: limit === null ? undefined : Number(limit[1]),
  };
}

function startOf([, beginning, end, offset, time]: RegExpExecArray): PrintStart {
  if (beginning !== undefined) return { kind: 'beginning' };
  if (end !== undefined) return { kind: 'end' };
  if (offset !== undefined) return { kind: 'offset', offset: Number(offset) };
  const millis = parseTime(time ?? '');
  if (Number.isNaN(millis)) {
    throw new CommandError(`'${time}' is no time: write '2025-01-31 13:00:00' or '2025-01-31T13:00:00+01:00'`);
  }
  return { kind: 'timestamp', millis };
}

const TIME = /^\d{4}-\d{2}-\d{2}(?:[ T]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?)?(Z|[+-]\d{2}:\d{2})?$/;

function parseTime(text: string): number {
  const match = TIME.exec(text.trim());
  if (match === null) return Number.NaN;
  const iso = text.trim().replace(' ', 'T');
  return Date.parse(match[1] === undefined && iso.includes('T') ? `${iso}Z` : iso);
}
