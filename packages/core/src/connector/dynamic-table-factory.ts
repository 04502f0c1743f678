import type { Diagnostic, SourceSpan } from '../diagnostics/index.js';
import type { FormatFactory, MetadataDescriptor } from '../format/index.js';
import type { OptionEntries, OptionSet } from '../options/index.js';
import type { RecordSink, RecordSource, SplitEnumerator } from '../transport/index.js';
import type { Row, RowKind } from '../values/index.js';
import type { TableSchema } from './column.js';
import type {
  RecordSinkPlan,
  RecordSourcePlan,
  RowSinkPlan,
  RowSourcePlan,
  SinkPlan,
  SourcePlan,
} from './table-plan.js';

/** What a connector plans a table's use from. */
export interface TableContext {
  /** `catalog.database.table`. */
  readonly tableName: string;
  readonly schema: TableSchema;
  /** The columns of PARTITIONED BY. */
  readonly partitionKeys: readonly string[];
  /** The table's options, hints merged in. */
  readonly entries: OptionEntries;
  /** Metadata keys that the statement reads or writes, in the order of the row behind the physical columns. */
  readonly metadata: readonly string[];
  readonly runtimeMode: 'streaming' | 'batch';
  /** INSERT OVERWRITE: the partition columns that the statement gives, as texts; missing where rows are added. */
  readonly overwrite?: Readonly<Record<string, string>> | undefined;
  /** A setting of the session (`SET 'key' = …`). */
  readonly setting: (key: string) => string | undefined;
  /** The formats at hand, by identifier. */
  readonly formats: ReadonlyMap<string, FormatFactory>;
  /** The statement's mention of the table: where to report what belongs to no single option. */
  readonly span: SourceSpan | undefined;
  readonly accept: (found: Diagnostic) => void;
  /** What the tables of one statement share, under names of the connector's choice; missing for a table by itself. */
  readonly shared?: Map<string, unknown> | undefined;
}

/** One of several tasks that do a job's work side by side. */
export interface TaskPlace {
  /** From 0. */
  readonly index: number;
  readonly count: number;
}

/** What a connector needs to open a transport. */
export interface ConnectorRuntimeContext {
  /** Missing where the job is one task. Else a source reads only what it is given by `addSplits`. */
  readonly task?: TaskPlace | undefined;
  /** What the sources and sinks of one task share, under names of the connector's choice: a transaction. */
  readonly shared: Map<string, unknown>;
  /** `pipeline.name` or the job's file; part of client and transactional ids. */
  readonly jobName: string;
  /** `--instance`: which of the processes that share the job this one is. */
  readonly instance: string;
  /** `--resume`: sources keep their positions in the job's own group, and share the partitions with its other instances. */
  readonly resumes: boolean;
  /**
   * Commits what the task has read so far; for a source that is about to lose partitions, between two batches of its own. Fails
   * with what the commit fails with.
   */
  readonly settle: () => Promise<void>;
  /** A setting of the session. */
  readonly setting: (key: string) => string | undefined;
  /** The formats at hand, by identifier. */
  readonly formats: ReadonlyMap<string, FormatFactory>;
  /** Told of things worth a line, such as a lost connection. */
  readonly notify: (found: Diagnostic) => void;
  /** True where a topic that a sink does not find is made, with the cluster's defaults. */
  readonly createTopics: boolean;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** From 0 (inclusive) to 1 (exclusive). */
  readonly random: () => number;
}

/** Yields rows by itself. */
export interface RowSource {
  open(signal: AbortSignal): Promise<void>;
  /** The next rows; an empty list when none came in time; `null` behind the last. */
  poll(maxWaitMs: number): Promise<readonly Row[] | null>;
  close(): Promise<void>;
}

/** Takes rows as they are. */
export interface RowSink {
  open(signal: AbortSignal): Promise<void>;
  write(row: Row, kind: RowKind): void;
  flush(timeoutMs: number): Promise<void>;
  close(): Promise<void>;
}

/**
 * A connector: Flink's `DynamicTableSourceFactory` and `DynamicTableSinkFactory`. Planning does no I/O and collects
 * diagnostics; opening turns the plan into a transport and loads the client on first use.
 */
export interface DynamicTableFactory {
  readonly identifier: string;
  readonly options: OptionSet;
  /** Metadata of the connector itself; that of the value's format is added by the planner with the prefix `value.`. */
  readonly metadata: readonly MetadataDescriptor[];
  /** Reports what is wrong and returns undefined then. Missing where the connector cannot read. */
  planSource?(context: TableContext): SourcePlan | undefined;
  /** Missing where the connector cannot write. */
  planSink?(context: TableContext): SinkPlan | undefined;
  /**
   * Asks whether what the plan names is there and may be used, without reading or writing a record; returns what is
   * wrong. Missing where there is nothing to ask.
   */
  probe?(plan: SourcePlan | SinkPlan, context: ConnectorRuntimeContext): Promise<readonly Diagnostic[]>;
  /** True where INSERT OVERWRITE is possible, which batch mode alone has. */
  readonly canOverwrite?: boolean;
  /** True where `--resume` is possible: sources heed {@link ConnectorRuntimeContext.resumes}. */
  readonly canResume?: boolean;
  /** Missing where a table cannot be shared by tasks. */
  openSplitEnumerator?(plan: RecordSourcePlan, context: ConnectorRuntimeContext): Promise<SplitEnumerator>;
  openRecordSource?(plan: RecordSourcePlan, context: ConnectorRuntimeContext): Promise<RecordSource>;
  openRecordSink?(plan: RecordSinkPlan, context: ConnectorRuntimeContext): Promise<RecordSink>;
  /** Where records go that fail, for a table with `on-error` = `dead-letter`; opened behind the job's sinks. */
  openDeadLetterSink?(plan: RecordSourcePlan | RecordSinkPlan, context: ConnectorRuntimeContext): Promise<RecordSink>;
  openRowSource?(plan: RowSourcePlan, context: ConnectorRuntimeContext): Promise<RowSource>;
  openRowSink?(plan: RowSinkPlan, context: ConnectorRuntimeContext): Promise<RowSink>;
}
