import { ByteWriter } from '@tsql/core';
import type { ProducedBatch } from '@tsql/kafka-native';

/** A record with its parts as they are. */
export interface PlainRecord {
  readonly topic: string;
  readonly partition: number;
  readonly key: Uint8Array | null;
  readonly value: Uint8Array | null;
  readonly headers: readonly (readonly [string, Uint8Array | null])[];
  /** Milliseconds; undefined for now. */
  readonly timestamp: number | undefined;
}

/** Lays single records out as a batch: for tests, samples and replays. */
export class OutputSlab {
  private readonly bytes = new ByteWriter();
  private readonly columns = {
    partition: [] as number[],
    keyStart: [] as number[],
    keyEnd: [] as number[],
    valueStart: [] as number[],
    valueEnd: [] as number[],
    headerIndex: [0],
    headerNameStart: [] as number[],
    headerNameEnd: [] as number[],
    headerValueStart: [] as number[],
    headerValueEnd: [] as number[],
  };
  private readonly timestamp: number[] = [];

  add(record: PlainRecord): void {
    const { columns } = this;
    columns.partition.push(record.partition);
    this.append(record.key, columns.keyStart, columns.keyEnd);
    this.append(record.value, columns.valueStart, columns.valueEnd);
    for (const [name, value] of record.headers) {
      this.append(Buffer.from(name), columns.headerNameStart, columns.headerNameEnd);
      this.append(value, columns.headerValueStart, columns.headerValueEnd);
    }
    columns.headerIndex.push(columns.headerNameStart.length);
    this.timestamp.push(record.timestamp ?? Number.NaN);
  }

  batch(): ProducedBatch {
    const ints = Object.fromEntries(
      Object.entries(this.columns).map(([name, values]) => [name, Int32Array.from(values)]),
    );
    return {
      ...(ints as unknown as Omit<ProducedBatch, 'count' | 'slab' | 'timestamp'>),
      count: this.timestamp.length,
      slab: this.bytes.bytes.subarray(0, this.bytes.length),
      timestamp: Float64Array.from(this.timestamp),
    };
  }

  private append(bytes: Uint8Array | null, starts: number[], ends: number[]): void {
    starts.push(bytes === null ? -1 : this.bytes.length);
    if (bytes !== null) this.bytes.writeBytes(bytes);
    ends.push(this.bytes.length);
  }
}
