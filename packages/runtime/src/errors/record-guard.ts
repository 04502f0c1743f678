import { type RecordBatch, RecordError, type RowCollector } from '@tsql/core';
import type { SinkWriter } from '../job/sink-writer.js';
import type { RecordDecoder } from '../record/record-decoder.js';
import type { Diversion } from './diversion.js';
import type { ErrorPolicy } from './error-policy.js';
import { SinkRowError } from './sink-row-error.js';

/** The way of a source's records through stages to one sink, for tables that do not end the job with a record that fails. */
export class RecordGuard {
  constructor(
    private readonly options: {
      /** Of the table that is read. */
      readonly reading: ErrorPolicy | undefined;
      /** Of the table that is written. */
      readonly writing: ErrorPolicy | undefined;
      readonly writers: readonly SinkWriter[];
      /** The number of the sink at the end. */
      readonly sink: number;
      readonly diversion: Diversion;
    },
  ) {}

  get isFollowing(): boolean {
    return this.options.diversion.isFollowing;
  }

  /** Pushes a record's rows, or diverts it. What it has brought so far is taken back then. */
  decode(decoder: RecordDecoder, batch: RecordBatch, index: number, push: RowCollector): void {
    const marks = this.options.writers.map((writer) => writer.mark());
    try {
      decoder.decode(batch, index, push);
    } catch (error) {
      const policy = this.policyFor(error);
      if (policy === undefined || !(error instanceof RecordError)) throw error;
      for (const undo of marks) undo();
      policy.divert(batch, index, error.diagnostic, error.record.part ?? 'record');
    }
  }

  /** As {@link decode}, in the search for records that the broker rejects. */
  async follow(decoder: RecordDecoder, batch: RecordBatch, index: number, push: RowCollector): Promise<void> {
    const { diversion, sink, writing } = this.options;
    const reason = diversion.reason(batch, index, sink);
    if (reason !== undefined && writing !== undefined) {
      writing.divert(batch, index, reason, 'record');
      return;
    }
    const isAlone = diversion.isSuspect(batch, index, sink);
    if (isAlone) await this.flush();
    diversion.current = {
      topic: batch.topics[batch.topic[index] ?? 0] ?? '',
      partition: batch.partition[index] ?? 0,
      offset: batch.offset[index] ?? 0,
    };
    this.decode(decoder, batch, index, push);
    diversion.current = undefined;
    if (isAlone) await this.flush();
  }

  private async flush(): Promise<void> {
    for (const writer of this.options.writers) await writer.flush(FLUSH_MS);
  }

  private policyFor(error: unknown): ErrorPolicy | undefined {
    const isSinks = error instanceof SinkRowError || (error instanceof Error && error.cause instanceof SinkRowError);
    return isSinks ? this.options.writing : this.options.reading;
  }
}

/** How long to wait for the acknowledgement of a record that is sent alone. Milliseconds. */
const FLUSH_MS = 30_000;
