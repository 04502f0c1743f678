import type { SourceSpan } from '@tsql/core';
import type { Parallelism } from './parallelism.js';
import type { PlanNode, SinkNode } from './plan-node.js';

/** What one statement asks the runtime or the session to do: data, printable as JSON without secrets. */
export type StatementPlan = JobPlan | QueryPlan | ResultPlan | DonePlan;

/** INSERT, CREATE TABLE AS, or a statement set: one job with one or several sinks. */
export interface JobPlan {
  readonly kind: 'job';
  readonly span: SourceSpan;
  readonly sinks: readonly SinkNode[];
  readonly settings: JobSettings;
  /** True if every source ends. */
  readonly isBounded: boolean;
  readonly parallelism: Parallelism;
}

/** A SELECT whose rows are shown. */
export interface QueryPlan {
  readonly kind: 'query';
  readonly span: SourceSpan;
  readonly input: PlanNode;
  readonly settings: JobSettings;
  readonly isBounded: boolean;
}

/** SHOW, DESCRIBE, EXPLAIN: the answer itself, as a table of texts. */
export interface ResultPlan {
  readonly kind: 'result';
  readonly span: SourceSpan;
  readonly columns: readonly { readonly name: string; readonly align?: 'left' | 'right' }[];
  readonly rows: readonly (readonly (string | null)[])[];
}

/** DDL, SET, USE: done when planned (the catalog or the settings have changed). */
export interface DonePlan {
  readonly kind: 'done';
  readonly span: SourceSpan;
}

/** The session's settings that bear on a job. */
export interface JobSettings {
  readonly runtimeMode: 'streaming' | 'batch';
  readonly localTimeZone: string;
  readonly parallelism: number;
  /** `tsql.state.max-memory`. */
  readonly maxStateBytes: number;
  readonly jobName: string | undefined;
  /** All settings as given, for connectors: SET keys to texts. */
  readonly all: Readonly<Record<string, string>>;
}
