import { RESERVED_WORDS, type SqlToken } from '@tsql/grammar';
import type { CatalogObject, Environment } from '@tsql/planner';

/** A table that a statement mentions. */
export interface ScopedTable {
  /** The name by which its columns are called: the alias, else the table's own name. */
  readonly alias: string;
  readonly object: CatalogObject;
}

const INTRODUCE: ReadonlySet<string> = new Set(['FROM', 'JOIN', 'INTO', 'TABLE']);

/** The tables that a statement's tokens mention behind FROM, JOIN and INTO, by their aliases. */
export function tablesInScope(tokens: readonly SqlToken[], environment: Environment): readonly ScopedTable[] {
  const found: ScopedTable[] = [];
  for (let at = 0; at < tokens.length; at++) {
    if (!INTRODUCE.has(tokens[at]?.image.toUpperCase() ?? '')) continue;
    do {
      const { parts, next } = pathAt(tokens, at + 1);
      const object = findObject(parts, environment);
      const aliasAt = tokens[next]?.image.toUpperCase() === 'AS' ? next + 1 : next;
      const alias = nameOf(tokens[aliasAt]);
      if (object !== undefined) found.push({ alias: alias ?? object.path.name, object });
      at = alias === undefined ? next : aliasAt + 1;
    } while (tokens[at]?.image === ',');
    at--;
  }
  return found;
}

/** The table or view of the parts of a name. */
export function findObject(parts: readonly string[], { catalog }: Environment): CatalogObject | undefined {
  const path = parts.length === 0 ? undefined : catalog.qualify(parts);
  const object = path && catalog.find(path);
  return object?.kind === 'broken' ? undefined : object;
}

/** The parts of the name that begins at a token, and the number of the token behind it. */
function pathAt(tokens: readonly SqlToken[], start: number): { readonly parts: string[]; readonly next: number } {
  const parts: string[] = [];
  let next = start;
  for (;;) {
    const name = nameOf(tokens[next]);
    if (name === undefined) return { parts, next };
    parts.push(name);
    next++;
    if (tokens[next]?.image !== '.') return { parts, next };
    next++;
  }
}

/** The parts of the name that ends before the last token, a dot: `a.b.` gives a and b. */
export function pathBefore(tokens: readonly SqlToken[]): string[] {
  const parts: string[] = [];
  let at = tokens.length - 1;
  while (tokens[at]?.image === '.') {
    const name = nameOf(tokens[at - 1]);
    if (name === undefined) break;
    parts.unshift(name);
    at -= 2;
  }
  return parts;
}

function nameOf(token: SqlToken | undefined): string | undefined {
  if (token === undefined) return undefined;
  const { image } = token;
  if (image.startsWith('`')) return image.replace(/^`|`$/g, '').replaceAll('``', '`');
  return /^[\p{L}_$]/u.test(image) && !RESERVED_WORDS.has(image.toUpperCase()) ? image : undefined;
}
