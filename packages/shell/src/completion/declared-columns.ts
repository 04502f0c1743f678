import type { SqlToken } from '@tsql/grammar';
import type { Candidate } from './completion.js';

const NO_COLUMN: ReadonlySet<string> = new Set(['PRIMARY', 'WATERMARK', 'CONSTRAINT', 'UNIQUE', 'PERIOD']);
const OPENING: ReadonlySet<string> = new Set(['(', '<', '[']);
const CLOSING: ReadonlySet<string> = new Set([')', '>', ']']);

/** The columns that the CREATE TABLE before the cursor has declared so far. */
export function declaredColumns(before: readonly SqlToken[]): readonly Candidate[] {
  const words = before.slice(0, 3).map(({ image }) => image.toUpperCase());
  if (words[0] !== 'CREATE' || !words.includes('TABLE')) return [];
  const found: Candidate[] = [];
  let last: Candidate | undefined;
  let depth = 0;
  for (const [index, { image }] of before.entries()) {
    const begins = (image === '(' && depth === 0) || (image === ',' && depth === 1);
    if (OPENING.has(image)) depth++;
    if (CLOSING.has(image)) depth--;
    const isEnd = depth === 0 && image === ')';
    // The one that the cursor stands in is not there yet.
    if ((begins || isEnd) && last !== undefined) found.push(last);
    if (isEnd) break;
    if (begins) last = undefined;
    const [name, next] = [before[index + 1]?.image, before[index + 2]?.image];
    if (!begins || name === undefined || next === undefined || NO_COLUMN.has(name.toUpperCase())) continue;
    const text = name.replace(/^`|`$/g, '').replaceAll('``', '`');
    last = { text, kind: 'column', doc: `${next.toUpperCase()} of this table` };
  }
  return found;
}
