import {
  type ByteWriter,
  decimalToPlainText,
  decimalToText,
  diagnostic,
  type FormatPlan,
  formatDate,
  formatDouble,
  formatFloat,
  formatTime,
  formatTimestamp,
  type LogicalType,
  type Row,
  type RowKind,
  type SerializationSchema,
  stripTrailingZeros,
  type Timestamp,
  TsqlError,
  type Value,
} from '@tsql/core';
import type { CsvOptions } from './options.js';
import { CsvQuoting } from './quoting.js';

type Writer = (value: Value) => string;

/** Rows to CSV, as Flink's `RowDataToCsvConverters` with Jackson's `CsvGenerator`: one line without its end. */
export class CsvSerializer implements SerializationSchema {
  private readonly writers: readonly Writer[];
  private readonly delimiter: string;
  private readonly nullText: string;

  constructor(plan: FormatPlan, options: CsvOptions) {
    const quoting = new CsvQuoting(options);
    this.writers = plan.rowType.fields.map((field) => columnWriter(field.type, options, quoting));
    this.delimiter = options.fieldDelimiter;
    this.nullText = options.nullLiteral ?? '';
  }

  serialize(row: Row, _kind: RowKind, target: ByteWriter): boolean {
    const { writers, delimiter, nullText } = this;
    let line = '';
    for (let i = 0; i < writers.length; i++) {
      const value = row[i] ?? null;
      if (i > 0) line += delimiter;
      line += value === null ? nullText : (writers[i] as Writer)(value);
    }
    if (!line.isWellFormed()) throw surrogateError();
    target.writeUtf8(line);
    return true;
  }
}

/** Jackson refuses what UTF-8 has no form for. */
function surrogateError(): TsqlError {
  const reason = 'a text holds half of a surrogate pair';
  return new TsqlError(diagnostic('TSQL_FORMAT_ENCODE', { format: 'CSV', reason }));
}

/** A column that is not NULL as it stands in the line; throws for a text that UTF-8 has no form for. */
export function columnText(type: LogicalType, options: CsvOptions): Writer {
  const write = columnWriter(type, options, new CsvQuoting(options));
  return (value) => {
    const text = write(value);
    if (!text.isWellFormed()) throw surrogateError();
    return text;
  };
}

/** A column as it stands in the line. Numbers and booleans never get quotes, but for DECIMAL, which is written as a text. */
function columnWriter(type: LogicalType, options: CsvOptions, quoting: CsvQuoting): Writer {
  switch (type.kind) {
    case 'BOOLEAN':
    case 'TINYINT':
    case 'SMALLINT':
    case 'INTEGER':
    case 'BIGINT':
    case 'FLOAT':
    case 'DOUBLE':
      return textWriter(type);
    case 'DECIMAL': {
      const toText = options.isScientific ? decimalToText : decimalToPlainText;
      return (value) => {
        const stripped = stripTrailingZeros(value as bigint, type.scale);
        return quoting.quote(toText(stripped.unscaled, stripped.scale));
      };
    }
    case 'ARRAY': {
      const element = elementWriter(type.element, options);
      return (value) => quoting.quote((value as Row).map(element).join(options.arrayElementDelimiter));
    }
    case 'ROW': {
      const fields = type.fields.map((field) => elementWriter(field.type, options));
      return (value) => {
        const row = value as Row;
        const texts = fields.map((write, index) => write(row[index] ?? null));
        return quoting.quote(texts.join(options.arrayElementDelimiter));
      };
    }
    default: {
      const write = textWriter(type);
      return (value) => quoting.quote(write(value));
    }
  }
}

/** Within ARRAY and ROW a DECIMAL has an exponent whatever the options say. */
function elementWriter(type: LogicalType, options: CsvOptions): Writer {
  const write = textWriter(type);
  const nullText = options.nullLiteral ?? '';
  return (value) => (value === null ? nullText : write(value));
}

function textWriter(type: LogicalType): Writer {
  switch (type.kind) {
    case 'BOOLEAN':
    case 'TINYINT':
    case 'SMALLINT':
    case 'INTEGER':
    case 'BIGINT':
      return String;
    case 'FLOAT':
      return (value) => formatFloat(value as number);
    case 'DOUBLE':
      return (value) => formatDouble(value as number);
    case 'DECIMAL':
      return (value) => {
        const stripped = stripTrailingZeros(value as bigint, type.scale);
        return decimalToText(stripped.unscaled, stripped.scale);
      };
    case 'CHAR':
    case 'VARCHAR':
      return (value) => value as string;
    case 'BINARY':
    case 'VARBINARY':
      return (value) => base64(value as Uint8Array);
    case 'DATE':
      return (value) => formatDate(value as number);
    case 'TIME':
      return (value) => timeText(value as number);
    case 'TIMESTAMP':
      return (value) => formatTimestamp(value as Timestamp);
    case 'TIMESTAMP_LTZ':
      return (value) => `${formatTimestamp(value as Timestamp)}Z`;
    case 'NULL':
      return () => '';
    default:
      throw new Error(`CSV cannot hold ${type.kind}`);
  }
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64');
}

/** With as many digits of the milliseconds as are not trailing zeros, whatever the type's precision. */
function timeText(millisOfDay: number): string {
  const millis = millisOfDay % 1000;
  const digits = millis === 0 ? 0 : millis % 100 === 0 ? 1 : millis % 10 === 0 ? 2 : 3;
  return formatTime(millisOfDay, digits);
}
