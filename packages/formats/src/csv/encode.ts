import {
  type ByteWriter,
  decimalToPlainText,
  decimalToText,
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
  type Value,
} from '@tsql/core';
import { type CsvOptions, optionsOf } from './options.js';

type Writer = (value: Value) => string;

/** Texts beyond this length are quoted without a look, as by Jackson's `CsvEncoder`. */
const MAX_CHECKED = 24;

/** Rows to CSV, as Flink's `RowDataToCsvConverters` with Jackson's generator: one record without a line end. */
export class CsvSerializer implements SerializationSchema {
  private readonly writers: readonly Writer[];
  private readonly delimiter: string;
  private readonly nullText: string;

  constructor(plan: FormatPlan) {
    const options = optionsOf(plan);
    const fields = new FieldWriters(options);
    this.writers = plan.rowType.fields.map(({ type }) => fields.column(type));
    this.delimiter = options.fieldDelimiter;
    this.nullText = options.nullLiteral ?? '';
  }

  serialize(row: Row, _kind: RowKind, target: ByteWriter): boolean {
    for (let i = 0; i < this.writers.length; i++) {
      if (i > 0) target.writeUtf8(this.delimiter);
      const value = row[i] ?? null;
      target.writeUtf8(value === null ? this.nullText : (this.writers[i] as Writer)(value));
    }
    return true;
  }
}

class FieldWriters {
  /** Characters up to this one make a text be quoted. */
  private readonly lastUnsafe: number;
  private readonly nullText: string;

  constructor(private readonly options: CsvOptions) {
    this.lastUnsafe = Math.max(
      options.fieldDelimiter.charCodeAt(0),
      (options.quoteCharacter ?? '\n').charCodeAt(0),
      0x0d,
    );
    this.nullText = options.nullLiteral ?? '';
  }

  column(type: LogicalType): Writer {
    switch (type.kind) {
      case 'ARRAY': {
        const element = this.nested(type.element);
        return (value) => this.quote(this.join((value as Row).map(element)));
      }
      case 'ROW': {
        const fields = type.fields.map((field) => this.nested(field.type));
        return (value) => this.quote(this.join(fields.map((field, index) => field((value as Row)[index] ?? null))));
      }
      case 'DECIMAL': {
        const { scientificDecimals } = this.options;
        return (value) => this.quote(decimalText(value, type.scale, scientificDecimals));
      }
      default: {
        const write = text(type);
        return isNumber(type) ? write : (value) => this.quote(write(value));
      }
    }
  }

  /** Within an ARRAY or ROW, which is quoted as one text. */
  private nested(type: LogicalType): Writer {
    const write: Writer = type.kind === 'DECIMAL' ? (value) => decimalText(value, type.scale, true) : text(type);
    return (value) => (value === null ? this.nullText : write(value));
  }

  private join(texts: readonly string[]): string {
    return texts.join(this.options.arrayElementDelimiter);
  }

  /** Quoted if it is long or has a character up to the delimiter or the quote, or a backslash. */
  private quote(field: string): string {
    const { quoteCharacter, escapeCharacter } = this.options;
    if (quoteCharacter === undefined || !this.needsQuotes(field)) return field;
    const escaped =
      escapeCharacter === undefined ? field : field.replaceAll(escapeCharacter, escapeCharacter.repeat(2));
    return quoteCharacter + escaped.replaceAll(quoteCharacter, quoteCharacter.repeat(2)) + quoteCharacter;
  }

  private needsQuotes(field: string): boolean {
    if (field.length > MAX_CHECKED) return true;
    const escapeSign = this.options.escapeCharacter ?? '\\';
    for (let i = 0; i < field.length; i++) {
      if (field.charCodeAt(i) <= this.lastUnsafe || field[i] === escapeSign) return true;
    }
    return false;
  }
}

function isNumber({ kind }: LogicalType): boolean {
  return (
    ['BOOLEAN', 'TINYINT', 'SMALLINT', 'INTEGER', 'BIGINT', 'FLOAT', 'DOUBLE'].includes(kind) ||
    kind.startsWith('INTERVAL')
  );
}

function decimalText(value: Value, scale: number, isScientific: boolean): string {
  const stripped = stripTrailingZeros(value as bigint, scale);
  return isScientific
    ? decimalToText(stripped.unscaled, stripped.scale)
    : decimalToPlainText(stripped.unscaled, stripped.scale);
}

function text(type: LogicalType): Writer {
  switch (type.kind) {
    case 'FLOAT':
      return (value) => formatFloat(value as number);
    case 'DOUBLE':
      return (value) => formatDouble(value as number);
    case 'CHAR':
    case 'VARCHAR':
      return (value) => value as string;
    case 'BINARY':
    case 'VARBINARY':
      return (value) => Buffer.from(value as Uint8Array).toString('base64');
    case 'DATE':
      return (value) => formatDate(value as number);
    case 'TIME':
      return (value) => timeText(value as number);
    case 'TIMESTAMP':
      return (value) => formatTimestamp(value as Timestamp);
    case 'TIMESTAMP_LTZ':
      return (value) => `${formatTimestamp(value as Timestamp)}Z`;
    default:
      return String;
  }
}

/** With the milliseconds that the value has, whatever its type says. */
function timeText(value: number): string {
  const millis = value % 1000;
  const fraction = millis === 0 ? '' : `.${String(millis).padStart(3, '0').replace(/0+$/, '')}`;
  return formatTime(value) + fraction;
}
