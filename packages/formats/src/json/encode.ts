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
  type MapValue,
  type Row,
  type RowKind,
  type RowType,
  type SerializationSchema,
  stripTrailingZeros,
  type Timestamp,
  TsqlError,
  type Value,
} from '@tsql/core';
import type { JsonOptions } from './options.js';

type Writer = (value: Value) => string;

/** Rows to JSON, as Flink's `RowDataToJsonConverters` with Jackson's generator. */
export class JsonSerializer implements SerializationSchema {
  private readonly write: Writer;

  constructor(plan: FormatPlan, options: JsonOptions) {
    this.write = rowWriter(plan.rowType, options);
  }

  serialize(row: Row, _kind: RowKind, target: ByteWriter): boolean {
    target.writeUtf8(this.write(row));
    return true;
  }
}

/** The text of a field that is not NULL. */
export const fieldWriter = (type: LogicalType, options: JsonOptions): Writer => notNullWriter(type, options);

function writer(type: LogicalType, options: JsonOptions): Writer {
  const write = notNullWriter(type, options);
  return (value) => (value === null ? 'null' : write(value));
}

function notNullWriter(type: LogicalType, options: JsonOptions): Writer {
  switch (type.kind) {
    case 'BOOLEAN':
    case 'TINYINT':
    case 'SMALLINT':
    case 'INTEGER':
    case 'BIGINT':
    case 'INTERVAL_YEAR_MONTH':
    case 'INTERVAL_DAY_TIME':
      return String;
    case 'FLOAT':
      return (value) => quoteUnlessFinite(value as number, formatFloat(value as number));
    case 'DOUBLE':
      return (value) => quoteUnlessFinite(value as number, formatDouble(value as number));
    case 'DECIMAL':
      return decimalWriter(type.scale, options.decimalAsPlainNumber);
    case 'CHAR':
    case 'VARCHAR':
      return (value) => quoteJson(value as string);
    case 'BINARY':
    case 'VARBINARY':
      return (value) => `"${Buffer.from(value as Uint8Array).toString('base64')}"`;
    case 'DATE':
      return (value) => `"${formatDate(value as number)}"`;
    case 'TIME':
      return (value) => `"${formatTime(value as number)}"`;
    case 'TIMESTAMP':
    case 'TIMESTAMP_LTZ': {
      const separator = options.timestampFormat === 'SQL' ? ' ' : 'T';
      const zone = type.kind === 'TIMESTAMP_LTZ' ? 'Z' : '';
      return (value) => `"${formatTimestamp(value as Timestamp, undefined, separator)}${zone}"`;
    }
    case 'ARRAY': {
      const element = writer(type.element, options);
      return (value) => `[${(value as Row).map(element).join(',')}]`;
    }
    case 'MAP':
      return mapWriter(writer(type.value, options), options);
    case 'MULTISET':
      return mapWriter(writeCount, options);
    case 'ROW':
      return rowWriter(type, options);
    default:
      throw new Error(`JSON cannot hold ${type.kind}`);
  }
}

/** How often an element is in a multiset: no number of times is an error, as in Flink, not a null. */
function writeCount(count: Value): string {
  if (count !== null) return String(count);
  throw new TsqlError(
    diagnostic('TSQL_FORMAT_ENCODE', { format: 'JSON', reason: 'an element of a multiset has a NULL count' }),
  );
}

function quoteUnlessFinite(value: number, text: string): string {
  return Number.isFinite(value) ? text : `"${text}"`;
}

/** Trailing zeros are dropped in either form: 60.00 is 6E+1, or 60. */
function decimalWriter(scale: number, isPlain: boolean): Writer {
  return (value) => {
    const stripped = stripTrailingZeros(value as bigint, scale);
    return isPlain
      ? decimalToPlainText(stripped.unscaled, stripped.scale)
      : decimalToText(stripped.unscaled, stripped.scale);
  };
}

function mapWriter(element: Writer, options: JsonOptions): Writer {
  return (value) => {
    const { keys, values } = value as MapValue;
    const fields = new Map<string, string>();
    for (let i = 0; i < keys.length; i++) {
      const key = keys[i] ?? null;
      if (key === null && options.mapNullKeyMode === 'DROP') continue;
      if (key === null && options.mapNullKeyMode === 'FAIL') throw nullKeyError();
      fields.set(key === null ? options.mapNullKeyLiteral : (key as string), element(values[i] ?? null));
    }
    return `{${[...fields].map(([name, text]) => `${quoteJson(name)}:${text}`).join(',')}}`;
  };
}

function nullKeyError(): TsqlError {
  return new TsqlError(
    diagnostic(
      'TSQL_FORMAT_ENCODE',
      { format: 'JSON', reason: 'a map has a NULL key' },
      { hint: "'json.map-null-key.mode' = 'DROP' or 'LITERAL' lets it pass" },
    ),
  );
}

function rowWriter(type: RowType, options: JsonOptions): Writer {
  const names = type.fields.map((field) => `${quoteJson(field.name)}:`);
  const writers = type.fields.map((field) => writer(field.type, options));
  const { ignoreNullFields } = options;
  return (value) => {
    const row = value as Row;
    let text = '';
    for (let i = 0; i < writers.length; i++) {
      const field = row[i] ?? null;
      if (field === null && ignoreNullFields) continue;
      text += (text === '' ? '' : ',') + names[i] + (writers[i] as Writer)(field);
    }
    return `{${text}}`;
  };
}

const ESCAPES: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\f': '\\f',
  '\r': '\\r',
};

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what has to be escaped
const SPECIAL = /["\\\u0000-\u001f\ud800-\udfff]/g;

/** A text in quotes as Jackson's UTF-8 generator writes it: control characters and all surrogates escaped, in capitals. */
export function quoteJson(text: string): string {
  return `"${text.replace(SPECIAL, (unit) => ESCAPES[unit] ?? `\\u${unit.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`)}"`;
}
