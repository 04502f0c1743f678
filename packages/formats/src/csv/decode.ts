import {
  type DeserializationSchema,
  diagnostic,
  type FormatPlan,
  fitDecimal,
  type LogicalType,
  type Row,
  type RowCollector,
  RowKind,
  TsqlError,
  type Value,
} from '@tsql/core';
import { decodeBase64 } from '../java/base64.js';
import { parseJavaDecimal } from '../java/number-text.js';
import { parseSqlDate } from '../java/sql-temporal.js';
import { parseInstantText, parseTimestampText } from '../java/temporal.js';
import { booleanOf, doubleOf, integerOf, javaTrim, longOf } from '../java/text-values.js';
import { readText } from './encoding.js';
import { CsvLineReader } from './line-reader.js';
import type { CsvOptions } from './options.js';
import { parseIsoTime } from './temporal.js';

/** Reads a cell's text. */
type Converter = (cell: string) => Value;

/** CSV to rows, as Jackson's `CsvMapper` with Flink's `CsvToRowDataConverters`: the first line of a record, by position. */
export class CsvDeserializer implements DeserializationSchema {
  private readonly line: CsvLineReader;
  private readonly converters: readonly Converter[];
  private readonly names: readonly string[];
  private readonly cells: string[] = [];
  /** The column that is read at present, for errors. */
  private column = -1;

  constructor(
    plan: FormatPlan,
    private readonly options: CsvOptions,
  ) {
    const { fields } = plan.rowType;
    this.line = new CsvLineReader(options);
    this.names = fields.map((field) => field.name);
    this.converters = fields.map((field) => columnReader(field.type, options));
  }

  deserialize(source: Uint8Array, start: number, end: number, collect: RowCollector): void {
    let row: Row;
    this.column = -1;
    try {
      this.readCells(source, start, end);
      row = this.convert();
    } catch (error) {
      if (this.options.ignoreParseErrors) return;
      const place = this.column < 0 ? '' : `field '${this.names[this.column]}': `;
      const reason = place + (error instanceof Error ? error.message : String(error));
      throw new TsqlError(diagnostic('TSQL_FORMAT_DECODE', { part: 'record', format: 'CSV', reason }), {
        cause: error,
      });
    }
    collect(row, RowKind.INSERT);
  }

  /** One cell more than there are columns is left out if it is the last one and blank. */
  private readCells(source: Uint8Array, start: number, end: number): void {
    const { line, cells } = this;
    const width = this.converters.length;
    cells.length = 0;
    if (!line.start(readText(source, start, end))) throw new Error('there is no line to read');
    for (let cell = line.next(); cell !== null; cell = line.next()) {
      if (cells.length < width || width === 0) cells.push(cell);
      else if (javaTrim(cell) !== '' || line.next() !== null) throw new Error(`more cells than the ${width} columns`);
      else break;
    }
    line.finish();
  }

  private convert(): Row {
    const { cells, converters, options } = this;
    const width = converters.length;
    if (cells.length < width && !options.ignoreParseErrors) {
      throw new Error(`${cells.length} ${cells.length === 1 ? 'cell' : 'cells'} for ${width} columns`);
    }
    const row: Value[] = new Array(width).fill(null);
    for (let i = 0; i < width && i < cells.length; i++) {
      this.column = i;
      row[i] = (converters[i] as Converter)(cells[i] as string);
    }
    return row;
  }
}

/** Reads the text of a column's cell; throws an Error for one that Flink would fail on. */
export const columnReader = (type: LogicalType, options: CsvOptions): Converter =>
  new ConverterFactory(options).column(type);

class ConverterFactory {
  constructor(private readonly options: CsvOptions) {}

  /** Of a column: the null literal means nothing where an array or a row is cut into elements first. */
  column(type: LogicalType): Converter {
    const { ignoreParseErrors } = this.options;
    if (type.kind !== 'ARRAY' && type.kind !== 'ROW') return this.simple(type);
    const convert = type.kind === 'ARRAY' ? this.array(type.element) : this.row(type.fields.map((field) => field.type));
    return ignoreParseErrors ? orNull(convert) : convert;
  }

  private simple(type: LogicalType): Converter {
    const { ignoreParseErrors, nullLiteral } = this.options;
    const convert = ignoreParseErrors ? orNull(converter(type)) : converter(type);
    return nullLiteral === undefined ? convert : (cell) => (cell === nullLiteral ? null : convert(cell));
  }

  private array(element: LogicalType): Converter {
    const convert = this.simple(element);
    const delimiter = this.options.arrayElementDelimiter;
    return (cell) => elements(cell, delimiter).map(convert);
  }

  /** An empty cell is NULL. Elements beyond the fields are left out; missing ones fail, or are NULL. */
  private row(types: readonly LogicalType[]): Converter {
    const converters = types.map((type) => this.simple(type));
    const { arrayElementDelimiter: delimiter, ignoreParseErrors } = this.options;
    return (cell) => {
      const parts = elements(cell, delimiter);
      if (parts.length === 0) return null;
      if (parts.length < converters.length && !ignoreParseErrors) {
        throw new Error(`${parts.length} elements for a row of ${converters.length} fields`);
      }
      return converters.map((convert, index) => (index < parts.length ? convert(parts[index] as string) : null));
    };
  }
}

function orNull(convert: Converter): Converter {
  return (cell) => {
    try {
      return convert(cell);
    } catch {
      return null;
    }
  };
}

function elements(cell: string, delimiter: string): string[] {
  const parts = cell.split(delimiter);
  return parts.length === 1 && javaTrim(cell) === '' ? [] : parts;
}

function converter(type: LogicalType): Converter {
  switch (type.kind) {
    case 'BOOLEAN':
      return booleanOf;
    case 'TINYINT':
      return (cell) => integerOf(cell, -128, 127);
    case 'SMALLINT':
      return (cell) => integerOf(cell, -32_768, 32_767);
    case 'INTEGER':
      return (cell) => integerOf(cell, -2_147_483_648, 2_147_483_647);
    case 'BIGINT':
      return longOf;
    case 'FLOAT':
      return (cell) => Math.fround(doubleOf(cell));
    case 'DOUBLE':
      return doubleOf;
    case 'DECIMAL':
      return (cell) => readDecimal(cell, type.precision, type.scale);
    case 'CHAR':
    case 'VARCHAR':
      return (cell) => cell;
    case 'BINARY':
    case 'VARBINARY':
      return decodeBase64;
    case 'DATE':
      return parseSqlDate;
    case 'TIME':
      return (cell) => parseIsoTime(cell, type.precision);
    case 'TIMESTAMP':
      return (cell) => parseTimestampText(javaTrim(cell), 'SQL');
    case 'TIMESTAMP_LTZ':
      return (cell) => parseInstantText(javaTrim(cell), 'SQL');
    case 'NULL':
      return () => null;
    default:
      throw new Error(`CSV cannot hold ${type.kind}`);
  }
}

/** Not trimmed; rounded half up; NULL where it has too many digits, in strict mode too. */
function readDecimal(cell: string, precision: number, scale: number): Value {
  const decimal = parseJavaDecimal(cell);
  if (decimal === undefined) throw new Error(`'${cell}' is no number`);
  return fitDecimal(decimal, precision, scale);
}
