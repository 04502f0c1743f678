import type { LogicalType, Row, SinkPlan, SourcePlan } from '@tsql/core';
import type { Expression } from './expression.js';

/** A step of a job: a tree whose leaves are sources. Rows are arrays by position; `fields` names and types them. */
export type PlanNode =
  | ScanNode
  | ValuesNode
  | ProjectNode
  | FilterNode
  | UnionNode
  | UnnestNode
  | SortNode
  | LimitNode
  | ChangelogNormalizeNode;

export interface PlanField {
  readonly name: string;
  readonly type: LogicalType;
}

interface NodeBase {
  readonly fields: readonly PlanField[];
  /** False as long as the node yields inserts only. */
  readonly isUpdating: boolean;
}

/** Reads a table: physical columns, then metadata, as the source plan says. Casts and computed columns are projected above. */
export interface ScanNode extends NodeBase {
  readonly kind: 'scan';
  readonly source: SourcePlan;
}

/** Constant rows: VALUES, or one row without fields for a SELECT without FROM. */
export interface ValuesNode extends NodeBase {
  readonly kind: 'values';
  readonly rows: readonly Row[];
}

export interface ProjectNode extends NodeBase {
  readonly kind: 'project';
  readonly input: PlanNode;
  readonly expressions: readonly Expression[];
}

/** Passes the rows for which the condition is TRUE. */
export interface FilterNode extends NodeBase {
  readonly kind: 'filter';
  readonly input: PlanNode;
  readonly condition: Expression;
}

/** UNION ALL. */
export interface UnionNode extends NodeBase {
  readonly kind: 'union';
  readonly inputs: readonly PlanNode[];
}

/** Joins each row with the elements of a collection in it: CROSS (or LEFT) JOIN UNNEST. Its fields stand behind the input's. */
export interface UnnestNode extends NodeBase {
  readonly kind: 'unnest';
  readonly input: PlanNode;
  readonly collection: Expression;
  readonly isOuter: boolean;
  readonly withOrdinality: boolean;
}

/** ORDER BY over bounded input. */
export interface SortNode extends NodeBase {
  readonly kind: 'sort';
  readonly input: PlanNode;
  readonly keys: readonly SortKey[];
}

export interface SortKey {
  readonly index: number;
  readonly isDescending: boolean;
  readonly nullsFirst: boolean;
}

export interface LimitNode extends NodeBase {
  readonly kind: 'limit';
  readonly input: PlanNode;
  readonly offset: number;
  readonly count: number | undefined;
}

/** Flink's ChangelogNormalize over an upsert source: keeps the last row of each key; `emitsBefore` adds -U rows. */
export interface ChangelogNormalizeNode extends NodeBase {
  readonly kind: 'changelog-normalize';
  readonly input: PlanNode;
  /** Indexes of the key's fields. */
  readonly key: readonly number[];
  readonly emitsBefore: boolean;
}

/** Writes the rows of a tree into a table. */
export interface SinkNode {
  readonly sink: SinkPlan;
  readonly input: PlanNode;
  /** Physical columns that are NOT NULL: index and name. */
  readonly notNull: readonly { readonly index: number; readonly name: string }[];
  /** `table.exec.sink.not-null-enforcer`. */
  readonly notNullEnforcer: 'ERROR' | 'DROP';
  /** `table.exec.sink.type-length-enforcer` = TRIM_PAD. */
  readonly trimPad: boolean;
}
