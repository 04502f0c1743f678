import {
  binaryStringHash,
  type DeserializationSchema,
  diagnostic,
  type FormatPlan,
  hashMapOrder,
  type LogicalType,
  MapValue,
  type Row,
  type RowCollector,
  RowKind,
  type RowType,
  TsqlError,
  type Value,
} from '@tsql/core';
import { zeroOf } from './default-value.js';
import { messageOf } from './load-schema.js';
import type { ElementType, FieldType, MessageType } from './message-type.js';
import { optionsOf } from './options.js';
import { type Content, checkRequired, type MapEntry, parseMessage } from './parse-message.js';

export class ProtobufDeserializer implements DeserializationSchema {
  private readonly read: (bytes: Uint8Array) => Row;
  private readonly ignoresErrors: boolean;

  constructor(format: FormatPlan) {
    const { readDefaultValues, ignoreParseErrors } = optionsOf(format);
    this.read = messageReader(messageOf(format), format.rowType, readDefaultValues);
    this.ignoresErrors = ignoreParseErrors;
  }

  deserialize(source: Uint8Array, start: number, end: number, collect: RowCollector): void {
    let row: Row;
    try {
      row = this.read(source.subarray(start, end));
    } catch (error) {
      if (this.ignoresErrors) return;
      const reason =
        error instanceof RangeError ? 'it ends too early' : error instanceof Error ? error.message : String(error);
      throw new TsqlError(diagnostic('TSQL_FORMAT_DECODE', { part: 'record', format: 'Protobuf', reason }), {
        cause: error,
      });
    }
    collect(row, RowKind.INSERT);
  }

  /** Flink's code fails on null bytes as on malformed ones. */
  deserializeNull(): void {
    if (this.ignoresErrors) return;
    const reason = 'null is no message';
    throw new TsqlError(diagnostic('TSQL_FORMAT_DECODE', { part: 'record', format: 'Protobuf', reason }));
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
export interface Reading {
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

/** Reads a column of what was parsed. */
export function columnReader(field: FieldType, type: LogicalType, reading: Reading): (content: Content) => Value {
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
