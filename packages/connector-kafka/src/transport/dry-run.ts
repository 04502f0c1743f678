import type { DynamicTableFactory, OutputBatch, RecordSink, RecordSinkPlan } from '@tsql/core';
import type { KafkaSinkTransport } from '../plan/transport-plan.js';

/**
 * The connector without its effects: records that would be written are handed to `write`, a JSON text each, and no position
 * is committed. Reading is as ever.
 */
export function dryRun(factory: DynamicTableFactory, write: (line: string) => void): DynamicTableFactory {
  return {
    ...factory,
    async openRecordSource(plan, context) {
      const source = await factory.openRecordSource?.(plan, context);
      if (source === undefined) throw new Error(`connector '${factory.identifier}' cannot be read`);
      source.commit = async () => {};
      return source;
    },
    openRecordSink: async (plan) => new DryRunSink(plan, write),
  };
}

class DryRunSink implements RecordSink {
  /** The topic need not exist: its partitions are not known. */
  readonly partitionCount = 1;
  readonly transaction = undefined;
  private readonly topic: string;

  constructor(
    plan: RecordSinkPlan,
    private readonly line: (line: string) => void,
  ) {
    this.topic = (plan.transport as KafkaSinkTransport).topic;
  }

  async open(): Promise<void> {}

  write(batch: OutputBatch): undefined {
    for (let i = 0; i < batch.count; i++) this.line(recordText(this.topic, batch, i));
  }

  flush = async () => ({ unacknowledged: 0 });
  close = async () => {};
}

/** `{"topic":…,"key":…,"value":…,"headers":[[name, value]],"timestamp":…}`; headers and timestamp where there are any. */
function recordText(topic: string, batch: OutputBatch, index: number): string {
  const part = (starts: Int32Array, ends: Int32Array, at: number) =>
    shown(batch.slab, starts[at] ?? -1, ends[at] ?? -1);
  const headers: unknown[] = [];
  for (let h = batch.headerIndex[index] ?? 0; h < (batch.headerIndex[index + 1] ?? 0); h++) {
    headers.push([
      part(batch.headerNameStart, batch.headerNameEnd, h),
      part(batch.headerValueStart, batch.headerValueEnd, h),
    ]);
  }
  const timestamp = batch.timestamp[index] ?? Number.NaN;
  return JSON.stringify({
    topic,
    key: part(batch.keyStart, batch.keyEnd, index),
    value: part(batch.valueStart, batch.valueEnd, index),
    ...(headers.length === 0 ? {} : { headers }),
    ...(Number.isNaN(timestamp) ? {} : { timestamp }),
  });
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** A text; bytes that are none as `{"base64": …}`, as in recorded cases. */
function shown(slab: Uint8Array, start: number, end: number): unknown {
  if (start < 0) return null;
  const bytes = slab.subarray(start, end);
  try {
    return utf8.decode(bytes);
  } catch {
    return { base64: Buffer.from(bytes).toString('base64') };
  }
}
