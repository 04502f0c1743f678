import type { LogicalType } from '@tsql/core';

/** A column that a name may stand for. */
export interface ScopeColumn {
  readonly name: string;
  readonly type: LogicalType;
  /** Its index in the row that expressions are evaluated over. */
  readonly index: number;
  /** The source that it comes from, where it stands in none of its own: a column of USING. */
  readonly qualifier?: string | undefined;
  /** True where a join by USING shows it once for both sides: found by its table's name only. */
  readonly isMerged?: boolean;
}

/** One entry of FROM. */
export interface ScopeSource {
  /** The alias, else the table's own name; undefined for a subquery without alias. */
  readonly alias: string | undefined;
  /** catalog, database and table of a table without alias, so that `db.t.a` finds it. */
  readonly path: readonly string[];
  readonly columns: readonly ScopeColumn[];
}

/** What names mean within a SELECT. */
export interface Scope {
  readonly sources: readonly ScopeSource[];
}

/** A scope without any names: VALUES, SELECT without FROM. */
export const EMPTY_SCOPE: Scope = { sources: [] };

/** The columns that a simple name fits, in all sources. */
export function findColumns(scope: Scope, name: string): readonly { source: ScopeSource; column: ScopeColumn }[] {
  return scope.sources.flatMap((source) =>
    source.columns
      .filter((column) => column.name === name && column.isMerged !== true)
      .map((column) => ({ source, column })),
  );
}

/** The source that a qualifier (`t`, `db.t`, `cat.db.t`) names. */
export function findSource(scope: Scope, qualifier: readonly string[]): ScopeSource | undefined {
  return scope.sources.find((source) => {
    if (qualifier.length === 1) return source.alias === qualifier[0];
    const tail = source.path.slice(source.path.length - qualifier.length);
    return source.path.length >= qualifier.length && tail.every((part, index) => part === qualifier[index]);
  });
}

/** All names of a scope, for suggestions. */
export function scopeNames(scope: Scope): readonly string[] {
  return scope.sources.flatMap((source) => source.columns.map((column) => column.name));
}
