import {
  diagnostic,
  type MapValue,
  type PartPlan,
  type RecordSinkPlan,
  type Row,
  RowKind,
  type SerializationSchema,
  type Timestamp,
  TsqlError,
  type Value,
} from '@tsql/core';
import type { OutputBatchWriter } from './output-batch-writer.js';

/**
 * Makes records of rows (the physical columns, then the metadata): key, value, headers, timestamp and partition. Follows
 * Flink's `DynamicKafkaRecordSerializationSchema`.
 */
export class RecordEncoder {
  private readonly keyRow: Value[];
  private readonly valueRow: Value[];
  private readonly headersAt: number;
  private readonly timestampAt: number;
  private turn = 0;

  constructor(
    private readonly plan: RecordSinkPlan,
    private readonly key: SerializationSchema | undefined,
    private readonly value: SerializationSchema,
    private readonly target: OutputBatchWriter,
    /** Number of this task and of the topic's partitions, for the partitioners. */
    private readonly place: { readonly task: number; readonly partitionCount: number },
  ) {
    this.keyRow = new Array(plan.key?.projection.length ?? 0).fill(null);
    this.valueRow = new Array(plan.value.projection.length).fill(null);
    const at = (name: string) => {
      const position = plan.metadata.findIndex((metadata) => metadata.key === name);
      return position < 0 ? -1 : plan.physical.length + position;
    };
    this.headersAt = at('headers');
    this.timestampAt = at('timestamp');
  }

  /**
   * Appends the row's record to the target. In upsert mode a row that is deleted becomes a tombstone, and the old row of an update
   * is left out: the new one replaces it.
   */
  encode(row: Row, kind: RowKind): void {
    if (this.plan.isUpsert && kind === RowKind.UPDATE_BEFORE) return;
    const isRetraction = kind === RowKind.DELETE || kind === RowKind.UPDATE_BEFORE;
    const before = this.target.slab.length;
    try {
      this.writeKey(row, kind);
      if (this.plan.isUpsert && isRetraction) this.target.value(-1, -1);
      else this.writeValue(row, kind);
      if (this.headersAt >= 0) this.writeHeaders(row[this.headersAt] as MapValue | null);
      this.target.finish(this.partition(), this.timestamp(row));
    } catch (error) {
      this.target.rollback(before);
      throw error;
    }
  }

  private writeKey(row: Row, kind: RowKind): void {
    const { key, target } = this;
    if (key === undefined || this.plan.key === undefined) {
      target.key(-1, -1);
      return;
    }
    project(row, this.plan.key, this.keyRow);
    const start = target.slab.length;
    const isNull = !key.serialize(this.keyRow, this.plan.isUpsert ? RowKind.INSERT : kind, target.slab);
    target.key(isNull ? -1 : start, target.slab.length);
  }

  private writeValue(row: Row, kind: RowKind): void {
    const { target } = this;
    project(row, this.plan.value, this.valueRow);
    const start = target.slab.length;
    const isNull = !this.value.serialize(this.valueRow, this.plan.isUpsert ? RowKind.INSERT : kind, target.slab);
    target.value(isNull ? -1 : start, target.slab.length);
  }

  /** Entries with a NULL key or value write no header, as in Flink. */
  private writeHeaders(headers: MapValue | null): void {
    if (headers === null) return;
    for (let i = 0; i < headers.size; i++) {
      const name = headers.keys[i];
      const value = headers.values[i];
      if (name !== null && value !== null) this.target.header(name as string, value as Uint8Array);
    }
  }

  private timestamp(row: Row): number {
    if (this.timestampAt < 0) return Number.NaN;
    const timestamp = row[this.timestampAt] as Timestamp | null;
    if (timestamp === null) return Number.NaN;
    if (timestamp.millis < 0) {
      throw new TsqlError(
        diagnostic('TSQL_RUN_EVALUATION', {
          expression: 'the timestamp metadata',
          reason: `a record's timestamp cannot be negative, found ${timestamp.millis} ms`,
        }),
      );
    }
    return timestamp.millis;
  }

  private partition(): number {
    const { task, partitionCount } = this.place;
    switch (this.plan.partitioner) {
      case 'fixed':
        return task % partitionCount;
      case 'round-robin':
        return this.turn++ % partitionCount;
      case 'default':
        return -1;
    }
  }
}

function project(row: Row, part: PartPlan, target: Value[]): void {
  for (let i = 0; i < part.projection.length; i++) target[i] = row[part.projection[i] as number] ?? null;
}
