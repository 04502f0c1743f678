import type { SqlToken } from '@tsql/grammar';
import type { Environment } from '@tsql/planner';
import type { CursorContext } from './cursor-context.js';
import { findObject, pathBefore } from './tables-in-scope.js';

/** A place where the key or the value of an option stands. */
export interface OptionContext {
  /** `table`: in WITH (…) or in a hint OPTIONS(…); `setting`: behind SET or RESET. */
  readonly owner: 'table' | 'setting';
  /** The key whose value is typed; undefined where a key is typed. */
  readonly key: string | undefined;
  /** The other options of the clause, and for a hint those of its table. */
  readonly given: ReadonlyMap<string, string>;
}

/** Finds out whether an option is typed at the cursor. */
export function optionContext({ before, after }: CursorContext, environment: Environment): OptionContext | undefined {
  const last = before.at(-1)?.image;
  const key = last === '=' ? textOf(before.at(-2)) : undefined;
  const first = before[0]?.image.toUpperCase();
  if (before.length === 1 && (first === 'SET' || first === 'RESET')) return { owner: 'setting', key, given: new Map() };
  if (before.length === 3 && first === 'SET' && key !== undefined) return { owner: 'setting', key, given: new Map() };
  const open = openParenthesis(before);
  const opener = before[open - 1]?.image.toUpperCase();
  if (opener !== 'WITH' && opener !== 'OPTIONS') return undefined;
  if (last !== '(' && last !== ',' && key === undefined) return undefined;
  const clause = [...before.slice(open + 1), ...after];
  const table = opener === 'OPTIONS' ? hintedTable(before.slice(0, open), environment) : undefined;
  const declared =
    table?.kind === 'table' ? [...table.options.values()].map(({ key: name, value }) => [name, value] as const) : [];
  return { owner: 'table', key, given: new Map([...declared, ...pairsOf(clause)]) };
}

/** The number of the parenthesis that is open at the end; -1 for none. */
export function openParenthesis(tokens: readonly SqlToken[]): number {
  let depth = 0;
  for (let at = tokens.length - 1; at >= 0; at--) {
    const image = tokens[at]?.image;
    if (image === ')') depth++;
    if (image === '(' && depth-- === 0) return at;
  }
  return -1;
}

/** `'key' = 'value'` of a clause, up to its closing parenthesis. */
function pairsOf(tokens: readonly SqlToken[]): (readonly [string, string])[] {
  const pairs: (readonly [string, string])[] = [];
  for (const [index, { image }] of tokens.entries()) {
    if (image === ')') break;
    const [key, value] = [textOf(tokens[index - 1]), textOf(tokens[index + 1])];
    if (image === '=' && key !== undefined && value !== undefined) pairs.push([key, value]);
  }
  return pairs;
}

/** The table before `/*+ OPTIONS`. */
function hintedTable(before: readonly SqlToken[], environment: Environment) {
  const hint = before.findLastIndex(({ image }) => image === '/*+');
  const end = hint < 0 ? [] : before.slice(0, hint);
  const name = end.at(-1)?.image.replace(/^`|`$/g, '');
  return name === undefined ? undefined : findObject([...pathBefore(end.slice(0, -1)), name], environment);
}

function textOf(token: SqlToken | undefined): string | undefined {
  const image = token?.image;
  return image?.startsWith("'") && image.endsWith("'") ? image.slice(1, -1).replaceAll("''", "'") : undefined;
}
