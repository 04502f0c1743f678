import type { RecordBatch, RecordSink, SinkTransaction } from '@tsql/core';
import { OutputBatchWriter } from '../record/output-batch-writer.js';

/** What a dead letter tells of its fault, as headers behind the record's own. */
export interface Fault {
  readonly code: string;
  readonly message: string;
  /** `key`, `value`, `headers`, or `record` where the fault is of no single part. */
  readonly part: string;
}

/** Writes records as they were read to a dead letter topic. Committed with the sinks of its task. */
export class DeadLetterWriter {
  private writer = new OutputBatchWriter();
  private waiting: Promise<void>[] = [];
  private failure: { readonly error: unknown } | undefined;

  constructor(private readonly sink: RecordSink) {}

  get transaction(): SinkTransaction | undefined {
    return this.sink.transaction;
  }

  get isBehind(): boolean {
    return this.failure !== undefined;
  }

  /** Takes record `index` of the batch. */
  add(batch: RecordBatch, index: number, { code, message, part }: Fault): void {
    const { writer } = this;
    const copy = (start = -1, end = -1): readonly [number, number] => {
      if (start < 0) return [-1, -1];
      const from = writer.slab.length;
      writer.slab.writeBytes(batch.slab, start, end);
      return [from, writer.slab.length];
    };
    writer.key(...copy(batch.keyStart[index], batch.keyEnd[index]));
    writer.value(...copy(batch.valueStart[index], batch.valueEnd[index]));
    for (let h = batch.headerIndex[index] ?? 0; h < (batch.headerIndex[index + 1] ?? 0); h++) {
      const name = Buffer.from(batch.slab.subarray(batch.headerNameStart[h], batch.headerNameEnd[h])).toString();
      const start = batch.headerValueStart[h] ?? -1;
      writer.header(name, start < 0 ? null : batch.slab.slice(start, batch.headerValueEnd[h]));
    }
    const told = {
      code,
      message,
      part,
      topic: batch.topics[batch.topic[index] ?? 0] ?? '',
      partition: String(batch.partition[index]),
      offset: String(batch.offset[index]),
    };
    for (const [name, text] of Object.entries(told)) writer.header(`tsql.error.${name}`, Buffer.from(text));
    const timestamp = batch.timestamp[index] ?? -1;
    writer.finish(-1, timestamp < 0 ? Number.NaN : timestamp);
    if (writer.isFull) this.hand();
  }

  push(): void {
    throw new Error('dead letters are records, not rows');
  }

  finish(): void {}

  mark(): () => void {
    return () => {};
  }

  async drain(): Promise<void> {
    this.hand();
    if (this.failure !== undefined) throw this.failure.error;
  }

  async seal(): Promise<void> {
    this.hand();
    await Promise.all(this.waiting);
    if (this.failure !== undefined) throw this.failure.error;
  }

  async flush(timeoutMs: number): Promise<number> {
    await this.seal();
    return (await this.sink.flush(timeoutMs)).unacknowledged;
  }

  async reset(): Promise<void> {
    this.writer.clear();
    this.waiting = [];
    this.failure = undefined;
    await this.sink.forgetFailures?.();
  }

  close(): Promise<void> {
    return this.sink.close();
  }

  private hand(): void {
    if (this.writer.count === 0) return;
    const taken = this.sink.write(this.writer.batch());
    if (taken === undefined) {
      this.writer.clear();
      return;
    }
    const { waiting } = this;
    const done: Promise<void> = taken
      .catch((error: unknown) => {
        if (waiting === this.waiting) this.failure ??= { error };
      })
      .then(() => {
        waiting.splice(waiting.indexOf(done), 1);
      });
    waiting.push(done);
    this.writer = new OutputBatchWriter();
  }
}
