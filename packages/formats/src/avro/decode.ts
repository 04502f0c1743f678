import {
  type DeserializationSchema,
  diagnostic,
  type FormatPlan,
  type Row,
  type RowCollector,
  RowKind,
  TsqlError,
} from '@tsql/core';
import { BinaryReader } from './binary.js';
import { compileReader } from './compile-reader.js';
import { jsonReader } from './json-decode.js';
import { optionsOf } from './options.js';
import { recordSchema } from './schema.js';

/** Reads records of the schema that is derived for the table. What follows a record is not looked at. */
export class AvroDeserializer implements DeserializationSchema {
  private readonly read: (source: Uint8Array, start: number, end: number) => Row;

  constructor({ rowType, ...rest }: FormatPlan) {
    if (optionsOf({ rowType, ...rest }).encoding === 'json') {
      this.read = jsonReader(rowType);
      return;
    }
    const reader = new BinaryReader();
    const read = compileReader(recordSchema(rowType), rowType);
    this.read = (source, start, end) => {
      reader.reset(source, start, end);
      return read(reader) as Row;
    };
  }

  deserialize(source: Uint8Array, start: number, end: number, collect: RowCollector): void {
    let row: Row;
    try {
      row = this.read(source, start, end);
    } catch (error) {
      const reason =
        error instanceof RangeError ? 'it ends too early' : error instanceof Error ? error.message : String(error);
      throw new TsqlError(diagnostic('TSQL_FORMAT_DECODE', { part: 'record', format: 'Avro', reason }), {
        cause: error,
      });
    }
    collect(row, RowKind.INSERT);
  }
}
