import {
  type DeserializationSchema,
  daysFromCivil,
  diagnostic,
  type FormatPlan,
  fitDecimal,
  type LogicalType,
  parseDecimal,
  type Row,
  type RowCollector,
  RowKind,
  type RowType,
  TsqlError,
  type Value,
} from '@tsql/core';
import { toUtf8 } from '../json/encoding.js';
import { decodeBase64, parseJavaDouble, parseJavaInteger } from '../json/java-text.js';
import { parseInstantText, parseTimestampText } from '../json/temporal.js';
import { type CsvOptions, optionsOf } from './options.js';
import { readFields } from './record-reader.js';

type Converter = (text: string) => Value;

/** CSV to rows, as Flink's `CsvToRowDataConverters` over what Jackson reads: fields by position, the first record of a message. */
export class CsvDeserializer implements DeserializationSchema {
  private readonly options: CsvOptions;
  private readonly converters: readonly Converter[];
  private readonly names: readonly string[];

  constructor(plan: FormatPlan) {
    this.options = optionsOf(plan);
    const converters = new ConverterFactory(this.options);
    this.converters = plan.rowType.fields.map(({ type }) => converters.field(type));
    this.names = plan.rowType.fields.map(({ name }) => name);
  }

  deserialize(source: Uint8Array, start: number, end: number, collect: RowCollector): void {
    let row: Row | undefined;
    try {
      row = this.readRow(source, start, end);
    } catch (error) {
      if (this.options.ignoreParseErrors) return;
      const reason = error instanceof Error ? error.message : String(error);
      throw new TsqlError(diagnostic('TSQL_FORMAT_DECODE', { part: 'record', format: 'CSV', reason }), {
        cause: error,
      });
    }
    collect(row, RowKind.INSERT);
  }

  private readRow(source: Uint8Array, start: number, end: number): Row {
    const utf8 = toUtf8(source, start, end);
    const text = decoder.decode(utf8.source.subarray(utf8.start, utf8.end));
    const fields = readFields(text, this.options);
    if (fields === undefined) throw new Error('it holds no record');
    const width = this.converters.length;
    // Jackson lets one blank field pass behind the last column.
    const count = fields.length === width + 1 && fields[width]?.trim() === '' ? width : fields.length;
    if (count > width) throw new Error(`it has ${count} fields, the table ${width}`);
    if (count < width && !this.options.ignoreParseErrors) throw new Error(`it has ${count} fields, the table ${width}`);
    return this.converters.map((convert, index) => {
      const field = fields[index];
      if (field === undefined) return null;
      try {
        return convert(field);
      } catch (error) {
        throw new Error(`field '${this.names[index]}': ${error instanceof Error ? error.message : String(error)}`);
      }
    });
  }
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

const INTEGER_RANGES: Readonly<Record<string, readonly [bigint, bigint]>> = {
  TINYINT: [-128n, 127n],
  SMALLINT: [-32_768n, 32_767n],
  INTEGER: [-2_147_483_648n, 2_147_483_647n],
  INTERVAL_YEAR_MONTH: [-2_147_483_648n, 2_147_483_647n],
  BIGINT: [-9_223_372_036_854_775_808n, 9_223_372_036_854_775_807n],
  INTERVAL_DAY_TIME: [-9_223_372_036_854_775_808n, 9_223_372_036_854_775_807n],
};

class ConverterFactory {
  constructor(private readonly options: CsvOptions) {}

  /** Of a column: an ARRAY or ROW is split first, so that the null literal counts within only. */
  field(type: LogicalType): Converter {
    switch (type.kind) {
      case 'ARRAY': {
        const element = this.value(type.element);
        return this.lenient((text) => this.split(text).map(element));
      }
      case 'ROW':
        return this.lenient(this.row(type));
      default:
        return this.value(type);
    }
  }

  private row(type: RowType): Converter {
    const converters = type.fields.map((field) => this.value(field.type));
    return (text) => {
      const parts = this.split(text);
      if (parts.length === 0) return null;
      if (parts.length !== converters.length && !this.options.ignoreParseErrors) {
        throw new Error(`a ROW of ${converters.length} fields has ${parts.length}`);
      }
      return converters.map((convert, index) => (index < parts.length ? convert(parts[index] as string) : null));
    };
  }

  /** Nothing but blanks is no element at all. */
  private split(text: string): string[] {
    return text.trim() === '' ? [] : text.split(this.options.arrayElementDelimiter);
  }

  private value(type: LogicalType): Converter {
    const convert = this.lenient(notNull(type));
    const { nullLiteral } = this.options;
    return nullLiteral === undefined ? convert : (text) => (text === nullLiteral ? null : convert(text));
  }

  private lenient(convert: Converter): Converter {
    if (!this.options.ignoreParseErrors) return convert;
    return (text) => {
      try {
        return convert(text);
      } catch {
        return null;
      }
    };
  }
}

function notNull(type: LogicalType): Converter {
  switch (type.kind) {
    case 'BOOLEAN':
      return (text) => text.trim().toLowerCase() === 'true';
    case 'TINYINT':
    case 'SMALLINT':
    case 'INTEGER':
    case 'INTERVAL_YEAR_MONTH':
    case 'BIGINT':
    case 'INTERVAL_DAY_TIME': {
      const [minimum, maximum] = INTEGER_RANGES[type.kind] as readonly [bigint, bigint];
      const isBig = type.kind === 'BIGINT';
      return (text) => {
        const value = parseJavaInteger(text.trim(), minimum, maximum);
        return isBig ? value : Number(value);
      };
    }
    case 'FLOAT':
      return (text) => Math.fround(parseJavaDouble(text.trim()));
    case 'DOUBLE':
      return (text) => parseJavaDouble(text.trim());
    case 'DECIMAL':
      return (text) => {
        const decimal = parseDecimal(text);
        if (decimal === undefined) throw new Error(`'${text}' is no number`);
        return fitDecimal(decimal, type.precision, type.scale);
      };
    case 'CHAR':
    case 'VARCHAR':
      return (text) => text;
    case 'BINARY':
    case 'VARBINARY':
      return decodeBase64;
    case 'DATE':
      return parseSqlDate;
    case 'TIME':
      return (text) => parseIsoTime(text, type.precision);
    case 'TIMESTAMP':
      return (text) => parseTimestampText(text.trim(), 'SQL');
    case 'TIMESTAMP_LTZ':
      return (text) => parseInstantText(text.trim(), 'SQL');
    default:
      throw new Error(`CSV cannot hold ${type.kind}`);
  }
}

/** As `java.sql.Date.valueOf`: a day behind its month's end counts on into the next one. */
function parseSqlDate(text: string): number {
  const match = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text);
  const [year, month, day] = [Number(match?.[1]), Number(match?.[2]), Number(match?.[3])];
  if (match === null || month < 1 || month > 12 || day < 1 || day > 31)
    throw new Error(`'${text}' is no date (yyyy-MM-dd)`);
  return daysFromCivil(year, month, 1) + day - 1;
}

/** As `LocalTime.parse`, cut to the precision (at most milliseconds): milliseconds of the day. */
function parseIsoTime(text: string, precision: number): number {
  const match = /^(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{0,9}))?)?$/.exec(text);
  const [hour, minute, second] = [Number(match?.[1]), Number(match?.[2]), Number(match?.[3] ?? 0)];
  if (match === null || hour > 23 || minute > 59 || second > 59) throw new Error(`'${text}' is no time (HH:mm:ss)`);
  const millis = Number((match[4] ?? '').padEnd(3, '0').slice(0, 3));
  const unit = 10 ** (3 - Math.min(3, precision));
  return ((hour * 60 + minute) * 60 + second) * 1000 + Math.floor(millis / unit) * unit;
}
