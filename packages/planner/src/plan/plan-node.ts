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
  | ChangelogNormalizeNode
  | DropUpdateBeforeNode
  | SinkUpsertMaterializeNode
  | AggregateNode
  | ExpandNode
  | WindowNode
  | OverNode
  | RankNode
  | JoinNode
  | SetOperationNode;

export interface PlanField {
  readonly name: string;
  readonly type: LogicalType;
  /** What a column means beyond its values: a time attribute, or a bound of the window that its row is in. */
  readonly role?: FieldRole;
}

export type FieldRole = 'rowtime' | 'proctime' | 'window-start' | 'window-end';

interface NodeBase {
  readonly fields: readonly PlanField[];
  /** False as long as the node yields inserts only. */
  readonly isUpdating: boolean;
}

/** Reads a table: physical columns, then metadata, as the source plan says. Casts and computed columns are projected above. */
export interface ScanNode extends NodeBase {
  readonly kind: 'scan';
  readonly source: SourcePlan;
  /** Positions of the table's primary key; none without one. */
  readonly key: readonly number[];
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

/** Leaves the old rows of updates out, for a sink that replaces rows by their key: Flink's DropUpdateBefore. */
export interface DropUpdateBeforeNode extends NodeBase {
  readonly kind: 'drop-update-before';
  readonly input: PlanNode;
}

/**
 * Flink's SinkUpsertMaterializer, for changes that are not known by the sink's primary key: of the rows with one key the last that still
 * stands is what the sink holds.
 */
export interface SinkUpsertMaterializeNode extends NodeBase {
  readonly kind: 'sink-upsert-materialize';
  readonly input: PlanNode;
  /** Indexes of the primary key's fields. */
  readonly key: readonly number[];
}

/** One aggregate: over the field `argument` of its input (undefined: over rows), those for which the field `filter` is TRUE. */
export interface AggregateCall {
  readonly function: AggregateFunction;
  readonly argument: number | undefined;
  readonly isDistinct: boolean;
  readonly filter: number | undefined;
  /** What LISTAGG puts between the texts. */
  readonly separator?: string;
  readonly type: LogicalType;
}

export type AggregateFunction =
  | 'APPROX_COUNT_DISTINCT'
  | 'ARRAY_AGG'
  | 'AVG'
  | 'COLLECT'
  | 'COUNT'
  | 'FIRST_VALUE'
  | 'LAST_VALUE'
  | 'LISTAGG'
  | 'MAX'
  | 'MIN'
  | 'SINGLE_VALUE'
  | 'STDDEV_POP'
  | 'STDDEV_SAMP'
  | 'SUM'
  | 'VAR_POP'
  | 'VAR_SAMP';

/**
 * GROUP BY: its fields are the keys, which are the first fields of its input, and the results of the calls. Yields changes in streaming
 * mode, final rows at the end in batch mode.
 */
export interface AggregateNode extends NodeBase {
  readonly kind: 'aggregate';
  readonly input: PlanNode;
  readonly keyCount: number;
  readonly calls: readonly AggregateCall[];
  /** Whether an update is preceded by its old row. */
  readonly emitsBefore: boolean;
  /** Whether rows are taken back: the input yields changes. */
  readonly isRetracting: boolean;
  /** The key that is the end of a window: in streaming mode its groups come once, when it ends. */
  readonly windowEnd?: number | undefined;
}

/** Several rows of each: for GROUPING SETS one for each set. */
export interface ExpandNode extends NodeBase {
  readonly kind: 'expand';
  readonly input: PlanNode;
  readonly projections: readonly (readonly Expression[])[];
}

export type RankFunction =
  | 'CUME_DIST'
  | 'DENSE_RANK'
  | 'LAG'
  | 'LEAD'
  | 'NTILE'
  | 'PERCENT_RANK'
  | 'RANK'
  | 'ROW_NUMBER';

/** Rows, or the distance of the sort key, before (negative) or behind the row. */
export type OverBound = number | 'unbounded';

export interface OverFrame {
  readonly unit: 'ROWS' | 'RANGE';
  readonly start: OverBound;
  readonly end: OverBound;
}

/** One function over the rows around a row. */
export interface OverCall {
  readonly function: AggregateFunction | RankFunction;
  /** Fields of the input. LAG and LEAD have a default as their second one. */
  readonly arguments: readonly number[];
  /** Rows of LAG and LEAD, buckets of NTILE. */
  readonly count?: number;
  readonly isDistinct: boolean;
  readonly separator?: string;
  readonly frame: OverFrame;
  readonly type: LogicalType;
}

/** OVER: the input's rows with the results of the calls behind them. */
export interface OverNode extends NodeBase {
  readonly kind: 'over';
  readonly input: PlanNode;
  readonly partition: readonly number[];
  readonly order: readonly SortKey[];
  readonly calls: readonly OverCall[];
  readonly isStreaming: boolean;
}

/** The first rows of each partition, kept up to date in streaming mode: Flink's Rank and Deduplicate. */
export interface RankNode extends NodeBase {
  readonly kind: 'rank';
  readonly input: PlanNode;
  readonly partition: readonly number[];
  readonly order: readonly SortKey[];
  /** Ranks from 1, both included. */
  readonly start: number;
  readonly end: number;
  /** True where the rank is the last field. */
  readonly outputsRank: boolean;
  /** One row of each partition, the first or last in time: a row that takes its place is an update. */
  readonly isDeduplicate: boolean;
}

/** How windows lie. Milliseconds. */
export type WindowSpec =
  | { readonly kind: 'TUMBLE'; readonly size: number; readonly offset: number }
  | { readonly kind: 'HOP'; readonly size: number; readonly slide: number; readonly offset: number }
  | { readonly kind: 'CUMULATE'; readonly size: number; readonly step: number; readonly offset: number }
  | { readonly kind: 'SESSION'; readonly gap: number; readonly partition: readonly Expression[] };

/**
 * A windowing function: each row once for each window that it is in, with the window's start and end and its last millisecond behind
 * the input's fields. Rows without a time are in none.
 */
export interface WindowNode extends NodeBase {
  readonly kind: 'window';
  readonly input: PlanNode;
  /** A TIMESTAMP(3). */
  readonly time: Expression;
  readonly window: WindowSpec;
}

/** What has to be equal in both rows of a join: each side over its own row. */
export interface JoinKey {
  readonly left: Expression;
  readonly right: Expression;
}

export type JoinType = 'inner' | 'left' | 'right' | 'full' | 'semi' | 'anti';

/**
 * Pairs rows of two inputs whose keys are equal and for which the condition holds; NULL equals nothing. Its fields are those of the left
 * input with those of the right one behind them; a semi or anti join has the left input's only.
 */
export interface JoinNode extends NodeBase {
  readonly kind: 'join';
  readonly inputs: readonly [PlanNode, PlanNode];
  readonly joinType: JoinType;
  readonly keys: readonly JoinKey[];
  /** Over the left row with the right one behind it. */
  readonly condition: Expression | undefined;
  /** True where each row changes the result at once; else the result comes when both inputs have ended. */
  readonly isStreaming: boolean;
}

/** INTERSECT and EXCEPT, with ALL or without: equal rows of the inputs are counted. NULLs are equal here. */
export interface SetOperationNode extends NodeBase {
  readonly kind: 'set-operation';
  readonly inputs: readonly [PlanNode, PlanNode];
  readonly operator: 'INTERSECT' | 'EXCEPT';
  readonly all: boolean;
  readonly isStreaming: boolean;
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
