import type {
  ConnectorRuntimeContext,
  DeserializationSchema,
  Position,
  RecordSource,
  RecordSourcePlan,
  RowSource,
  SourcePlan,
  SourceSplit,
} from '@tsql/core';
import { RowKind } from '@tsql/core';
import type { RecordGuard } from '../errors/record-guard.js';
import type { PartSchemas } from '../fused/fuse.js';
import type { Stage } from '../operator/stage.js';
import { RecordDecoder } from '../record/record-decoder.js';
import type { JobContext, JobProgress } from './job-context.js';
import type { FusedWriter, SinkWriter } from './sink-writer.js';

/** How long a poll waits for the first record. Milliseconds. */
const POLL_WAIT_MS = 100;

/** Where the rows of a table go. */
export interface ReaderTarget {
  readonly plan: SourcePlan;
  readonly stage: Stage;
  /** Makes what takes the records that it can, where there is such a thing. */
  readonly fuse: SinkWriter['fuse'] | undefined;
  /** The sink that the rows go to, by its number in the task; undefined for a query. */
  readonly sink?: number | undefined;
}

/** Reads one input to its end, for all who read it. */
export interface SourceReader {
  /** Missing for a table that makes rows by itself: it has no positions and cannot be read again. */
  readonly source: RecordSource | undefined;
  /** Reads the next records and pushes their rows; false behind the last. */
  step(drain: () => Promise<void>): Promise<boolean>;
  /** True while the rows of a batch are only partly with their stages: no commit can begin then. */
  readonly isMidBatch: boolean;
  /** Behind the last batch whose rows are all with their stages. */
  positions(): readonly Position[];
  /** Reads on from there. Whatever a step was at is forgotten; no step may be under way. */
  rewind(positions: readonly Position[]): Promise<void>;
  /** Tells the stages that no row will follow. */
  finish(): void;
  /** Has these read too: a task's share. */
  addSplits(splits: readonly SourceSplit[]): void;
  status(): { readonly lag: number | undefined; readonly reconnects: number };
  close(): Promise<void>;
}

export interface ReaderOptions {
  readonly signal: AbortSignal;
  readonly runtime: ConnectorRuntimeContext;
  readonly localTimeZone: string;
  /** True where a sink lags behind: reading waits then. */
  readonly isBehind: () => boolean;
  /** What stands by the records of a table on their way to a sink; undefined where the first one that fails ends the job. */
  readonly guard: (plan: RecordSourcePlan, sink: number | undefined) => RecordGuard | undefined;
}

/** Opens the transport of a source. All targets read the same table in the same way. */
export async function openSourceReader(
  targets: readonly [ReaderTarget, ...ReaderTarget[]],
  context: JobContext,
  progress: JobProgress,
  options: ReaderOptions,
): Promise<SourceReader> {
  const [{ plan }] = targets;
  const factory = context.connectors.get(plan.connector);
  if (plan.kind === 'row-source') {
    const source = await factory?.openRowSource?.(plan, options.runtime);
    if (source === undefined) throw new Error(`connector '${plan.connector}' cannot be opened as a source`);
    await source.open(options.signal);
    return rowReader(source, targets, progress);
  }
  const legs: Leg[] = [];
  for (const { plan, stage, fuse, sink } of targets) {
    if (plan.kind !== 'record-source') throw new Error('records and rows are read apart');
    const schemas = await createDeserializers(plan, context, options.localTimeZone);
    const decoder = new RecordDecoder(plan, schemas.key, schemas.value);
    legs.push({ stage, fused: fuse?.(schemas), decoder, guard: options.guard(plan, sink) });
  }
  const source = await factory?.openRecordSource?.(plan, options.runtime);
  if (source === undefined) throw new Error(`connector '${plan.connector}' cannot be opened as a source`);
  await source.open(options.signal);
  // A dead letter has all that its record had.
  const isGuarded = legs.some(({ guard }) => guard !== undefined);
  const withHeaders =
    isGuarded ||
    targets.some(({ plan }) => plan.kind === 'record-source' && plan.metadata.some(({ key }) => key === 'headers'));
  return new RecordReader(source, legs, progress, options.isBehind, withHeaders);
}

async function createDeserializers(
  plan: RecordSourcePlan,
  context: JobContext,
  localTimeZone: string,
): Promise<PartSchemas<DeserializationSchema>> {
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
  return { key: await create('key'), value };
}

interface Leg {
  readonly decoder: RecordDecoder;
  readonly stage: Stage;
  readonly fused: FusedWriter | undefined;
  readonly guard: RecordGuard | undefined;
}

class RecordReader implements SourceReader {
  isMidBatch = false;
  private completed: readonly Position[];

  constructor(
    readonly source: RecordSource,
    private readonly legs: readonly Leg[],
    private readonly progress: JobProgress,
    private readonly isBehind: () => boolean,
    private readonly withHeaders: boolean,
  ) {
    this.completed = source.positions();
  }

  async step(drain: () => Promise<void>): Promise<boolean> {
    const { source, progress } = this;
    const batch = await source.poll(POLL_WAIT_MS, this.withHeaders);
    if (batch === null) {
      this.completed = source.positions();
      return false;
    }
    this.isMidBatch = true;
    // Rows may hold views of the batch; what was taken from source to sink at once does not.
    let isHeld = false;
    for (const leg of this.legs) {
      const { decoder, fused, guard, stage } = leg;
      // A record is counted once, whoever reads it.
      const weight = leg === this.legs[0] ? 1 : 0;
      const skippedBefore = decoder.skipped;
      const preparing = decoder.prepare(batch);
      if (preparing !== undefined) await preparing;
      for (let i = 0; i < batch.count; ) {
        const isFollowing = guard?.isFollowing === true;
        const left = isFollowing ? i : (fused?.take(batch, i) ?? i);
        progress.recordsIn += weight * (left - i);
        i = left;
        if (this.isBehind()) await drain();
        if (i === batch.count) break;
        if (guard === undefined) decoder.decode(batch, i++, stage.push);
        else if (isFollowing) await guard.follow(decoder, batch, i++, stage.push);
        else guard.decode(decoder, batch, i++, stage.push);
        isHeld = true;
        progress.recordsIn += weight;
        if (this.isBehind()) await drain();
      }
      progress.recordsSkipped += weight * (decoder.skipped - skippedBefore);
    }
    progress.bytesIn += batch.slab.length;
    if (!isHeld) source.release?.();
    this.completed = source.positions();
    this.isMidBatch = false;
    return true;
  }

  positions(): readonly Position[] {
    return this.completed;
  }

  async rewind(positions: readonly Position[]): Promise<void> {
    await this.source.rewind(positions);
    this.completed = this.source.positions();
    this.isMidBatch = false;
  }

  finish(): void {
    for (const { stage } of this.legs) stage.finish();
  }

  addSplits(splits: readonly SourceSplit[]): void {
    this.source.addSplits?.(splits);
  }

  status() {
    return this.source.status();
  }

  close(): Promise<void> {
    return this.source.close();
  }
}

function rowReader(source: RowSource, targets: readonly ReaderTarget[], progress: JobProgress): SourceReader {
  return {
    source: undefined,
    isMidBatch: false,
    async step(drain) {
      const rows = await source.poll(POLL_WAIT_MS);
      if (rows === null) return false;
      for (const { stage } of targets) for (const row of rows) stage.push(row, RowKind.INSERT);
      progress.recordsIn += rows.length;
      await drain();
      return true;
    },
    positions: () => [],
    rewind: () => Promise.reject(new Error('a table that makes rows cannot be read again')),
    finish() {
      for (const { stage } of targets) stage.finish();
    },
    addSplits() {},
    status: () => ({ lag: undefined, reconnects: 0 }),
    close: () => source.close(),
  };
}
