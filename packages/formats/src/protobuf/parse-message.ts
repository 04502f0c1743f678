import { decodeJavaUtf8, type Value } from '@tsql/core';
import { zeroOf } from './default-value.js';
import type { ElementType, FieldType, MessageType } from './message-type.js';
import { WireReader } from './wire-reader.js';

/** What a message's bytes hold, by field number: a value, a list, or the parts of a nested message. */
export type Content = Map<number, Value | Value[] | Content | Content[] | MapEntry[]>;
export interface MapEntry {
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
export const wireOf = ({ kind }: ElementType): number => WIRES[kind] ?? 0;

const MAX_DEPTH = 100;

/** All of a message is read, also what the table lacks: malformed bytes are found as Java's parser finds them. */
export function parseMessage(bytes: Uint8Array, message: MessageType, into: Content = new Map(), depth = 0): Content {
  if (depth > MAX_DEPTH) throw new Error('messages are nested too deep');
  const reader = new WireReader(bytes);
  while (!reader.isAtEnd) {
    const { number, wire } = reader.tag();
    const field = message.fields.find((candidate) => candidate.number === number);
    if (field === undefined || !readField(reader, field, wire, into, message, depth)) reader.skip(wire, number);
  }
  return into;
}

export function readField(
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
export function checkRequired(content: Content, message: MessageType): void {
  for (const field of message.fields) checkField(content, field);
}

/** As {@link checkRequired}, of one field. */
export function checkField(content: Content, field: FieldType): void {
  const value = content.get(field.number);
  if (value === undefined) {
    if (field.isRequired) throw new Error(`the required field '${field.name}' is missing`);
    return;
  }
  const inner = field.map?.value.message ?? field.message;
  if (inner === undefined) return;
  const parts = field.map === undefined ? value : (value as MapEntry[]).map((entry) => entry.value ?? new Map());
  for (const part of Array.isArray(parts) ? parts : [parts]) checkRequired(part as Content, inner);
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
    const { number, wire } = reader.tag();
    if (number === 1 && wire === wireOf(map.key)) key = readScalar(reader, map.key, message);
    else if (number === 2 && wire === wireOf(map.value)) {
      value =
        map.value.message === undefined
          ? readScalar(reader, map.value, message)
          : parseMessage(reader.delimited(), map.value.message, new Map(), depth + 1);
    } else reader.skip(wire, number);
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
      return reader.int32();
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
