import type { Identifier } from '@tsql/grammar';

/** What the names of a query stand for: collected while it is planned, to write it with full names. */
export class WrittenNames {
  /** Catalog, database and name of the tables and views that are named. */
  readonly tables = new Map<Identifier, readonly string[]>();
  /** The alias or table behind each column that is written without. */
  readonly qualifiers = new Map<Identifier, string>();
}
