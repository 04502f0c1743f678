import {
  type DeserializationSchema,
  diagnostic,
  type RecordBatch,
  RecordError,
  type RecordSourcePlan,
  type Row,
  type RowCollector,
  RowKind,
  TsqlError,
  type Value,
} from '@tsql/core';
import { METADATA_READERS, type MetadataReader } from './metadata-reader.js';

/**
 * Makes rows of records: the physical columns, then the metadata asked for. Follows Flink's
 * `DynamicKafkaDeserializationSchema`: key columns first, so that a value's copy of a column wins; a record whose key
 * yields no row yields none itself; a null value deletes in upsert mode and is the format's business otherwise.
 */
export class RecordDecoder {
  /** How many records have made no row. */
  skipped = 0;
  private rows = 0;
  private readonly keyRows: Row[] = [];
  private readonly collectKey: RowCollector = (row) => {
    this.keyRows.push(row);
  };
  private readonly metadata: readonly MetadataColumn[];
  private batch!: RecordBatch;
  private index = 0;
  private collect!: RowCollector;

  constructor(
    private readonly plan: RecordSourcePlan,
    private readonly key: DeserializationSchema | undefined,
    private readonly value: DeserializationSchema,
  ) {
    this.metadata = plan.metadata.map(({ key: name }) => metadataColumn(name, plan));
  }

  /** To be awaited before the batch's records are read, where there is something to wait for. */
  prepare(batch: RecordBatch): Promise<unknown> | undefined {
    const { slab, count } = batch;
    const key = this.key?.prepare?.(slab, batch.keyStart, batch.keyEnd, count);
    const value = this.value.prepare?.(slab, batch.valueStart, batch.valueEnd, count);
    return key === undefined && value === undefined ? undefined : Promise.all([key, value]);
  }

  /** Hands the rows of record `index` to `collect`. Fails with a `RecordError` that names the record. */
  decode(batch: RecordBatch, index: number, collect: RowCollector): void {
    this.batch = batch;
    this.index = index;
    this.collect = collect;
    let part: 'key' | 'value' = 'key';
    const rowsBefore = this.rows;
    try {
      if (this.key !== undefined) this.readKey(this.key);
      part = 'value';
      this.readValue();
    } catch (error) {
      throw locate(error, batch, index, part);
    }
    if (this.rows === rowsBefore) this.skipped++;
  }

  private readKey(key: DeserializationSchema): void {
    this.keyRows.length = 0;
    const start = this.batch.keyStart[this.index] ?? -1;
    if (start < 0) key.deserializeNull?.(this.collectKey);
    else key.deserialize(this.batch.slab, start, this.batch.keyEnd[this.index] ?? start, this.collectKey);
  }

  private readValue(): void {
    const start = this.batch.valueStart[this.index] ?? -1;
    if (start >= 0) {
      this.value.deserialize(this.batch.slab, start, this.batch.valueEnd[this.index] ?? start, this.collectValue);
    } else if (this.plan.isUpsert) {
      this.collectValue([], RowKind.DELETE);
    } else {
      this.value.deserializeNull?.(this.collectValue);
    }
  }

  private readonly collectValue: RowCollector = (valueRow, kind) => {
    if (this.key === undefined) {
      this.collect(this.assemble(undefined, valueRow), kind);
      return;
    }
    for (const keyRow of this.keyRows) this.collect(this.assemble(keyRow, valueRow), kind);
  };

  private assemble(keyRow: Row | undefined, valueRow: Row): Row {
    this.rows++;
    const { physical, key, value } = this.plan;
    const width = physical.length;
    const row: Value[] = new Array(width + this.metadata.length).fill(null);
    if (keyRow !== undefined && key !== undefined) {
      for (let i = 0; i < key.projection.length; i++) row[key.projection[i] as number] = keyRow[i] ?? null;
    }
    if (valueRow.length > 0) {
      for (let i = 0; i < value.projection.length; i++) row[value.projection[i] as number] = valueRow[i] ?? null;
    }
    for (let i = 0; i < this.metadata.length; i++) {
      const column = this.metadata[i] as MetadataColumn;
      row[width + i] = typeof column === 'number' ? (valueRow[column] ?? null) : column(this.batch, this.index);
    }
    return row;
  }
}

/** Read from the record, or, as a number, the position behind the fields of the value's format. */
type MetadataColumn = MetadataReader | number;

function metadataColumn(name: string, plan: RecordSourcePlan): MetadataColumn {
  const reader = METADATA_READERS[name];
  if (reader !== undefined) return reader;
  const { format } = plan.value;
  const position = format.metadata.indexOf(name.replace(/^value\./, ''));
  if (position < 0) throw new Error(`the plan reads the metadata '${name}', which nothing provides`);
  return format.rowType.fields.length + position;
}

/** Rows go as far as the transport, which may fail of something else than the record at hand. */
function isTransports({ diagnostic: { code } }: TsqlError): boolean {
  return code.startsWith('TSQL_KAFKA_') || code.startsWith('TSQL_TXN_');
}

function locate(error: unknown, batch: RecordBatch, index: number, part: 'key' | 'value'): unknown {
  if (!(error instanceof TsqlError) || error instanceof RecordError || isTransports(error)) return error;
  const { code, args } = error.diagnostic;
  // Formats do not know whether they read keys or values.
  const found = args.part === 'record' ? diagnostic(code, { ...args, part }, error.diagnostic) : error.diagnostic;
  return new RecordError(
    found,
    {
      topic: batch.topics[batch.topic[index] ?? 0] ?? '',
      partition: batch.partition[index] ?? 0,
      offset: batch.offset[index] ?? 0,
      isFile: batch.files !== undefined,
      part: code.startsWith('TSQL_FORMAT') ? part : undefined,
    } as RecordError['record'],
    { cause: error },
  );
}
