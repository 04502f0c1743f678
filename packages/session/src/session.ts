import {
  CODES,
  type Diagnostic,
  type DynamicTableFactory,
  diagnostic,
  durationType,
  type FormatFactory,
  placeOfRecord,
  RecordError,
  type RecordSource,
  type RecordSourcePlan,
  TsqlError,
} from '@tsql/core';
import { jsonFormat } from '@tsql/formats';
import { parseScript } from '@tsql/grammar';
import {
  Catalog,
  type CompiledScript,
  compileScript,
  type Environment,
  explainPlan,
  type JobPlan,
  planToJson,
  type QueryPlan,
  Settings,
  type StatementPlan,
} from '@tsql/planner';
import {
  canBeShared,
  type JobContext,
  type JobProgress,
  type JobSummary,
  type RunOptions,
  runJob,
  runParallelJob,
  runQuery,
  type StartTask,
} from '@tsql/runtime';
import { checkResume } from './check-resume.js';
import { connectorsByIdentifier, formatsByIdentifier } from './plug-ins.js';
import { printResult, TablePrinter } from './print-table.js';
import { csvPrinter, jsonPrinter, type ResultFormat, type ResultOptions, type RowPrinter } from './row-printer.js';
import { tablesOf } from './tables-of.js';
import { fillVariables, unsetVariables, type Variables } from './variables.js';

export interface SessionOptions {
  /** Settings that hold before the first statement. */
  readonly settings?: Readonly<Record<string, string>>;
  /** What `{{ NAME }}` in a string literal stands for. */
  readonly variables?: Variables;
  /** Connectors in place of the usual ones: a dry run, a test. */
  readonly connectors?: ReadonlyMap<string, DynamicTableFactory>;
  readonly formats?: ReadonlyMap<string, FormatFactory>;
  readonly now?: () => number;
  readonly random?: () => number;
  /** `reference` runs jobs by the interpreter and the formats' reference schemas; `compiled` unless told. */
  readonly mode?: 'compiled' | 'reference';
  /** True where a missing sink topic is made. */
  readonly createTopics?: boolean;
  /** Starts the thread of a task; without it jobs have one task. The thread has the usual connectors and formats. */
  readonly startTask?: StartTask;
}

/** What a script's run tells while it goes on. */
export interface RunListener {
  /** A line of a result: SELECT, SHOW, DESCRIBE, EXPLAIN. */
  readonly onLine: (line: string) => void;
  readonly onDiagnostic: (found: Diagnostic) => void;
  readonly onProgress?: (progress: JobProgress, plan: JobPlan | QueryPlan) => void;
  readonly onSummary?: (summary: JobSummary, plan: JobPlan | QueryPlan) => void;
}

export interface ScriptRun extends RunListener {
  readonly signal: AbortSignal;
  readonly jobName: string;
  readonly shutdownTimeoutMs?: number;
  /** Jobs go on from the positions that they have under their names. */
  readonly resume?: boolean;
  /** False where `jobName` is nothing but the file's; `--resume` needs one that was given. */
  readonly isNamed?: boolean;
  /** Which of the processes that share the jobs this one is; `0` unless told. */
  readonly instance?: string;
  /** Rows after which each job or query ends. */
  readonly limit?: number;
  /** How SELECT prints; a table unless told. */
  readonly output?: ResultFormat;
  /** Takes the rows of a query in place of `output`. */
  readonly printer?: (plan: QueryPlan) => RowPrinter;
}

const SHUTDOWN_TIMEOUT_MS = 30_000;
const CHECKPOINT_INTERVAL_MS = 1_000;
const DEFAULT_INSTANCE = '0';
const INTERRUPTED = 130;
/** Done, but for records that were skipped or dead-lettered. */
export const SOME_DIVERTED = 3;
const DEFAULT_COLUMN_WIDTH = 30;

/** Catalog, settings and plug-ins, and what is done with statements: the place where all parts meet. */
export class Session {
  private environment: Environment;
  /** How many jobs of each name have been started. */
  private readonly jobNames = new Map<string, number>();

  constructor(private readonly options: SessionOptions = {}) {
    this.environment = {
      catalog: new Catalog(),
      settings: new Settings(Object.entries(options.settings ?? {})),
      connectors: options.connectors ?? connectorsByIdentifier(),
      formats: options.formats ?? formatsByIdentifier(),
      fillVariables: fillVariables(options.variables ?? {}),
    };
  }

  /** What the statements so far have declared and set: for reading. */
  get state(): Environment {
    return this.environment;
  }

  /** Checks a whole file against a copy of the catalog; nothing is run, no broker is asked. */
  compile(text: string, file: string): CompiledScript {
    const compiled = compileScript(parseScript(text, file), this.environment);
    const unset = unsetVariables(text, file, this.options.variables ?? {});
    return unset === undefined ? compiled : { ...compiled, diagnostics: [unset, ...compiled.diagnostics] };
  }

  /** A session that begins where this one stands. */
  copy(): Session {
    const copy = new Session(this.options);
    copy.environment = this.environment;
    return copy;
  }

  /** As {@link compile}; what the file declares and sets holds for the files behind it, unless it has faults. */
  adopt(text: string, file: string): CompiledScript {
    const compiled = this.compile(text, file);
    if (!compiled.diagnostics.some(({ severity }) => severity === 'error')) this.environment = compiled.environment;
    return compiled;
  }

  /** The plans of a file, for people or as JSON. */
  explain(
    text: string,
    file: string,
    format: 'text' | 'json',
  ): { readonly output: string; readonly diagnostics: readonly Diagnostic[] } {
    const { plans, diagnostics } = this.adopt(text, file);
    const shown = plans.filter((plan): plan is JobPlan | QueryPlan => plan?.kind === 'job' || plan?.kind === 'query');
    const output =
      format === 'json'
        ? JSON.stringify(
            shown.map((plan) => planToJson(plan)),
            null,
            2,
          )
        : shown.map((plan) => explainPlan(plan)).join('\n\n');
    return { output, diagnostics };
  }

  /** Opens a table's records for reading, outside of any job. Fails with a `TsqlError`. */
  async openRecords(plan: RecordSourcePlan, signal: AbortSignal): Promise<RecordSource> {
    const context = { ...this.connectorContext(), setting: (key: string) => this.environment.settings.get(key) };
    const source = await this.environment.connectors.get(plan.connector)?.openRecordSource?.(plan, context);
    if (source === undefined) throw new TypeError(`the connector ${plan.connector} reads no records`);
    await source.open(signal);
    return source;
  }

  /** Asks the brokers whether what the statements read and write is there. The statements are to be without faults. */
  async connect(plans: CompiledScript['plans'], kinds: 'all' | 'sinks' = 'all'): Promise<readonly Diagnostic[]> {
    const context = this.connectorContext();
    const found: Diagnostic[] = [];
    for (const plan of plans) {
      if (plan?.kind !== 'job' && plan?.kind !== 'query') continue;
      const setting = (key: string) => plan.settings.all[key];
      const { sources, sinks } = tablesOf(plan);
      for (const table of kinds === 'all' ? [...sources, ...sinks] : sinks) {
        const factory = this.environment.connectors.get(table.connector);
        const problems = (await factory?.probe?.(table, { ...context, setting })) ?? [];
        found.push(...problems.map((problem) => ({ ...problem, span: problem.span ?? plan.span })));
      }
    }
    return found;
  }

  /**
   * Checks a file and runs it: statement by statement, an unbounded job beside what follows. Returns the exit status:
   * 0 done, 1 failed while running, 2 refused before running, 3 done, but records were skipped or diverted, 130 interrupted.
   */
  async run(text: string, file: string, run: ScriptRun): Promise<number> {
    const compiled = this.adopt(text, file);
    for (const found of compiled.diagnostics) run.onDiagnostic(found);
    if (compiled.diagnostics.some((found) => found.severity === 'error')) return 2;
    if (run.resume === true) {
      const refused = compiled.plans.flatMap((plan) =>
        plan?.kind === 'job' ? (checkResume(plan, this.environment.connectors, run.isNamed !== false) ?? []) : [],
      );
      for (const found of refused) run.onDiagnostic(found);
      if (refused.length > 0) return 2;
    }
    if (compiled.plans.filter((plan) => plan?.kind === 'job').length > 1) {
      // The one job of a file opens its sinks before its sources; several are to be refused before the first one runs.
      const missing = await this.connect(compiled.plans, 'sinks').catch((error) => [clientFailure(error)]);
      for (const found of missing) run.onDiagnostic(found);
      const statuses = missing.map((found) => (found.severity === 'error' ? CODES[found.code].exitStatus : 0));
      if (statuses.some((status) => status > 0)) return Math.max(...statuses);
    }
    const unbounded: Promise<number>[] = [];
    let worst = 0;
    for (const plan of compiled.plans) {
      if (plan === undefined || run.signal.aborted) continue;
      const ended = this.execute(plan, run);
      if (plan.kind === 'job' && !plan.isBounded && plan.settings.all['table.dml-sync'] !== 'true') {
        unbounded.push(ended);
        continue;
      }
      worst = worseStatus(worst, await ended);
      if (worst > 0 && worst !== SOME_DIVERTED) break;
    }
    return (await Promise.all(unbounded)).reduce(worseStatus, worst);
  }

  /** Runs one statement that {@link adopt} compiled. Failures are reported; returns the exit status as {@link run} does. */
  async execute(plan: StatementPlan, run: ScriptRun): Promise<number> {
    try {
      switch (plan.kind) {
        case 'job':
          return this.finish(await this.runJob(plan, run), plan, run);
        case 'query': {
          const printer = run.printer?.(plan) ?? this.printer(plan, run);
          const summary = await runQuery(
            plan,
            (row, kind) => printer.row(row, kind),
            this.jobContext(plan, run),
            runOptions(plan, run),
          );
          printer.end();
          return this.finish(summary, plan, run);
        }
        case 'result':
          printResult(plan.columns, plan.rows, run.onLine);
          return 0;
        case 'done':
          return 0;
      }
    } catch (error) {
      const found = failure(error, plan);
      run.onDiagnostic(found);
      return CODES[found.code].exitStatus;
    }
  }

  private connectorContext() {
    return {
      jobName: '',
      instance: DEFAULT_INSTANCE,
      resumes: false,
      settle: async () => {},
      shared: new Map<string, unknown>(),
      formats: this.environment.formats,
      notify() {},
      createTopics: this.options.createTopics ?? false,
      now: this.options.now ?? Date.now,
      random: this.options.random ?? Math.random,
    };
  }

  private runJob(plan: JobPlan, run: ScriptRun): Promise<JobSummary> {
    const { startTask } = this.options;
    const context = this.jobContext(plan, run);
    const options = runOptions(plan, run);
    const isParallel =
      startTask !== undefined &&
      plan.parallelism.tasks > 1 &&
      // A limit counts over all records.
      run.limit === undefined &&
      canBeShared(tablesOf(plan).sources, context.connectors);
    return isParallel ? runParallelJob(plan, context, options, startTask) : runJob(plan, context, options);
  }

  private printer(plan: QueryPlan, run: ScriptRun): RowPrinter {
    const { fields } = plan.input;
    const options: ResultOptions = {
      showsKind: plan.settings.runtimeMode === 'streaming',
      localTimeZone: plan.settings.localTimeZone,
      maxColumnWidth: Math.max(4, Number(plan.settings.all['table.display.max-column-width'] ?? DEFAULT_COLUMN_WIDTH)),
      write: run.onLine,
    };
    switch (run.output ?? 'table') {
      case 'table':
        return new TablePrinter(fields, options);
      case 'csv':
        return csvPrinter(fields, options);
      case 'json':
        return jsonPrinter(fields, options, this.environment.formats.get('json') ?? jsonFormat);
    }
  }

  private finish(summary: JobSummary, plan: JobPlan | QueryPlan, run: ScriptRun): number {
    run.onSummary?.(summary, plan);
    if (summary.unacknowledged > 0) return 1;
    if (summary.wasInterrupted) return INTERRUPTED;
    return summary.recordsSkippedOnError + summary.recordsDeadLettered > 0 ? SOME_DIVERTED : 0;
  }

  /** Several jobs of one name are told apart by their number: `name`, `name-2`, … */
  private nameJob(plan: JobPlan | QueryPlan, run: ScriptRun): string {
    const name = plan.settings.jobName ?? run.jobName;
    const number = (this.jobNames.get(name) ?? 0) + 1;
    this.jobNames.set(name, number);
    return number === 1 ? name : `${name}-${number}`;
  }

  private jobContext(plan: JobPlan | QueryPlan, run: ScriptRun): JobContext {
    return {
      connectors: this.environment.connectors,
      formats: this.environment.formats,
      jobName: this.nameJob(plan, run),
      instance: run.instance ?? DEFAULT_INSTANCE,
      resumes: run.resume === true && plan.kind === 'job',
      now: this.options.now ?? Date.now,
      random: this.options.random ?? Math.random,
      notify: run.onDiagnostic,
      createTopics: this.options.createTopics ?? false,
      mode: this.options.mode ?? 'compiled',
    };
  }
}

function runOptions(plan: JobPlan | QueryPlan, run: ScriptRun): RunOptions {
  const { onProgress } = run;
  return {
    signal: run.signal,
    shutdownTimeoutMs: run.shutdownTimeoutMs ?? SHUTDOWN_TIMEOUT_MS,
    checkpointIntervalMs: checkpointInterval(plan.settings),
    ...(run.limit === undefined ? {} : { limit: run.limit }),
    ...(onProgress === undefined ? {} : { onProgress: (progress) => onProgress(progress, plan) }),
  };
}

/** `execution.checkpointing.interval` in streaming; batch jobs have no checkpoints in Flink, where 0 means none at all. */
function checkpointInterval({ runtimeMode, all }: JobPlan['settings']): number {
  const given = runtimeMode === 'batch' ? undefined : durationType.parse(all['execution.checkpointing.interval'] ?? '');
  return given === undefined || given === 0 ? CHECKPOINT_INTERVAL_MS : given;
}

/** Exit statuses, the worse ones later. */
const BY_WEIGHT = [0, SOME_DIVERTED, 1, 2, INTERRUPTED];

export function worseStatus(left: number, right: number): number {
  return BY_WEIGHT.indexOf(left) > BY_WEIGHT.indexOf(right) ? left : right;
}

/** The diagnostic of a failure, at the statement where it names no place itself. */
function failure(error: unknown, plan: StatementPlan): Diagnostic {
  if (error instanceof TsqlError) {
    const { diagnostic: found } = error;
    const message = error instanceof RecordError ? `${found.message} (${placeOfRecord(error.record)})` : found.message;
    return { ...found, message, span: found.span ?? plan.span };
  }
  return { ...clientFailure(error), span: plan.span };
}

/** A failure that carries no diagnostic: the Kafka client that is not built, else a fault of tsql's own. */
function clientFailure(error: unknown): Diagnostic {
  const code = (error as { readonly code?: unknown }).code;
  if (code === 'KAFKA_NATIVE_MISSING') return diagnostic('TSQL_KAFKA_CLIENT', { reason: (error as Error).message });
  const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return diagnostic('TSQL_INTERNAL_BUG', { reason });
}
