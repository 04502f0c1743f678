import {
  type ConnectorRuntimeContext,
  type DeserializationSchema,
  type OutputBatch,
  type RecordBatch,
  type RecordSink,
  type RecordSinkPlan,
  type Row,
  type RowKind,
  type RowSink,
  type SinkTransaction,
  TsqlError,
} from '@tsql/core';
import type { EvaluationContext } from '@tsql/functions';
import type { SinkNode } from '@tsql/planner';
import type { Diversion } from '../errors/diversion.js';
import { SinkRowError } from '../errors/sink-row-error.js';
import { fuse, type PartSchemas } from '../fused/fuse.js';
import { fusiblePlan } from '../fused/fusible.js';
import { constraintEnforcer } from '../operator/constraint-enforcer.js';
import type { Stage } from '../operator/stage.js';
import { OutputBatchWriter } from '../record/output-batch-writer.js';
import { PartitionChoice } from '../record/partition-choice.js';
import { RecordEncoder } from '../record/record-encoder.js';
import type { JobContext, JobProgress } from './job-context.js';
import { type BufferFlush, UpsertBuffer } from './upsert-buffer.js';

/** The last stage of a sink: takes rows, hands batches or rows to the transport. */
export interface SinkWriter extends Stage {
  /** Hands over what is encoded, and waits while the transport lags behind. Fails with what an earlier record failed with. */
  drain(): Promise<void>;
  /** Hands over everything that was pushed so far, at once; resolves when the transport has taken it. */
  seal(): Promise<void>;
  /** Drains and waits for acknowledgement; returns how many records were left without one. Not for transactions. */
  flush(timeoutMs: number): Promise<number>;
  /** Forgets what was pushed and not handed over, what the transport has not taken, and what it failed of. */
  reset(): Promise<void>;
  /** Returns a function that takes back what was pushed since, as far as it has not been handed over. */
  mark(): () => void;
  close(): Promise<void>;
  /** True where the transport lags behind and the job should wait in {@link drain}. */
  readonly isBehind: boolean;
  /** What is written in; undefined where every record is seen at once. */
  readonly transaction: SinkTransaction | undefined;
  /** Takes records from their source to the sink at once, where the job allows it; `reading` reads the source's records. */
  fuse?(reading: PartSchemas<DeserializationSchema>): FusedWriter | undefined;
}

/** The way around the stages. */
export interface FusedWriter {
  /** Takes records from `from` on, hands full batches over, and returns the index of the first record that it left to the stages. */
  take(batch: RecordBatch, from: number): number;
}

/** Opens the transport of a sink. */
export async function openSinkWriter(
  node: SinkNode,
  context: JobContext,
  progress: JobProgress,
  options: {
    readonly signal: AbortSignal;
    readonly runtime: ConnectorRuntimeContext;
    readonly localTimeZone: string;
    readonly evaluation: EvaluationContext;
    /** The sink's number in its task, from 0. */
    readonly number: number;
    readonly diversion: Diversion;
  },
): Promise<SinkWriter> {
  const factory = context.connectors.get(node.sink.connector);
  const { runtime } = options;
  if (node.sink.kind === 'row-sink') {
    const sink = await factory?.openRowSink?.(node.sink, runtime);
    if (sink === undefined) throw new Error(`connector '${node.sink.connector}' cannot be opened as a sink`);
    await sink.open(options.signal);
    return rowSinkWriter(node, sink, progress);
  }
  const sink = await factory?.openRecordSink?.(node.sink, runtime);
  if (sink === undefined) throw new Error(`connector '${node.sink.connector}' cannot be opened as a sink`);
  const schemas = await createSerializers(node.sink, context, options.localTimeZone);
  await sink.open(options.signal);
  const writer = new RecordSinkWriter(
    { ...node, sink: node.sink },
    sink,
    schemas,
    progress,
    context,
    options.evaluation,
    options.number,
    node.sink.bufferFlush === undefined ? options.diversion : undefined,
  );
  return node.sink.bufferFlush === undefined ? writer : buffered(writer, node.sink, node.sink.bufferFlush, context.now);
}

/** The writer behind a buffer, which is emptied when it is due, and before anything is to be acknowledged. */
function buffered(writer: SinkWriter, plan: RecordSinkPlan, flush: BufferFlush, now: () => number): SinkWriter {
  const key = plan.primaryKey.map((name) => plan.physical.findIndex((column) => column.name === name));
  const buffer = new UpsertBuffer({ ...flush, key, now }, writer.push);
  return {
    get isBehind() {
      return writer.isBehind;
    },
    push: buffer.push,
    finish: () => buffer.flush(),
    drain() {
      buffer.flushIfDue();
      return writer.drain();
    },
    seal() {
      buffer.flush();
      return writer.seal();
    },
    flush(timeoutMs) {
      buffer.flush();
      return writer.flush(timeoutMs);
    },
    reset() {
      buffer.clear();
      return writer.reset();
    },
    // Held rows are not told apart by the record that they came with.
    mark: () => () => {},
    transaction: writer.transaction,
    close: () => writer.close(),
  };
}

async function createSerializers(plan: RecordSinkPlan, context: JobContext, localTimeZone: string) {
  const create = async (part: 'key' | 'value') => {
    const format = plan[part]?.format;
    if (format === undefined) return undefined;
    const schema = context.formats
      .get(format.identifier)
      ?.createSerializer(format, { part, mode: context.mode, localTimeZone });
    if (schema === undefined) throw new Error(`format '${format.identifier}' is not registered`);
    await schema.open?.();
    return schema;
  };
  return { key: await create('key'), value: await create('value') };
}

function rowSinkWriter(node: SinkNode, sink: RowSink, progress: JobProgress): SinkWriter {
  const check = constraintEnforcer(node);
  return {
    isBehind: false,
    push(row, kind) {
      const checked = check === undefined ? row : check(row);
      if (checked === undefined) return;
      sink.write(checked, kind);
      progress.recordsOut++;
    },
    finish() {},
    drain: async () => {},
    seal: async () => {},
    flush: async (timeoutMs) => {
      await sink.flush(timeoutMs);
      return 0;
    },
    reset: async () => {},
    mark: () => () => {},
    transaction: undefined,
    close: () => sink.close(),
  };
}

/** How much may wait for a transaction to end before reading waits too. Bytes. */
const MAX_WAITING_BYTES = 8 << 20;

class RecordSinkWriter implements SinkWriter {
  private writer = new OutputBatchWriter();
  private encoder: RecordEncoder;
  /** Filled before, and free again. */
  private readonly spare: OutputBatchWriter[] = [];
  /** Batches that the transport has not taken yet, in order. */
  private waiting: Promise<void>[] = [];
  private waitingBytes = 0;
  /** How many batches have been handed over. */
  private handed = 0;
  private failure: unknown;
  private readonly check: ReturnType<typeof constraintEnforcer>;
  private readonly partitions: PartitionChoice;
  /** The last batch that waits for its formats. */
  private held: Promise<void> | undefined;

  constructor(
    private readonly node: SinkNode & { readonly sink: RecordSinkPlan },
    private readonly sink: RecordSink,
    private readonly schemas: Awaited<ReturnType<typeof createSerializers>>,
    private readonly progress: JobProgress,
    private readonly context: JobContext,
    private readonly evaluation: EvaluationContext,
    private readonly number: number,
    private readonly diversion: Diversion | undefined,
  ) {
    this.check = constraintEnforcer(node);
    this.partitions = new PartitionChoice(node.sink.partitioner, {
      task: context.task?.index ?? 0,
      partitionCount: sink.partitionCount,
    });
    this.encoder = this.createEncoder();
  }

  get transaction(): SinkTransaction | undefined {
    return this.sink.transaction;
  }

  /** While a transaction ends, reading goes on for a while. */
  get isBehind(): boolean {
    return this.waitingBytes > (this.sink.transaction?.isCommitting === true ? MAX_WAITING_BYTES : 0) || this.hasFailed;
  }

  private get hasFailed(): boolean {
    return this.failure !== undefined;
  }

  /** Undefined where the job needs the stages. */
  fuse(reading: PartSchemas<DeserializationSchema>): FusedWriter | undefined {
    const { node, context, schemas } = this;
    const plan = fusiblePlan(node);
    if (plan === undefined || schemas.value === undefined || context.mode === 'reference') return undefined;
    const step = fuse(plan, {
      formats: context.formats,
      evaluation: this.evaluation,
      partitions: this.partitions,
      deserializers: reading,
      serializers: { key: schemas.key, value: schemas.value },
    });
    if (step === undefined) return undefined;
    return {
      take: (batch, from) => {
        for (let next = from; ; ) {
          next = step(batch, next, this.writer);
          if (!this.writer.isFull || next === batch.count) return next;
          this.hand();
        }
      },
    };
  }

  readonly push = (row: Row, kind: RowKind): void => {
    try {
      const checked = this.check === undefined ? row : this.check(row);
      if (checked === undefined) return;
      const origin = this.diversion?.current;
      if (origin !== undefined) this.writer.origin({ ...origin, sink: this.number });
      this.encoder.encode(checked, kind);
    } catch (error) {
      throw error instanceof TsqlError ? new SinkRowError(error, this.number) : error;
    }
    if (this.writer.isFull) this.hand();
  };

  finish(): void {}

  async drain(): Promise<void> {
    if (this.writer.count > 0) this.hand();
    while (this.isBehind) {
      if (this.hasFailed) throw this.failure;
      await this.waiting[0];
    }
  }

  async seal(): Promise<void> {
    // Formats complete also what a record began that then failed, as Flink registers its schema.
    if (this.writer.count > 0) this.hand();
    else await this.complete(this.writer.batch());
    await Promise.all(this.waiting);
    if (this.hasFailed) throw this.failure;
  }

  async flush(timeoutMs: number): Promise<number> {
    await this.seal();
    return (await this.sink.flush(timeoutMs)).unacknowledged;
  }

  mark(): () => void {
    const { writer, handed } = this;
    const { count } = writer;
    const { length } = writer.slab;
    // What has been handed over meanwhile is the transport's.
    return () => {
      if (handed === this.handed) writer.truncate(count, length);
    };
  }

  async reset(): Promise<void> {
    this.writer.clear();
    this.held = undefined;
    this.waiting = [];
    this.waitingBytes = 0;
    this.failure = undefined;
    await this.sink.forgetFailures?.();
  }

  close(): Promise<void> {
    return this.sink.close();
  }

  /** Gives the batch to the transport. Where that takes time the next one is filled elsewhere. */
  private hand(): void {
    this.handed++;
    this.progress.recordsOut += this.writer.count;
    this.progress.bytesOut += this.writer.slab.length;
    const taken = this.write(this.writer.batch());
    if (taken === undefined) {
      this.writer.clear();
      return;
    }
    this.await(taken, this.writer);
    this.writer = this.spare.pop() ?? new OutputBatchWriter();
    this.encoder = this.createEncoder();
  }

  /** Behind the batches before it, and once its formats have filled in what they had to fetch. */
  private write(batch: OutputBatch): Promise<void> | undefined {
    const completing = this.complete(batch);
    if (completing === undefined && this.held === undefined) return this.sink.write(batch);
    const { waiting } = this;
    const turn = this.sink.turn?.();
    const held: Promise<void> = Promise.all([this.held, completing])
      // After a reset nobody wants it any more.
      .then(() => (waiting === this.waiting ? this.sink.write(batch, turn) : undefined))
      .finally(() => {
        if (this.held === held) this.held = undefined;
      });
    this.held = held;
    return held;
  }

  /** The key before the value, as Flink's serializers do. */
  private complete({ slab, keyStart, valueStart, count }: OutputBatch): Promise<void> | undefined {
    const { key, value } = this.schemas;
    const keyDone = key?.complete?.(slab, keyStart, count);
    if (keyDone === undefined) return value?.complete?.(slab, valueStart, count);
    // The positions are used again once the batch is handed on: not before.
    return keyDone.then(() => value?.complete?.(slab, valueStart, count));
  }

  private await(taken: Promise<void>, writer: OutputBatchWriter): void {
    const bytes = writer.slab.length;
    const { waiting } = this;
    const done = taken
      .catch((error: unknown) => {
        if (waiting === this.waiting) this.failure ??= error;
      })
      .then(() => {
        writer.clear();
        this.spare.push(writer);
        // After a reset the list is another one.
        if (waiting !== this.waiting) return;
        waiting.splice(waiting.indexOf(done), 1);
        this.waitingBytes -= bytes;
      });
    waiting.push(done);
    this.waitingBytes += bytes;
  }

  private createEncoder(): RecordEncoder {
    const { key, value } = this.schemas;
    if (value === undefined) throw new Error('a record sink has a value format');
    return new RecordEncoder(this.node.sink, key, value, this.writer, this.partitions);
  }
}
