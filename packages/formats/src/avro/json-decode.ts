import { fitDecimal, type LogicalType, type Row, type RowType, Timestamp, type Value } from '@tsql/core';
import { mapOf } from '../java/map-of.js';
import { toUtf8 } from '../json/encoding.js';
import { JsonTokenizer } from '../json/tokenizer.js';
import { decimalOf } from './binary.js';
import { branchName } from './json-encode.js';
import { MULTISET_COUNT, RECORD_NAME } from './schema.js';

/** Reads the first document of a record in Avro's JSON encoding, with the leniency of Java's `JsonDecoder`. */
export function jsonReader(type: RowType): (source: Uint8Array, start: number, end: number) => Row {
  const read = readRow(type, RECORD_NAME);
  return (bytes, from, to) => {
    const { source, start, end } = toUtf8(bytes, from, to);
    refuseControls(source, start, end);
    const json = new JsonTokenizer(source, start, end);
    if (json.next() === 'end') throw new Error('it is empty');
    return read(readNode(json)) as Row;
  };
}

/** Within texts, where the tokenizer takes them as Flink's JSON format does. */
function refuseControls(source: Uint8Array, start: number, end: number): void {
  let isText = false;
  for (let i = start; i < end; i++) {
    const byte = source[i] as number;
    if (byte === 0x22) isText = !isText;
    else if (!isText) continue;
    else if (byte === 0x5c) i++;
    else if (byte < 0x20) throw new Error(`a text holds the control character ${byte}`);
  }
}

/** A number as it was written. */
class NumberText {
  constructor(readonly text: string) {}
}

/** An object's fields in their order. */
class Fields {
  constructor(readonly entries: readonly (readonly [string, Node])[]) {}
}

type Node = null | boolean | string | NumberText | Fields | readonly Node[];

function readNode(json: JsonTokenizer): Node {
  switch (json.token) {
    case '{': {
      const entries: [string, Node][] = [];
      while (json.next() !== '}') {
        const name = json.text;
        json.next();
        entries.push([name, readNode(json)]);
      }
      return new Fields(entries);
    }
    case '[': {
      const elements: Node[] = [];
      while (json.next() !== ']') elements.push(readNode(json));
      return elements;
    }
    case 'string':
      return json.text;
    case 'number':
      return new NumberText(json.text);
    case 'null':
      return null;
    default:
      return json.token === 'true';
  }
}

type Read = (node: Node) => Value;

/** Fields by name in any order, what the table lacks is skipped. What comes before its turn is kept: the last of one name. */
function readRow(type: RowType, name: string): Read {
  const fields = type.fields.map((field) => ({
    name: field.name,
    read: readNullable(field.type, `${name}_${field.name}`),
  }));
  return (node) => {
    if (!(node instanceof Fields)) throw new Error('found no object, expected a record');
    const rest = node.entries[Symbol.iterator]();
    const early = new Map<string, Node>();
    return fields.map((field) => field.read(takeField(field.name, rest, early)));
  };
}

function takeField(name: string, rest: Iterator<readonly [string, Node]>, early: Map<string, Node>): Node {
  const kept = early.get(name);
  if (kept !== undefined) return kept;
  for (let next = rest.next(); !next.done; next = rest.next()) {
    const [found, value] = next.value;
    if (found === name) return value;
    early.set(found, value);
  }
  throw new Error(`field '${name}' is missing`);
}

/** A union is null, or an object whose first field names the type of its value. */
function readNullable(type: LogicalType, name: string): Read {
  const read = readNotNull(type, name);
  if (!type.nullable) return read;
  const branch = branchName(type, name);
  return (node) => {
    if (node === null) return null;
    const entry = node instanceof Fields ? node.entries[0] : undefined;
    if (entry === undefined || entry[0] !== branch) throw new Error(`found no union of null and ${branch}`);
    return read(entry[1]);
  };
}

function readNotNull(type: LogicalType, name: string): Read {
  const text = (node: Node): string => {
    if (typeof node !== 'string') throw new Error(`found no text, expected ${branchName(type, name)}`);
    return node;
  };
  const bytes = (node: Node): Uint8Array => latin1(text(node));
  switch (type.kind) {
    case 'BOOLEAN':
      return (node) => {
        if (typeof node !== 'boolean') throw new Error('found no boolean');
        return node;
      };
    case 'TINYINT':
      return (node) => (int(node) << 24) >> 24;
    case 'SMALLINT':
      return (node) => (int(node) << 16) >> 16;
    case 'INTEGER':
    case 'DATE':
    case 'TIME':
      return int;
    case 'BIGINT':
      return long;
    case 'FLOAT':
      return (node) => Math.fround(number(node));
    case 'DOUBLE':
      return number;
    case 'CHAR':
    case 'VARCHAR':
      return text;
    case 'BINARY':
    case 'VARBINARY':
      return bytes;
    case 'DECIMAL':
      return (node) => fitDecimal({ unscaled: decimalOf(bytes(node)), scale: type.scale }, type.precision, type.scale);
    case 'TIMESTAMP':
    case 'TIMESTAMP_LTZ':
      return (node) => new Timestamp(Number(long(node)));
    case 'ARRAY': {
      const element = readNullable(type.element, name);
      return (node) => {
        if (!Array.isArray(node)) throw new Error('found no array');
        return node.map(element);
      };
    }
    case 'MAP':
      return readMap(readNullable(type.value, name));
    case 'MULTISET':
      return readMap(readNullable(MULTISET_COUNT, name));
    case 'ROW':
      return readRow(type, name);
    default:
      throw new Error(`Avro cannot hold ${type.kind}`);
  }
}

function readMap(read: Read): Read {
  return (node) => {
    if (!(node instanceof Fields)) throw new Error('found no object, expected a map');
    return mapOf(new Map(node.entries.map(([name, value]) => [name, read(value)])));
  };
}

/** Characters beyond U+00FF become `?`. */
function latin1(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => {
    const point = character.codePointAt(0) as number;
    return point > 0xff ? 0x3f : point;
  });
}

function number(node: Node): number {
  if (!(node instanceof NumberText)) throw new Error('found no number');
  return Number(node.text);
}

const int = (node: Node): number => Number(integer(node, 32));
const long = (node: Node): bigint => integer(node, 64);

/** A fraction is cut off; out of range is a fault. */
function integer(node: Node, bits: number): bigint {
  const limit = 2 ** (bits - 1);
  const cut = Math.trunc(number(node));
  const { text } = node as NumberText;
  if (!Number.isFinite(cut) || cut < -limit || cut > limit) throw new Error(`${text} is out of range`);
  const value = /^-?\d+$/.test(text) ? BigInt(text) : BigInt(cut);
  if (BigInt.asIntN(bits, value) === value) return value;
  // As Java casts a double of 2^63 to a long.
  if (bits === 64 && !/^-?\d+$/.test(text)) return value > 0n ? 2n ** 63n - 1n : -(2n ** 63n);
  throw new Error(`${text} is out of range`);
}
