import {
  type MapValue,
  type PartPlan,
  type RecordSinkPlan,
  type Row,
  RowKind,
  type SerializationSchema,
  type Value,
} from '@tsql/core';
import type { OutputBatchWriter } from './output-batch-writer.js';
import { timestampMillis, writeHeaders } from './output-metadata.js';
import type { PartitionChoice } from './partition-choice.js';

/**
 * Makes records of rows (the physical columns, then the metadata): key, value, headers, timestamp and partition. Follows
 * Flink's `DynamicKafkaRecordSerializationSchema`.
 */
export class RecordEncoder {
  private readonly keyRow: Value[];
  private readonly valueRow: Value[];
  private readonly headersAt: number;
  private readonly timestampAt: number;

  constructor(
    private readonly plan: RecordSinkPlan,
    private readonly key: SerializationSchema | undefined,
    private readonly value: SerializationSchema,
    private readonly target: OutputBatchWriter,
    private readonly partitions: PartitionChoice,
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
   * Appends the row's record to the target. In upsert mode a row that is deleted or retracted becomes a tombstone.
   */
  encode(row: Row, kind: RowKind): void {
    const isRetraction = kind === RowKind.DELETE || kind === RowKind.UPDATE_BEFORE;
    const before = this.target.slab.length;
    try {
      this.writeKey(row, kind);
      if (this.plan.isUpsert && isRetraction) this.target.value(-1, -1);
      else this.writeValue(row, kind);
      if (this.headersAt >= 0) writeHeaders(row[this.headersAt] as MapValue | null, this.target);
      const timestamp = this.timestampAt < 0 ? Number.NaN : timestampMillis(row[this.timestampAt] ?? null);
      this.target.finish(this.partitions.next(), timestamp);
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
}

function project(row: Row, part: PartPlan, target: Value[]): void {
  for (let i = 0; i < part.projection.length; i++) target[i] = row[part.projection[i] as number] ?? null;
}
