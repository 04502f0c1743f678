import type { OptionEntries, SourceSpan, TableSchema } from '@tsql/core';
import type { Expression, Query } from '@tsql/grammar';
import type { PlanField } from '../plan/index.js';
import type { ObjectPath } from './object-path.js';

interface CatalogObjectBase {
  readonly path: ObjectPath;
  readonly isTemporary: boolean;
  readonly comment?: string;
  /** The statement that made it. */
  readonly span: SourceSpan;
}

/** A table as CREATE TABLE left it. Its options are checked when it is used, as in Flink. */
export interface CatalogTable extends CatalogObjectBase {
  readonly kind: 'table';
  readonly schema: TableSchema;
  /** The expressions of computed columns by the column's name. */
  readonly computed: ReadonlyMap<string, Expression>;
  readonly watermarkStrategy?: Expression;
  readonly options: OptionEntries;
  readonly partitionKeys: readonly string[];
  readonly distribution?: TableDistribution;
}

/** `DISTRIBUTED BY HASH (a) INTO 4 BUCKETS`: kept and shown, without effect here. */
export interface TableDistribution {
  readonly strategy: 'HASH' | 'RANGE' | undefined;
  readonly columns: readonly string[];
  readonly buckets: number | undefined;
}

/** A view: its query is planned anew at each use, names seen from where it was made. */
export interface CatalogView extends CatalogObjectBase {
  readonly kind: 'view';
  readonly query: Query;
  /** The query as SQL, with full names. */
  readonly text: string;
  /** The catalog and database that were current when it was made. */
  readonly namespace: Namespace;
  /** Its columns, renamed where the view has a column list. */
  readonly fields: readonly PlanField[];
}

/** A table or view whose definition was refused: uses of it are not reported again. */
export interface BrokenObject extends CatalogObjectBase {
  readonly kind: 'broken';
}

export type CatalogObject = CatalogTable | CatalogView | BrokenObject;

/** Where unqualified names are looked up. */
export interface Namespace {
  readonly catalog: string;
  readonly database: string;
}
