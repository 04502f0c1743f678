import {
  ByteWriter,
  diagnostic,
  type FormatPlan,
  hashMapOrder,
  type LogicalType,
  type MapValue,
  type Row,
  type RowKind,
  type RowType,
  type SerializationSchema,
  TsqlError,
  type Value,
} from '@tsql/core';
import { writeDouble, writeFloat } from '../avro/binary.js';
import { writingOrder } from '../avro/java-map-order.js';
import { messageOf } from './load-schema.js';
import type { ElementType, FieldType, MessageType } from './message-type.js';
import { optionsOf } from './options.js';

export const VARINT = 0;
export const FIXED64 = 1;
export const LENGTH = 2;
export const FIXED32 = 5;

type Write = (value: Value, target: ByteWriter) => void;

export class ProtobufSerializer implements SerializationSchema {
  private readonly write: ReturnType<typeof messageWriter>;

  constructor(format: FormatPlan) {
    this.write = messageWriter(messageOf(format), format.rowType, optionsOf(format).writeNullStringLiteral);
  }

  serialize(row: Row, _kind: RowKind, target: ByteWriter): boolean {
    try {
      this.write(row, target);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new TsqlError(diagnostic('TSQL_FORMAT_ENCODE', { format: 'Protobuf', reason }), { cause: error });
    }
    return true;
  }
}

/** Writes a row as a message, as the Java class that Flink fills would: fields by their numbers, NULL and defaults of proto3 left out. */
export function messageWriter(message: MessageType, type: RowType, nullText: string): Write {
  const writers = message.fields.flatMap((field) => {
    const index = type.fields.findIndex(({ name }) => name === field.name);
    const column = type.fields[index];
    if (column === undefined && !field.isRequired) return [];
    // Of a oneof the last column wins that is not NULL.
    const rivals = type.fields.flatMap((other, position) => {
      const member = message.fields.find(({ name }) => name === other.name);
      return position > index && field.oneof !== undefined && member?.oneof === field.oneof ? [position] : [];
    });
    const write: Write = column === undefined ? () => {} : fieldWriter(field, column.type, nullText);
    return [{ index, write, rivals, isRequired: field.isRequired, name: field.name }];
  });
  return (value, target) => {
    const row = value as Row;
    for (const { index, write, isRequired, name, rivals } of writers) {
      const field = row[index] ?? null;
      if (field !== null) {
        if (!rivals.some((rival) => (row[rival] ?? null) !== null)) write(field, target);
      } else if (isRequired) throw new Error(`the required field '${name}' is NULL`);
    }
  };
}

function writeVarint(target: ByteWriter, value: bigint | number): void {
  if (typeof value === 'number' && value >= 0) {
    let rest = value;
    for (; rest > 0x7f; rest = Math.floor(rest / 128)) target.writeByte((rest & 0x7f) | 0x80);
    target.writeByte(rest);
    return;
  }
  let rest = BigInt.asUintN(64, BigInt(value));
  for (; rest > 0x7fn; rest >>= 7n) target.writeByte(Number(rest & 0x7fn) | 0x80);
  target.writeByte(Number(rest));
}

export const tag = (field: number, wire: number): number => field * 8 + wire;

/** A lone surrogate is written as `?`, as Java's encoder does. */
function writeText(text: string, target: ByteWriter): void {
  const wellFormed = text.isWellFormed() ? text : text.replace(/\p{Surrogate}/gu, '?');
  writeVarint(target, Buffer.byteLength(wellFormed));
  target.writeUtf8(wellFormed);
}

/** A part whose length stands before it. */
function writeDelimited(target: ByteWriter, write: (part: ByteWriter) => void): void {
  const part = new ByteWriter(64);
  write(part);
  writeVarint(target, part.length);
  target.writeBytes(part.bytes, 0, part.length);
}

/** Writes a field that is not NULL. */
export function fieldWriter(field: FieldType, type: LogicalType, nullText: string): Write {
  if (field.map !== undefined && type.kind === 'MAP') return mapWriter(field, type.key, type.value, nullText);
  if (field.isRepeated && type.kind === 'ARRAY') return listWriter(field, type.element, nullText);
  const { wire, write, isDefault } = elementWriter(field, type, nullText);
  const head = tag(field.number, wire);
  return (value, target) => {
    if (!field.hasPresence && isDefault(value)) return;
    writeVarint(target, head);
    write(value, target);
  };
}

function listWriter(field: FieldType, type: LogicalType, nullText: string): Write {
  const { wire, write, nullValue } = elementWriter(field, type, nullText);
  const elementsOf = (value: Value) => (value as readonly Value[]).map((each) => each ?? nullValue);
  if (field.isPacked && wire !== LENGTH) {
    return (value, target) => {
      const elements = elementsOf(value);
      if (elements.length === 0) return;
      writeVarint(target, tag(field.number, LENGTH));
      writeDelimited(target, (part) => {
        for (const element of elements) write(element, part);
      });
    };
  }
  return (value, target) => {
    for (const element of elementsOf(value)) {
      writeVarint(target, tag(field.number, wire));
      write(element, target);
    }
  };
}

/** In the order of a java.util.HashMap; key and value are both written, defaults too. */
function mapWriter(field: FieldType, keyType: LogicalType, valueType: LogicalType, nullText: string): Write {
  const map = field.map as NonNullable<FieldType['map']>;
  const key = elementWriter(map.key, keyType, nullText);
  const element = elementWriter(map.value, valueType, nullText);
  return (value, target) => {
    const { keys, values } = value as MapValue;
    const entries = new Map(keys.map((each, index) => [each ?? key.nullValue, values[index] ?? element.nullValue]));
    const names = [...entries.keys()];
    for (const index of mapOrder(names)) {
      const name = names[index] as Value;
      const content = entries.get(name) as Value;
      writeVarint(target, tag(field.number, LENGTH));
      writeDelimited(target, (part) => {
        writeVarint(part, tag(1, key.wire));
        key.write(name, part);
        writeVarint(part, tag(2, element.wire));
        element.write(content, part);
      });
    }
  };
}

function mapOrder(keys: readonly Value[]): number[] {
  if (keys.every((key) => typeof key === 'string')) return writingOrder(keys as readonly string[], 16);
  return hashMapOrder(keys, (key) => {
    if (typeof key === 'boolean') return key ? 1231 : 1237;
    if (typeof key === 'bigint') return Number(BigInt.asIntN(32, key ^ (BigInt.asUintN(64, key) >> 32n)));
    return Number(key) | 0;
  });
}

interface ElementWriter {
  readonly wire: number;
  readonly write: Write;
  readonly isDefault: (value: Value) => boolean;
  /** What stands for NULL within a list or a map. */
  readonly nullValue: Value;
}

const isZero = (value: Value): boolean => value === 0 || value === 0n || value === false;

function elementWriter(element: ElementType, type: LogicalType, nullText: string): ElementWriter {
  const varint = (write: Write, nullValue: Value = 0): ElementWriter => ({
    wire: VARINT,
    write,
    isDefault: isZero,
    nullValue,
  });
  const long = (value: Value): bigint => BigInt(value as number | bigint);
  const numbers = new DataView(new ArrayBuffer(8));
  const bytes = new Uint8Array(numbers.buffer);
  switch (element.kind) {
    case 'int32':
      return varint((value, target) => writeVarint(target, value as number));
    case 'uint32':
      return varint((value, target) => writeVarint(target, (value as number) >>> 0));
    case 'sint32':
      return varint((value, target) =>
        writeVarint(target, (((value as number) << 1) ^ ((value as number) >> 31)) >>> 0),
      );
    case 'int64':
    case 'uint64':
      return varint((value, target) => writeVarint(target, long(value)), 0n);
    case 'sint64':
      return varint((value, target) => writeVarint(target, (long(value) << 1n) ^ (long(value) >> 63n)), 0n);
    case 'bool':
      return varint((value, target) => target.writeByte(value === true ? 1 : 0), false);
    case 'enum': {
      const { numbers: numberOf, names, first } = element.enumeration as NonNullable<ElementType['enumeration']>;
      // A name or number that does not exist is written as the first.
      const asNumber = (value: Value) => {
        if (typeof value === 'string') return numberOf.get(value) ?? first;
        return names.has(Number(value)) ? Number(value) : first;
      };
      return {
        wire: VARINT,
        write: (value, target) => writeVarint(target, asNumber(value)),
        isDefault: (value) => asNumber(value) === 0,
        nullValue: first,
      };
    }
    case 'fixed32':
    case 'sfixed32':
      return {
        wire: FIXED32,
        write(value, target) {
          numbers.setInt32(0, value as number, true);
          target.writeBytes(bytes, 0, 4);
        },
        isDefault: isZero,
        nullValue: 0,
      };
    case 'fixed64':
    case 'sfixed64':
      return {
        wire: FIXED64,
        write(value, target) {
          numbers.setBigInt64(0, long(value), true);
          target.writeBytes(bytes, 0, 8);
        },
        isDefault: isZero,
        nullValue: 0n,
      };
    // Java compares the bits: a negative zero is no default.
    case 'float':
      return {
        wire: FIXED32,
        write: (value, target) => writeFloat(target, value as number),
        isDefault: (value) => Object.is(value, 0),
        nullValue: 0,
      };
    case 'double':
      return {
        wire: FIXED64,
        write: (value, target) => writeDouble(target, value as number),
        isDefault: (value) => Object.is(value, 0),
        nullValue: 0,
      };
    case 'string':
      return {
        wire: LENGTH,
        write: (value, target) => writeText(value as string, target),
        isDefault: (value) => value === '',
        nullValue: nullText,
      };
    case 'bytes':
      return {
        wire: LENGTH,
        write(value, target) {
          writeVarint(target, (value as Uint8Array).length);
          target.writeBytes(value as Uint8Array);
        },
        isDefault: (value) => (value as Uint8Array).length === 0,
        nullValue: new Uint8Array(),
      };
    case 'message': {
      const write = messageWriter(element.message as MessageType, type as RowType, nullText);
      return {
        wire: LENGTH,
        write: (value, target) => writeDelimited(target, (part) => write(value, part)),
        isDefault: () => false,
        nullValue: [],
      };
    }
  }
}
