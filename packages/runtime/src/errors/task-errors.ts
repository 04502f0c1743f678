import type {
  ConnectorRuntimeContext,
  Position,
  RecordSinkPlan,
  RecordSourcePlan,
  RejectedRecordsError,
  SinkPlan,
  SourcePlan,
} from '@tsql/core';
import type { JobContext, JobProgress } from '../job/job-context.js';
import type { SinkWriter } from '../job/sink-writer.js';
import { DeadLetterWriter } from './dead-letter-writer.js';
import { Diversion } from './diversion.js';
import { ErrorPolicy } from './error-policy.js';
import { RecordGuard } from './record-guard.js';

/** What the tables of a task say of records that fail. */
export class TaskErrors {
  readonly diversion = new Diversion();
  private readonly reading = new Map<SourcePlan, ErrorPolicy>();
  private readonly writing = new Map<number, ErrorPolicy>();

  constructor(
    private readonly context: Pick<JobContext, 'connectors' | 'notify'>,
    private readonly runtime: ConnectorRuntimeContext,
    /** Of the task: those of dead letters are added. */
    private readonly writers: SinkWriter[],
    private readonly progress: JobProgress,
  ) {}

  /** Opens the dead letter topics: a missing one is found before anything is read. */
  async open(sinks: readonly SinkPlan[], sources: readonly SourcePlan[]): Promise<void> {
    for (const [number, plan] of sinks.entries()) {
      const policy = plan.kind === 'record-sink' ? await this.policy(plan) : undefined;
      if (policy !== undefined) this.writing.set(number, policy);
    }
    for (const plan of sources) {
      const policy = plan.kind === 'record-source' ? await this.policy(plan) : undefined;
      if (policy !== undefined) this.reading.set(plan, policy);
    }
  }

  readonly guard = (plan: RecordSourcePlan, sink: number | undefined): RecordGuard | undefined => {
    const reading = this.reading.get(plan);
    const writing = sink === undefined ? undefined : this.writing.get(sink);
    if (reading === undefined && this.writing.size === 0) return undefined;
    return new RecordGuard({ reading, writing, writers: this.writers, sink: sink ?? 0, diversion: this.diversion });
  };

  /** True where going back and following the records is of use: see {@link Diversion.learn}. */
  learn(error: RejectedRecordsError, read: readonly Position[]): boolean {
    const isWanted = error.rejected.every(({ origin }) =>
      origin === undefined ? this.writing.size > 0 : this.writing.has(origin.sink),
    );
    return isWanted && this.diversion.learn(error, read);
  }

  private async policy(plan: RecordSourcePlan | RecordSinkPlan): Promise<ErrorPolicy | undefined> {
    if (plan.onError === undefined) return undefined;
    const deadLetters = plan.onError.mode === 'dead-letter' ? await this.openDeadLetters(plan) : undefined;
    return new ErrorPolicy(plan.onError, deadLetters, this.progress, this.context.notify);
  }

  private async openDeadLetters(plan: RecordSourcePlan | RecordSinkPlan): Promise<DeadLetterWriter> {
    const sink = await this.context.connectors.get(plan.connector)?.openDeadLetterSink?.(plan, this.runtime);
    if (sink === undefined) throw new Error(`connector '${plan.connector}' takes no dead letters`);
    const writer = new DeadLetterWriter(sink);
    this.writers.push(writer);
    await sink.open(new AbortController().signal);
    return writer;
  }
}
