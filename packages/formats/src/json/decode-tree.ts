import { fitDecimal, type LogicalType, type Row, type RowType, type Value } from '@tsql/core';
import { decodeBase64 } from '../java/base64.js';
import { mapOf } from '../java/map-of.js';
import { parseJavaDecimal, parseJavaInteger } from '../java/number-text.js';
import {
  parseInstantText,
  parseIsoDate,
  parseSqlTime,
  parseTimestampText,
  type TimestampStandard,
} from '../java/temporal.js';
import { booleanOf, doubleOf, javaTrim } from '../java/text-values.js';
import type { ValueReader } from './generate-reader.js';
import { hasDecimal } from './schema.js';
import { JsonTokenizer } from './tokenizer.js';
import { type JsonNode, JsonNumber, printTree, readTree, textOf } from './tree.js';

type Converter = (node: JsonNode) => Value;

interface TreeOptions {
  readonly ignoreParseErrors: boolean;
  readonly timestampFormat: TimestampStandard;
}

/** Reads a row out of a tree, as Flink's `JsonToRowDataConverters`: the decoder of the change-log formats. */
export function treeConverter(type: RowType, options: TreeOptions): (node: JsonNode) => Row {
  return new TreeConverters(options, hasDecimal(type)).row(type) as (node: JsonNode) => Row;
}

/** Reads single values of a type out of a document, and tells where they end; see {@link treeConverter}. */
export function treeFieldReader(type: LogicalType, options: TreeOptions, usesDecimals: boolean): ValueReader {
  const convert = new TreeConverters(options, usesDecimals).converter(type);
  return (source, start, end) => {
    const json = new JsonTokenizer(source, start, end);
    json.next();
    const value = convert(readTree(json));
    return { value, end: json.position };
  };
}

const INTEGER_RANGES: Readonly<Record<string, readonly [bigint, bigint]>> = {
  TINYINT: [-128n, 127n],
  SMALLINT: [-32_768n, 32_767n],
  INTEGER: [-2_147_483_648n, 2_147_483_647n],
  BIGINT: [-9_223_372_036_854_775_808n, 9_223_372_036_854_775_807n],
};

class TreeConverters {
  constructor(
    private readonly options: TreeOptions,
    private readonly usesDecimals: boolean,
  ) {}

  row(type: RowType): Converter {
    const converters = type.fields.map((field) => this.converter(field.type));
    const names = type.fields.map(({ name }) => name);
    return (node) => {
      if (!(node instanceof Map)) throw new Error(`found ${this.shown(node)}, expected an object`);
      return converters.map((convert, index) => {
        const name = names[index] as string;
        try {
          return convert(node.get(name) ?? null);
        } catch (error) {
          throw new Error(`field '${name}': ${error instanceof Error ? error.message : String(error)}`);
        }
      });
    };
  }

  converter(type: LogicalType): Converter {
    const convert = this.notNull(type);
    const { ignoreParseErrors } = this.options;
    return (node) => {
      if (node === null) return null;
      if (!ignoreParseErrors) return convert(node);
      try {
        return convert(node);
      } catch {
        return null;
      }
    };
  }

  private notNull(type: LogicalType): Converter {
    const standard = this.options.timestampFormat;
    const text = (node: JsonNode) => textOf(node, this.usesDecimals);
    switch (type.kind) {
      case 'BOOLEAN':
        return (node) => booleanOf(text(node));
      case 'TINYINT':
      case 'SMALLINT':
      case 'INTEGER':
        return this.integer(type.kind, Number);
      case 'BIGINT':
        return this.integer(type.kind, (value) => value);
      case 'FLOAT':
        return (node) => Math.fround(this.double(node));
      case 'DOUBLE':
        return (node) => this.double(node);
      case 'DECIMAL':
        return (node) => {
          const decimal = parseJavaDecimal(node instanceof JsonNumber ? node.text : text(node));
          if (decimal === undefined) throw new Error(`found ${this.shown(node)}, expected a number`);
          return fitDecimal(decimal, type.precision, type.scale);
        };
      case 'CHAR':
      case 'VARCHAR':
        return (node) => (node instanceof Map || Array.isArray(node) ? this.shown(node) : text(node));
      case 'BINARY':
      case 'VARBINARY':
        // Other nodes than texts have no bytes, and are NULL.
        return (node) => (typeof node === 'string' ? decodeBase64(node) : null);
      case 'DATE':
        return (node) => parseIsoDate(text(node));
      case 'TIME':
        return (node) => parseSqlTime(text(node));
      case 'TIMESTAMP':
        return (node) => parseTimestampText(text(node), standard);
      case 'TIMESTAMP_LTZ':
        return (node) => parseInstantText(text(node), standard);
      case 'ARRAY': {
        const element = this.converter(type.element);
        return (node) => {
          if (!Array.isArray(node)) throw new Error(`found ${this.shown(node)}, expected an array`);
          return node.map(element);
        };
      }
      case 'MAP':
        return this.map(this.converter(type.key), this.converter(type.value));
      case 'MULTISET':
        return this.map(this.converter(type.element), this.converter({ kind: 'INTEGER', nullable: true }));
      case 'ROW':
        return this.row(type);
      default:
        throw new Error(`JSON cannot hold ${type.kind}`);
    }
  }

  /** A node that is no object has no fields. */
  private map(convertKey: Converter, convert: Converter): Converter {
    return (node) => {
      const fields = node instanceof Map ? [...(node as ReadonlyMap<string, JsonNode>)] : [];
      const entries = new Map(fields.map(([name, value]) => [convertKey(name), convert(value)]));
      return mapOf(entries);
    };
  }

  /** Numbers with a fraction or an exponent are cut for INT and BIGINT; everything else is read as text. */
  private integer(kind: string, finish: (value: bigint) => Value): Converter {
    const [minimum, maximum] = INTEGER_RANGES[kind] as readonly [bigint, bigint];
    const isCut = kind === 'INTEGER' || kind === 'BIGINT';
    return (node) => {
      if (isCut && node instanceof JsonNumber && /[.eE]/.test(node.text)) {
        const double = Number(node.text);
        if (double >= Number(minimum) && double <= Number(maximum)) {
          const value = BigInt(Math.trunc(double));
          return finish(value > maximum ? maximum : value);
        }
      }
      return finish(parseJavaInteger(javaTrim(textOf(node, this.usesDecimals)), minimum, maximum));
    };
  }

  private double(node: JsonNode): number {
    // The text of a whole number has no sign of zero.
    return node instanceof JsonNumber && /[.eE]/.test(node.text)
      ? Number(node.text)
      : doubleOf(textOf(node, this.usesDecimals));
  }

  private shown(node: JsonNode): string {
    return printTree(node, this.usesDecimals);
  }
}
