import {
  type ByteWriter,
  diagnostic,
  type FormatPlan,
  type Row,
  type RowKind,
  type SerializationSchema,
  TsqlError,
} from '@tsql/core';
import { rowWriter } from './compile-writer.js';
import { jsonWriter } from './json-encode.js';
import { optionsOf } from './options.js';

export class AvroSerializer implements SerializationSchema {
  private readonly write: (row: Row, target: ByteWriter) => void;

  constructor({ rowType, ...rest }: FormatPlan) {
    if (optionsOf({ rowType, ...rest }).encoding === 'json') {
      const text = jsonWriter(rowType);
      // Flink's encoder takes its records for one stream: a line end stands between one and the next.
      let separator = '';
      this.write = (row, target) => {
        target.writeUtf8(separator + text(row));
        separator = '\n';
      };
    } else {
      this.write = rowWriter(rowType);
    }
  }

  serialize(row: Row, _kind: RowKind, target: ByteWriter): boolean {
    try {
      this.write(row, target);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new TsqlError(diagnostic('TSQL_FORMAT_ENCODE', { format: 'Avro', reason }), { cause: error });
    }
    return true;
  }
}
