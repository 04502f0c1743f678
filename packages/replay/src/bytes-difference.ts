import { type CaseBytes, toBytes } from './case-record.js';
import { type FieldDifference, NOTHING } from './field-difference.js';
import { jsonDifference } from './json-difference.js';

/** How much of long bytes is shown: some before the first difference, and this many in all. */
const SHOWN = 96;
const SHOWN_BEFORE = 24;

/** Bytes that differ, field by field where both are JSON; text quoted, other bytes in hexadecimal digits. */
export function bytesDifference(
  path: string,
  wanted: CaseBytes | undefined,
  found: CaseBytes | undefined,
): FieldDifference[] {
  const one = toBytes(wanted);
  const other = toBytes(found);
  if (one === null ? other === null : other !== null && Buffer.compare(one, other) === 0) return [];
  if (typeof wanted === 'string' && typeof found === 'string') {
    const fields = jsonDifference(path, wanted, found);
    if (fields !== undefined) return fields;
    const at = commonStart(wanted, found);
    return [{ path: place(path, at), wanted: quoted(wanted, at), found: quoted(found, at) }];
  }
  const at = one === null || other === null ? 0 : commonStart(one, other);
  return [{ path: place(path, at), wanted: showBytes(wanted, at), found: showBytes(found, at) }];
}

/** Bytes for people: text quoted, others as `0x…`, null and absent ones as words. */
export function showBytes(bytes: CaseBytes | undefined, from = 0): string {
  if (bytes === undefined) return NOTHING;
  if (bytes === null) return 'null';
  if (typeof bytes === 'string') return quoted(bytes, from);
  const all = toBytes(bytes) ?? new Uint8Array();
  const { start, end, before, after } = cut(all.length, from);
  return `${before}0x${Buffer.from(all.subarray(start, end)).toString('hex')}${after}`;
}

/** In quotes, but for whole JSON objects and arrays, whose own quotes would be escaped. */
function quoted(text: string, from: number): string {
  if (text.length <= SHOWN && /^[[{].*[\]}]$/.test(text)) return text;
  const { start, end, before, after } = cut(text.length, from);
  return `${before}${JSON.stringify(text.slice(start, end))}${after}`;
}

function cut(length: number, from: number) {
  if (length <= SHOWN) return { start: 0, end: length, before: '', after: '' };
  const start = Math.max(0, from - SHOWN_BEFORE);
  const end = Math.min(length, start + SHOWN);
  return { start, end, before: start === 0 ? '' : '…', after: end === length ? '' : '…' };
}

function place(path: string, at: number): string {
  return at > SHOWN_BEFORE ? `${path} from ${at}` : path;
}

function commonStart(one: string | Uint8Array, other: string | Uint8Array): number {
  let at = 0;
  while (at < one.length && at < other.length && one[at] === other[at]) at++;
  return at;
}
