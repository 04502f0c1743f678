import {
  binaryStringHash,
  decodeJavaUtf8,
  hashMapOrder,
  type LogicalType,
  MapValue,
  type Row,
  type RowType,
  type Value,
} from '@tsql/core';
import { zeroOf } from './default-value.js';
import type { ElementType, FieldType, MessageType } from './message-type.js';

/** Reads Protobuf's wire format. Throws a RangeError at the end. */
class WireReader {
  private readonly view: DataView;
  at = 0;

  constructor(private readonly bytes: Uint8Array) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  }

  get isAtEnd(): boolean {
    return this.at >= this.bytes.length;
  }

  varint(): bigint {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = this.view.getUint8(this.at++);
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return BigInt.asUintN(64, value);
    }
    throw new Error('a number takes more than ten bytes');
  }

  fixed32(): DataView {
    return this.view_(4);
  }

  fixed64(): DataView {
    return this.view_(8);
  }

  private view_(size: number): DataView {
    if (this.at + size > this.bytes.length) throw new RangeError('it ends too early');
    this.at += size;
    return new DataView(this.bytes.buffer, this.bytes.byteOffset + this.at - size, size);
  }

  delimited(): Uint8Array {
    const length = this.varint();
    if (length > BigInt(this.bytes.length - this.at)) throw new RangeError('it ends too early');
    const start = this.at;
    this.at += Number(length);
    return this.bytes.subarray(start, this.at);
  }

  /** Over a field that the message does not define. */
  skip(wire: number, number: number, depth = 0): void {
    if (depth > 100) throw new Error('groups are nested too deep');
    switch (wire) {
      case 0:
        this.varint();
        return;
      case 1:
        this.fixed64();
        return;
      case 2:
        this.delimited();
        return;
      case 3:
        for (;;) {
          const tag = Number(this.varint());
          if (tag % 8 === 4) {
            if (tag >>> 3 !== number) throw new Error('a group ends with another number');
            return;
          }
          this.skip(tag % 8, tag >>> 3, depth + 1);
        }
      case 5:
        this.fixed32();
        return;
      default:
        throw new Error(`wire type ${wire} does not exist`);
    }
  }
}

/** What a message's bytes hold, by field number: a value, a list, or the parts of a nested message. */
type Content = Map<number, Value | Value[] | Content | Content[] | MapEntry[]>;
interface MapEntry {
  readonly key: Value;
  readonly value: Value | Content | undefined;
}

const WIRES: Readonly<Record<string, number>> = {
  fixed32: 5,
  sfixed32: 5,
  float: 5,
  fixed64: 1,
  sfixed64: 1,
  double: 1,
  string: 2,
  bytes: 2,
  message: 2,
};
const wireOf = ({ kind }: ElementType): number => WIRES[kind] ?? 0;

const MAX_DEPTH = 100;

/** All of a message is read, also what the table lacks: malformed bytes are found as Java's parser finds them. */
function parseMessage(bytes: Uint8Array, message: MessageType, into: Content = new Map(), depth = 0): Content {
  if (depth > MAX_DEPTH) throw new Error('messages are nested too deep');
  const reader = new WireReader(bytes);
  while (!reader.isAtEnd) {
    const tag = reader.varint();
    const number = Number(tag >> 3n);
    const wire = Number(tag & 7n);
    if (number === 0) throw new Error('a field has the number 0');
    const field = message.fields.find((candidate) => candidate.number === number);
    if (field === undefined || !readField(reader, field, wire, into, message, depth)) reader.skip(wire, number);
  }
  return into;
}

function readField(
  reader: WireReader,
  field: FieldType,
  wire: number,
  into: Content,
  message: MessageType,
  depth: number,
): boolean {
  const wanted = wireOf(field);
  if (field.map !== undefined) {
    if (wire !== 2) return false;
    const entry = readEntry(reader.delimited(), field.map, message, depth);
    const list = listOf<MapEntry>(into, field.number);
    if (!isUnknown(entry.value as Value, field.map.value, message)) list.push(entry);
    return true;
  }
  if (field.isRepeated) {
    if (wire === 2 && wanted !== 2) {
      const packed = new WireReader(reader.delimited());
      const list = listOf<Value>(into, field.number);
      while (!packed.isAtEnd) {
        const value = readScalar(packed, field, message);
        if (!isUnknown(value, field, message)) list.push(value);
      }
      return true;
    }
    if (wire !== wanted) return false;
    if (field.message !== undefined)
      listOf<Content>(into, field.number).push(parseMessage(reader.delimited(), field.message, new Map(), depth + 1));
    else {
      const value = readScalar(reader, field, message);
      const list = listOf<Value>(into, field.number);
      if (!isUnknown(value, field, message)) list.push(value);
    }
    return true;
  }
  if (wire !== wanted) return false;
  if (field.message !== undefined) {
    // Java's builder keeps a message of a oneof that lost its place, and goes on with it.
    const known = into.get(field.number) ?? into.get(-field.number);
    const content = known instanceof Map ? known : new Map();
    clearOneof(field, into, message);
    into.set(field.number, parseMessage(reader.delimited(), field.message, content as Content, depth + 1));
    return true;
  }
  const value = readScalar(reader, field, message);
  if (isUnknown(value, field, message)) return true;
  clearOneof(field, into, message);
  into.set(field.number, value);
  return true;
}

/** A number that an enum of proto2 lacks is taken for an unknown field. */
function isUnknown(value: Value | undefined, { enumeration }: ElementType, { isProto3 }: MessageType): boolean {
  return enumeration !== undefined && !isProto3 && typeof value === 'number' && !enumeration.names.has(value);
}

/** Fails where a required field of proto2 is absent, here or in a message within. */
function checkRequired(content: Content, message: MessageType): void {
  for (const field of message.fields) {
    const value = content.get(field.number);
    if (value === undefined) {
      if (field.isRequired) throw new Error(`the required field '${field.name}' is missing`);
      continue;
    }
    const inner = field.map?.value.message ?? field.message;
    if (inner === undefined) continue;
    const parts = field.map === undefined ? value : (value as MapEntry[]).map((entry) => entry.value ?? new Map());
    for (const part of Array.isArray(parts) ? parts : [parts]) checkRequired(part as Content, inner);
  }
}

/** Of a oneof only the last member counts. */
function clearOneof({ oneof, number }: FieldType, into: Content, message: MessageType): void {
  if (oneof === undefined) return;
  for (const other of message.fields) {
    if (other.oneof !== oneof || other.number === number) continue;
    const lost = into.get(other.number);
    if (lost instanceof Map) into.set(-other.number, lost);
    into.delete(other.number);
  }
}

function listOf<T>(into: Content, number: number): T[] {
  const known = into.get(number) as T[] | undefined;
  if (known !== undefined) return known;
  const list: T[] = [];
  into.set(number, list as Value[]);
  return list;
}

function readEntry(
  bytes: Uint8Array,
  map: NonNullable<FieldType['map']>,
  message: MessageType,
  depth: number,
): MapEntry {
  const reader = new WireReader(bytes);
  let key: Value = zeroOf(map.key);
  let value: MapEntry['value'];
  while (!reader.isAtEnd) {
    const tag = Number(reader.varint());
    const wire = tag % 8;
    if (tag >>> 3 === 1 && wire === wireOf(map.key)) key = readScalar(reader, map.key, message);
    else if (tag >>> 3 === 2 && wire === wireOf(map.value)) {
      value =
        map.value.message === undefined
          ? readScalar(reader, map.value, message)
          : parseMessage(reader.delimited(), map.value.message, new Map(), depth + 1);
    } else reader.skip(wire, tag >>> 3);
  }
  return { key, value };
}

const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Numbers as Java's signed ones; enums as their numbers. */
function readScalar(reader: WireReader, { kind }: ElementType, { isProto3 }: MessageType): Value {
  switch (kind) {
    case 'int32':
    case 'uint32':
    case 'enum':
      return Number(BigInt.asIntN(32, reader.varint()));
    case 'sint32': {
      const value = Number(BigInt.asUintN(32, reader.varint()));
      return (value >>> 1) ^ -(value & 1);
    }
    case 'int64':
    case 'uint64':
      return BigInt.asIntN(64, reader.varint());
    case 'sint64': {
      const value = reader.varint();
      return BigInt.asIntN(64, (value >> 1n) ^ -(value & 1n));
    }
    case 'bool':
      return reader.varint() !== 0n;
    case 'fixed32':
    case 'sfixed32':
      return reader.fixed32().getInt32(0, true);
    case 'fixed64':
    case 'sfixed64':
      return reader.fixed64().getBigInt64(0, true);
    case 'float':
      return reader.fixed32().getFloat32(0, true);
    case 'double':
      return reader.fixed64().getFloat64(0, true);
    case 'string':
      // proto3 refuses malformed text, proto2 replaces what is malformed.
      return isProto3 ? strictUtf8.decode(reader.delimited()) : decodeJavaUtf8(reader.delimited());
    case 'bytes':
      return reader.delimited().slice();
    case 'message':
      throw new Error('a message is no scalar');
  }
}

/** Reads messages as rows, as Flink's generated code does over the Java class. */
export function messageReader(message: MessageType, type: RowType, readsDefaults: boolean): (bytes: Uint8Array) => Row {
  const toRow = rowReader(message, type, { readsDefaults, isProto3: message.isProto3 });
  return (bytes) => {
    const content = parseMessage(bytes, message);
    checkRequired(content, message);
    return toRow(content);
  };
}

type ToRow = (content: Content) => Row;

/** That the outermost message is of proto3 counts within it too. */
interface Reading {
  readonly readsDefaults: boolean;
  readonly isProto3: boolean;
}

function rowReader(message: MessageType, type: RowType, reading: Reading): ToRow {
  const columns = type.fields.map(({ name, type: column }) => {
    const field = message.fields.find((candidate) => candidate.name === name);
    if (field === undefined) throw new Error(`message ${message.fullName} has no field '${name}'`);
    return columnReader(field, column, reading);
  });
  return (content) => columns.map((read) => read(content));
}

function columnReader(field: FieldType, type: LogicalType, reading: Reading): (content: Content) => Value {
  const { number } = field;
  const { readsDefaults, isProto3 } = reading;
  if (field.map !== undefined && type.kind === 'MAP') {
    const key = elementReader(field.map.key, type.key, reading);
    const value = elementReader(field.map.value, type.value, reading);
    const { map } = field;
    return (content) => {
      const entries = content.get(number) as MapEntry[] | undefined;
      if (entries === undefined) return readsDefaults ? new MapValue([], []) : null;
      return toMap(entries.map((entry) => [key(entry.key), value(entry.value ?? absentValue(map.value))]));
    };
  }
  if (field.isRepeated && type.kind === 'ARRAY') {
    const element = elementReader(field, type.element, reading);
    return (content) => {
      const list = content.get(number) as (Value | Content)[] | undefined;
      if (list === undefined || list.length === 0) return readsDefaults ? [] : null;
      return list.map(element);
    };
  }
  const read = elementReader(field, type, reading);
  // Scalars of proto3 are read as their defaults in any case.
  const isDefaulted = readsDefaults || (isProto3 && field.kind !== 'message');
  const absent = declaredOrDefault(field);
  return (content) => {
    const value = content.get(number);
    if (value !== undefined) return read(value as Value | Content);
    return isDefaulted ? read(absent) : null;
  };
}

const absentValue = (element: ElementType): Value | Content =>
  element.kind === 'message' ? new Map() : zeroOf(element);

function declaredOrDefault(field: FieldType): Value | Content {
  if (field.declaredDefault !== undefined) return field.declaredDefault;
  return field.enumeration?.first ?? absentValue(field);
}

function elementReader(element: ElementType, type: LogicalType, reading: Reading): (value: Value | Content) => Value {
  if (element.message !== undefined && type.kind === 'ROW') {
    let read: ToRow | undefined;
    const { message } = element;
    // Only when there is one: messages may hold themselves.
    return (value) => {
      read ??= rowReader(message, type, reading);
      return read(value as Content);
    };
  }
  const { enumeration } = element;
  if (enumeration === undefined) return (value) => value as Value;
  if (type.kind === 'VARCHAR' || type.kind === 'CHAR')
    return (value) => enumeration.names.get(value as number) ?? 'UNRECOGNIZED';
  return (value) => {
    if (!enumeration.names.has(value as number)) throw new Error(`the enum has no name for ${String(value)}`);
    if (type.kind === 'BIGINT') throw new Error('Flink reads an enum as INT or STRING, not as BIGINT');
    return value as Value;
  };
}

function toMap(pairs: readonly (readonly [Value, Value])[]): MapValue {
  const entries = new Map(pairs);
  const keys = [...entries.keys()];
  const order = hashMapOrder(keys, (key) => {
    if (typeof key === 'string') return binaryStringHash(key);
    if (typeof key === 'boolean') return key ? 1231 : 1237;
    if (typeof key === 'bigint') return Number(BigInt.asIntN(32, key ^ (BigInt.asUintN(64, key) >> 32n)));
    return Number(key) | 0;
  });
  return new MapValue(
    order.map((index) => keys[index] ?? null),
    order.map((index) => entries.get(keys[index] ?? null) ?? null),
  );
}
