import {
  type DeserializationSchema,
  diagnostic,
  type FormatPlan,
  fitDecimal,
  type LogicalType,
  type Row,
  type RowCollector,
  RowKind,
  type RowType,
  TsqlError,
  type Value,
} from '@tsql/core';
import { mapOf } from '../java/map-of.js';
import { parseJavaDecimal, parseJavaInteger } from '../java/number-text.js';
import { parseInstantText, parseIsoDate, parseSqlTime, parseTimestampText } from '../java/temporal.js';
import { booleanOf, doubleOf, javaTrim } from '../java/text-values.js';
import { toUtf8 } from './encoding.js';
import { type JsonOptions, optionsOf } from './options.js';
import { hasDecimal } from './schema.js';
import { type JsonToken, JsonTokenizer } from './tokenizer.js';
import { printTree, readTree } from './tree.js';

/** Reads the value at the tokenizer's token, up to its last token. */
type Converter = (json: JsonTokenizer) => Value;

/** The failure of one field: Flink names the outermost one only. */
class FieldError extends Error {}

/**
 * JSON to rows, with the leniency of Flink's `JsonParserToRowDataConverters`: the same walk over the same tokens, so that
 * a bad value under `ignore-parse-errors` leaves the reader where Flink's is left.
 */
export class JsonDeserializer implements DeserializationSchema {
  private readonly readRow: (json: JsonTokenizer) => Row;

  constructor(
    plan: FormatPlan,
    private readonly options: JsonOptions,
  ) {
    this.readRow = new ConverterFactory(options, hasDecimal(plan.rowType)).row(plan.rowType);
  }

  deserialize(source: Uint8Array, start: number, end: number, collect: RowCollector): void {
    if (start === end) return;
    let row: Row;
    try {
      const utf8 = toUtf8(source, start, end);
      const json = new JsonTokenizer(utf8.source, utf8.start, utf8.end);
      if (json.next() !== '{')
        throw new Error(`it begins with ${json.token === 'end' ? 'nothing' : `'${json.text}'`}, not with an object`);
      row = this.readRow(json);
    } catch (error) {
      if (this.options.ignoreParseErrors) return;
      throw decodeError(error);
    }
    collect(row, RowKind.INSERT);
  }
}

/**
 * Reads single values of a type out of a document, and tells where they end. Throws where a value cannot be read, under
 * `ignore-parse-errors` too: what follows such a value depends on the whole document.
 */
export function fieldReader(
  plan: FormatPlan,
  type: LogicalType,
): (source: Uint8Array, start: number, end: number) => { readonly value: Value; readonly end: number } {
  const options = { ...optionsOf(plan), ignoreParseErrors: false };
  const convert = new ConverterFactory(options, hasDecimal(plan.rowType)).converter(type);
  return (source, start, end) => {
    const json = new JsonTokenizer(source, start, end);
    nextWithin(json);
    const value = convert(json);
    // BOOLEAN takes an opening bracket as FALSE.
    if (json.isOpen) throw new Error('the value is not closed');
    return { value, end: json.position };
  };
}

function decodeError(error: unknown): TsqlError {
  const reason = error instanceof Error ? error.message : String(error);
  return new TsqlError(diagnostic('TSQL_FORMAT_DECODE', { part: 'record', format: 'JSON', reason }), { cause: error });
}

const INTEGER_RANGES: Readonly<Record<string, readonly [bigint, bigint]>> = {
  TINYINT: [-128n, 127n],
  SMALLINT: [-32_768n, 32_767n],
  INTEGER: [-2_147_483_648n, 2_147_483_647n],
  BIGINT: [-9_223_372_036_854_775_808n, 9_223_372_036_854_775_807n],
};

class ConverterFactory {
  constructor(
    private readonly options: JsonOptions,
    private readonly usesDecimals: boolean,
  ) {}

  /** NULL where null stands; under `ignore-parse-errors` also where reading fails. */
  converter(type: LogicalType): Converter {
    const convert = this.notNull(type);
    const { ignoreParseErrors } = this.options;
    return (json) => {
      if (json.token === 'null' || json.token === 'none' || json.token === 'end') return null;
      if (!ignoreParseErrors) return convert(json);
      try {
        return convert(json);
      } catch {
        return null;
      }
    };
  }

  private notNull(type: LogicalType): Converter {
    const standard = this.options.timestampFormat;
    switch (type.kind) {
      case 'BOOLEAN':
        return (json) => booleanOf(json.text);
      case 'TINYINT':
      case 'SMALLINT':
      case 'INTEGER':
        return integer(type.kind, Number);
      case 'BIGINT':
        return integer(type.kind, (value) => value);
      case 'FLOAT':
        return (json) => Math.fround(json.token === 'number' ? Number(json.text) : doubleOf(json.text));
      case 'DOUBLE':
        return (json) => (json.token === 'number' ? Number(json.text) : doubleOf(json.text));
      case 'DECIMAL':
        return (json) => readDecimal(json, type.precision, type.scale);
      case 'CHAR':
      case 'VARCHAR':
        return (json) =>
          json.token === '{' || json.token === '[' ? printTree(readTree(json), this.usesDecimals) : json.text;
      case 'BINARY':
      case 'VARBINARY':
        return (json) => json.readBase64();
      case 'DATE':
        return (json) => parseIsoDate(json.text);
      case 'TIME':
        return (json) => parseSqlTime(json.text);
      case 'TIMESTAMP':
        return (json) => parseTimestampText(json.text, standard);
      case 'TIMESTAMP_LTZ':
        return (json) => parseInstantText(json.text, standard);
      case 'ARRAY':
        return this.array(type.element);
      case 'MAP':
        return this.map(type.key, this.converter(type.value));
      case 'MULTISET':
        return this.map(type.element, this.converter({ kind: 'INTEGER', nullable: true }));
      case 'ROW':
        return this.row(type);
      default:
        throw new Error(`JSON cannot hold ${type.kind}`);
    }
  }

  private array(element: LogicalType): Converter {
    const convert = this.converter(element);
    return (json) => {
      if (json.token !== '[') fail(json, 'an array');
      const elements: Value[] = [];
      while (nextWithin(json) !== ']') elements.push(convert(json));
      return elements;
    };
  }

  /** A java.util.HashMap: the last of equal keys wins, and its order is that of the keys' hashes. */
  private map(keyType: LogicalType, convert: Converter): Converter {
    const convertKey = this.converter(keyType);
    return (json) => {
      if (json.token !== '{') fail(json, 'an object');
      const entries = new Map<Value, Value>();
      while (nextWithin(json) !== '}') {
        const key = convertKey(json);
        nextWithin(json);
        entries.set(key, convert(json));
      }
      return mapOf(entries);
    };
  }

  /** Stops to look at names once as many fields were found as there are columns. */
  row(type: RowType): (json: JsonTokenizer) => Row {
    const positions = new Map(type.fields.map((field, index) => [field.name, index]));
    const converters = type.fields.map((field) => this.converter(field.type));
    const arity = positions.size;
    const { failOnMissingField } = this.options;
    return (json) => {
      if (json.token !== '{') fail(json, 'an object');
      const row: Value[] = new Array(arity).fill(null);
      let found = 0;
      nextWithin(json);
      while ((json.token as JsonToken) !== '}') {
        if (found >= arity) {
          skipToNextField(json);
          continue;
        }
        const name: string | undefined = (json.token as JsonToken) === 'none' ? undefined : json.text;
        nextWithin(json);
        const position = positions.get(name ?? '');
        if (name === undefined || position === undefined) {
          skipToNextField(json);
          continue;
        }
        row[position] = readField(json, name, converters[position] as Converter);
        nextWithin(json);
        found++;
      }
      if (found < arity && failOnMissingField) throw new Error(missingMessage(type, row));
      return row;
    };
  }
}

function readField(json: JsonTokenizer, name: string, convert: Converter): Value {
  try {
    return convert(json);
  } catch (error) {
    const reason = error instanceof FieldError ? '' : `: ${error instanceof Error ? error.message : String(error)}`;
    throw new FieldError(`field '${name}'${reason}`, { cause: error });
  }
}

function missingMessage(type: RowType, row: Row): string {
  const missing = type.fields.filter((_, index) => row[index] === null).map((field) => `'${field.name}'`);
  return `a field is missing (of ${missing.join(', ')})`;
}

/** As Flink's `skipToNextField`: over the value at the token, and one token on. */
function skipToNextField(json: JsonTokenizer): void {
  if (json.token === 'none') throw new Error('a name without its value');
  if (json.token === '{' || json.token === '[') {
    for (let open = 1; open > 0; ) {
      const token = nextWithin(json);
      if (token === '}' || token === ']') open--;
      else if (token === '{' || token === '[') open++;
    }
  }
  nextWithin(json);
}

/**
 * The next token of a value that is not closed. After a bad value under `ignore-parse-errors` the walk may be out of step with
 * the brackets and reach the end of the text, where Flink looks for a bracket for ever.
 */
function nextWithin(json: JsonTokenizer): JsonToken {
  const token = json.next();
  if (token === 'end') throw new Error('the text ends within the document');
  return token;
}

function fail(json: JsonTokenizer, expected: string): never {
  throw new Error(`found ${json.shown}, expected ${expected}`);
}

/** A number is cut for INT and BIGINT, and refused with a fraction or exponent for TINYINT and SMALLINT; text is trimmed. */
function integer(kind: string, finish: (value: bigint) => Value): Converter {
  const [minimum, maximum] = INTEGER_RANGES[kind] as readonly [bigint, bigint];
  const isCut = kind === 'INTEGER' || kind === 'BIGINT';
  return (json) => {
    if (json.token === 'number' && isCut && /[.eE]/.test(json.text)) {
      const double = Number(json.text);
      if (!(double >= Number(minimum) && double <= Number(maximum))) fail(json, `a number of type ${kind}`);
      const value = BigInt(Math.trunc(double));
      return finish(value > maximum ? maximum : value);
    }
    return finish(parseJavaInteger(javaTrim(json.text), minimum, maximum));
  };
}

/** Rounded half up; NULL where it has too many digits, in strict mode too. */
function readDecimal(json: JsonTokenizer, precision: number, scale: number): Value {
  if (json.token !== 'string' && json.token !== 'number') fail(json, 'a number');
  const decimal = parseJavaDecimal(json.token === 'string' ? javaTrim(json.text) : json.text) ?? fail(json, 'a number');
  return fitDecimal(decimal, precision, scale);
}
