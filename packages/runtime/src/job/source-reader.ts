import type { RecordSource, RecordSourcePlan, RowSource, SourcePlan } from '@tsql/core';
import { RowKind } from '@tsql/core';
import type { Stage } from '../operator/stage.js';
import { RecordDecoder } from '../record/record-decoder.js';
import type { JobContext, JobProgress } from './job-context.js';
import type { FusedWriter } from './sink-writer.js';

/** How long a poll waits for the first record. Milliseconds. */
const POLL_WAIT_MS = 100;

/** Reads one input to its end. */
export interface SourceReader {
  /** Reads the next records and pushes their rows; false behind the last. */
  step(drain: () => Promise<void>): Promise<boolean>;
  /** Notes how far whole batches have been processed; the returned function stores it, once everything before is written. */
  checkpoint(): () => Promise<void>;
  status(): { readonly lag: number | undefined; readonly reconnects: number };
  close(): Promise<void>;
}

/** Opens the transport of a source. */
export async function openSourceReader(
  plan: SourcePlan,
  stage: Stage,
  context: JobContext,
  progress: JobProgress,
  options: {
    readonly signal: AbortSignal;
    readonly setting: (key: string) => string | undefined;
    readonly localTimeZone: string;
    /** True where a sink lags behind: reading waits then. */
    readonly isBehind: () => boolean;
    /** Takes the records that it can, where there is one. */
    readonly fused: FusedWriter | undefined;
  },
): Promise<SourceReader> {
  const factory = context.connectors.get(plan.connector);
  const { jobName, notify, createTopics, now, random } = context;
  const runtime = { jobName, setting: options.setting, notify, createTopics, now, random };
  if (plan.kind === 'row-source') {
    const source = await factory?.openRowSource?.(plan, runtime);
    if (source === undefined) throw new Error(`connector '${plan.connector}' cannot be opened as a source`);
    await source.open(options.signal);
    return rowReader(source, stage, progress);
  }
  const decoder = await createDecoder(plan, context, options.localTimeZone);
  const source = await factory?.openRecordSource?.(plan, runtime);
  if (source === undefined) throw new Error(`connector '${plan.connector}' cannot be opened as a source`);
  await source.open(options.signal);
  return recordReader(source, decoder, stage, progress, options);
}

async function createDecoder(
  plan: RecordSourcePlan,
  context: JobContext,
  localTimeZone: string,
): Promise<RecordDecoder> {
  const create = async (part: 'key' | 'value') => {
    const format = plan[part]?.format;
    if (format === undefined) return undefined;
    const schema = context.formats
      .get(format.identifier)
      ?.createDeserializer(format, { part, mode: context.mode, localTimeZone });
    if (schema === undefined) throw new Error(`format '${format.identifier}' is not registered`);
    await schema.open?.();
    return schema;
  };
  const value = await create('value');
  if (value === undefined) throw new Error('a record source has a value format');
  return new RecordDecoder(plan, await create('key'), value);
}

function recordReader(
  source: RecordSource,
  decoder: RecordDecoder,
  stage: Stage,
  progress: JobProgress,
  { isBehind, fused }: { readonly isBehind: () => boolean; readonly fused: FusedWriter | undefined },
): SourceReader {
  let completed = source.positions();
  return {
    async step(drain) {
      const batch = await source.poll(POLL_WAIT_MS);
      if (batch === null) return false;
      const preparing = decoder.prepare(batch);
      if (preparing !== undefined) await preparing;
      for (let i = 0; i < batch.count; ) {
        const left = fused?.take(batch, i) ?? i;
        progress.recordsIn += left - i;
        i = left;
        if (isBehind()) await drain();
        if (i === batch.count) break;
        decoder.decode(batch, i++, stage.push);
        progress.recordsIn++;
        if (isBehind()) await drain();
      }
      progress.bytesIn += batch.slab.length;
      completed = source.positions();
      return true;
    },
    checkpoint() {
      const positions = completed;
      return () => source.commit(positions);
    },
    status: () => source.status(),
    close: () => source.close(),
  };
}

function rowReader(source: RowSource, stage: Stage, progress: JobProgress): SourceReader {
  return {
    async step(drain) {
      const rows = await source.poll(POLL_WAIT_MS);
      if (rows === null) return false;
      for (const row of rows) stage.push(row, RowKind.INSERT);
      progress.recordsIn += rows.length;
      await drain();
      return true;
    },
    checkpoint: () => async () => {},
    status: () => ({ lag: undefined, reconnects: 0 }),
    close: () => source.close(),
  };
}
