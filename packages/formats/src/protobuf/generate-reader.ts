import { isUtf8 } from 'node:buffer';
import {
  type Cell,
  CellKind,
  type CodeWriter,
  type FormatPlan,
  isPlainText,
  type LogicalType,
  newCell,
  type ReaderRequest,
  type RowType,
  type Value,
} from '@tsql/core';
import { cursor, readUnsigned, readZigZag } from '../avro/read-number.js';
import { leafCount, MAX_INLINE_FIELDS } from '../codegen/function-size.js';
import { columnReader, type Reading } from './decode.js';
import { messageOf } from './load-schema.js';
import type { FieldType, MessageType } from './message-type.js';
import { optionsOf } from './options.js';
import { type Content, checkField, readField, wireOf } from './parse-message.js';
import { fieldEnd, readInt32, readInt64, readLength, readSint64 } from './scan.js';
import { WireReader } from './wire-reader.js';

const { NULL, TEXT, VALUE, RAW, NUMBER, FIELDS } = CellKind;
const LENGTH = 2;

/**
 * Emits a scan over a message: each field is found by its tag, the last of several counts. Lists, maps, and oneofs with messages are read by
 * the reference; what is unusual (a message twice, a group, what is malformed) gives up.
 */
export function generateReader(plan: FormatPlan, request: ReaderRequest): readonly Cell[] | undefined {
  const { code, start, end, giveUp, source, view } = request;
  const message = messageOf(plan);
  const reading = { readsDefaults: optionsOf(plan).readDefaultValues, isProto3: message.isProto3 };
  const cells = plan.rowType.fields.map(({ type }) => newCell(type, code, 'protobuf'));
  const at = code.local();
  code.emit(`${at} = ${start};`);
  new ProtobufReaderGenerator(code, reading, leafCount(plan.rowType) > MAX_INLINE_FIELDS).message(
    message,
    plan.rowType,
    cells,
    { source, view, at, end, number: code.local(), giveUp },
  );
  return cells;
}

/** Names of variables of the generated function: `at` is the position, `number` is free to use. */
interface Place {
  readonly source: string;
  readonly view: string;
  readonly at: string;
  readonly end: string;
  readonly number: string;
  readonly giveUp: string;
}

/** A field of a message, and the column that it is read into. */
interface ReadField {
  readonly field: FieldType;
  readonly column: { readonly cell: Cell; readonly type: LogicalType } | undefined;
  /** True where the reference reads it. */
  readonly isLeft: boolean;
}

class ProtobufReaderGenerator {
  constructor(
    private readonly code: CodeWriter,
    private readonly reading: Reading,
    private readonly isWide: boolean,
  ) {}

  /** From the position on to exactly the end. */
  message(message: MessageType, type: RowType, cells: readonly Cell[], place: Place): void {
    const { code } = this;
    const { source, at, end, number, giveUp } = place;
    const fields = message.fields.map((field): ReadField => {
      const index = type.fields.findIndex(({ name }) => name === field.name);
      const column = type.fields[index];
      const cell = cells[index];
      const found = column === undefined || cell === undefined ? undefined : { cell, type: column.type };
      return { field, column: found, isLeft: isLeftToReference(field, column?.type, message) };
    });
    const content: Content = new Map();
    if (fields.some(({ isLeft }) => isLeft)) code.emit(`${code.constant(content)}.clear();`);
    const isThere = new Map<FieldType, string>();
    for (const { field, column, isLeft } of fields) {
      const name = column?.cell.kind ?? (field.isRequired && !isLeft ? code.local() : undefined);
      if (name === undefined) continue;
      isThere.set(field, name);
      code.emit(`${name} = -1;`);
    }
    code.emit(`while (${at} < ${end}) {`);
    code.emit(`if ((${number} = ${source}[${at}]) < 128) ${at}++; else {`);
    code.emit(`${number} = ${code.constant(readUnsigned)}(${source}, ${at}); ${at} = ${code.constant(cursor)}.at;`);
    code.emit(`if (${number} !== ${number}) ${giveUp} }`);
    code.emit(`switch (${number}) {`);
    for (const found of fields) this.field(found, fields, message, content, isThere.get(found.field), place);
    const skipped = `${code.constant(fieldEnd)}(${source}, ${at}, ${number} & 7)`;
    code.emit(`default: if (${number} < 8 || (${at} = ${skipped}) < 0) ${giveUp}`);
    code.emit('} }');
    code.emit(`if (${at} !== ${end}) ${giveUp}`);
    for (const { field, column, isLeft } of fields) {
      if (isLeft) this.left(field, column, content);
      else if (field.isRequired) code.emit(`if (${isThere.get(field)} === -1) ${giveUp}`);
      else if (column !== undefined) this.absent(field, column);
    }
  }

  private field(
    { field, column, isLeft }: ReadField,
    all: readonly ReadField[],
    message: MessageType,
    content: Content,
    isThere: string | undefined,
    place: Place,
  ): void {
    const { code } = this;
    const wire = field.map === undefined ? wireOf(field) : LENGTH;
    const wires = field.isRepeated && field.map === undefined && wire !== LENGTH ? [wire, LENGTH] : [wire];
    if (isLeft) {
      for (const each of wires) {
        code.emit(`case ${field.number * 8 + each}:`);
        this.readLeft(field, each, message, content, place);
        code.emit('break;');
      }
      return;
    }
    const isOfNoInterest = column === undefined && field.oneof === undefined && !field.isRequired;
    if (isOfNoInterest && !(field.kind === 'string' && message.isProto3)) return;
    code.emit(`case ${field.number * 8 + wire}: {`);
    for (const other of all) {
      if (field.oneof === undefined || other.field.oneof !== field.oneof || other.field === field) continue;
      if (other.column !== undefined) code.emit(`${other.column.cell.kind} = -1;`);
    }
    const cell = column?.cell ?? newCell(scalarType(field), code, 'protobuf');
    this.outlined(place, (inner) => this.value(field, column?.type ?? scalarType(field), cell, message, inner));
    if (column === undefined && isThere !== undefined) code.emit(`${isThere} = ${VALUE};`);
    code.emit('break; }');
  }

  /** In a function of its own where there are many. */
  private outlined(place: Place, body: (place: Place) => void): void {
    if (!this.isWide) {
      body(place);
      return;
    }
    const { code } = this;
    const { source, view, at, end, giveUp } = place;
    const inner = { source, view, at: 'at', end, number: 'number', giveUp: 'return -1;' };
    const name = code.outline([source, view, inner.at, end], () => {
      code.emit(`let ${inner.number} = 0;`);
      body(inner);
      code.emit(`return ${inner.at};`);
    });
    code.emit(`if ((${at} = ${name}(${source}, ${view}, ${at}, ${end})) < 0) ${giveUp}`);
  }

  private value(field: FieldType, type: LogicalType, cell: Cell, message: MessageType, place: Place): void {
    const { code } = this;
    const { source, view, at, end, number, giveUp } = place;
    const set = (kind: number, value: string): void => code.emit(`${cell.value} = ${value}; ${cell.kind} = ${kind};`);
    const position = `${code.constant(cursor)}.at`;
    switch (field.kind) {
      case 'int32':
      case 'uint32':
        this.int32(place);
        set(VALUE, `${number} | 0`);
        return;
      case 'sint32':
        this.int32(place);
        set(VALUE, `${number} >>> 1 ^ -(${number} & 1)`);
        return;
      case 'enum':
        this.int32(place);
        this.enumeration(field, type, cell, message, place);
        return;
      case 'int64':
      case 'uint64':
      case 'sint64': {
        const [small, large] = field.kind === 'sint64' ? [readZigZag, readSint64] : [readUnsigned, readInt64];
        code.emit(`if ((${number} = ${code.constant(small)}(${source}, ${at})) === ${number}) {`);
        set(NUMBER, number);
        code.emit('} else {');
        set(VALUE, `${code.constant(large)}(${source}, ${at})`);
        code.emit(`if (${cell.value} === undefined) ${giveUp} } ${at} = ${position};`);
        return;
      }
      case 'bool':
        code.emit(`if ((${number} = ${source}[${at}++]) > 127) ${giveUp}`);
        set(VALUE, `${number} !== 0`);
        return;
      case 'fixed32':
      case 'sfixed32':
        set(VALUE, `${view}.getInt32(${at}, true)`);
        code.emit(`${at} += 4;`);
        return;
      case 'float':
        set(VALUE, `${view}.getFloat32(${at}, true)`);
        code.emit(`${at} += 4;`);
        return;
      case 'double':
        set(VALUE, `${view}.getFloat64(${at}, true)`);
        code.emit(`${at} += 8;`);
        return;
      case 'fixed64':
      case 'sfixed64':
        code.emit(`${number} = ${view}.getInt32(${at} + 4, true);`);
        code.emit(`if (${number} < ${SMALL_HALF} && ${number} >= -${SMALL_HALF}) {`);
        set(NUMBER, `${number} * 4294967296 + ${view}.getUint32(${at}, true)`);
        code.emit('} else {');
        set(VALUE, `${view}.getBigInt64(${at}, true)`);
        code.emit(`} ${at} += 8;`);
        return;
      case 'string': {
        this.delimited(cell, place);
        const isPlain = `${code.constant(isPlainText)}(${source}, ${view}, ${cell.start}, ${cell.end})`;
        code.emit(`if (${isPlain}) ${cell.kind} = ${TEXT}; else {`);
        // Malformed text of proto2 is replaced by whoever looks at it.
        const isValid = `${code.constant(isUtf8)}(${source}.subarray(${cell.start}, ${cell.end}))`;
        if (message.isProto3) code.emit(`if (!${isValid}) ${giveUp}`);
        code.emit(`${cell.kind} = ${RAW}; }`);
        return;
      }
      case 'bytes':
        this.delimited(cell, place);
        code.emit(`${cell.kind} = ${RAW};`);
        return;
      case 'message': {
        code.emit(`if (${cell.kind} !== -1) ${giveUp}`);
        this.length(place);
        const inner = code.local();
        code.emit(`${inner} = ${at} + ${number}; if (${inner} > ${end}) ${giveUp}`);
        this.message(field.message as MessageType, type as RowType, cell.fields ?? [], { ...place, end: inner });
        code.emit(`${cell.kind} = ${FIELDS};`);
      }
    }
  }

  private enumeration(field: FieldType, type: LogicalType, cell: Cell, message: MessageType, place: Place): void {
    const { code } = this;
    const names = field.enumeration?.names ?? new Map<number, string>();
    const known = code.constant(names);
    const isText = type.kind === 'CHAR' || type.kind === 'VARCHAR';
    // What proto2 does not know is another field; as a number Flink fails on it.
    if (!message.isProto3 || !isText) code.emit(`if (!${known}.has(${place.number} | 0)) ${place.giveUp}`);
    const name = `${known}.get(${place.number} | 0) ?? 'UNRECOGNIZED'`;
    code.emit(`${cell.value} = ${isText ? name : `${place.number} | 0`}; ${cell.kind} = ${VALUE};`);
  }

  private int32({ source, at, number, giveUp }: Place): void {
    const { code } = this;
    code.emit(`if ((${number} = ${source}[${at}]) < 128) ${at}++; else {`);
    code.emit(`if ((${number} = ${code.constant(readInt32)}(${source}, ${at})) !== ${number}) ${giveUp}`);
    code.emit(`${at} = ${code.constant(cursor)}.at; }`);
  }

  private length({ source, at, number, giveUp }: Place): void {
    const { code } = this;
    code.emit(`if ((${number} = ${source}[${at}]) < 128) ${at}++; else {`);
    code.emit(`if ((${number} = ${code.constant(readLength)}(${source}, ${at})) !== ${number}) ${giveUp}`);
    code.emit(`${at} = ${code.constant(cursor)}.at; }`);
  }

  private delimited({ start, end }: Cell, place: Place): void {
    this.length(place);
    const { at, number, giveUp } = place;
    this.code.emit(`${start} = ${at}; ${end} = ${at} += ${number}; if (${at} > ${place.end}) ${giveUp}`);
  }

  /** Has the reference take a field's part. What is malformed ends the generated function. */
  private readLeft(field: FieldType, wire: number, message: MessageType, content: Content, place: Place): void {
    const { code } = this;
    const { source, at, end } = place;
    const read = (bytes: Uint8Array, start: number, limit: number): number => {
      const reader = new WireReader(new Uint8Array(bytes.buffer, bytes.byteOffset + start, limit - start));
      readField(reader, field, wire, content, message, 0);
      return start + reader.at;
    };
    code.emit(`${at} = ${code.constant(read)}(${source}, ${at}, ${end});`);
  }

  /** What the reference has found of a field, when all parts are read. */
  private left(field: FieldType, column: ReadField['column'], content: Content): void {
    const { code } = this;
    const read = column === undefined ? undefined : columnReader(field, column.type, this.reading);
    const finish = (): Value => {
      checkField(content, field);
      return read === undefined ? null : read(content);
    };
    const found = `${code.constant(finish)}()`;
    if (column === undefined) code.emit(`${found};`);
    else {
      const { kind, value } = column.cell;
      code.emit(`${value} = ${found}; ${kind} = ${value} === null ? ${NULL} : ${VALUE};`);
    }
  }

  /** What a field is that was not there. */
  private absent(field: FieldType, { cell, type }: NonNullable<ReadField['column']>): void {
    const { code } = this;
    const content: Value = columnReader(field, type, this.reading)(new Map());
    code.emit(`if (${cell.kind} === -1) {`);
    if (content === null) code.emit(`${cell.kind} = ${NULL};`);
    else if (content === '') code.emit(`${cell.kind} = ${TEXT}; ${cell.start} = ${cell.end} = 0;`);
    else code.emit(`${cell.value} = ${code.constant(content)}; ${cell.kind} = ${VALUE};`);
    code.emit('}');
  }
}

/** The upper half of a number below 2^51. */
const SMALL_HALF = 2 ** 19;

/** What is collected from several places, or would have to be merged. */
function isLeftToReference(field: FieldType, type: LogicalType | undefined, message: MessageType): boolean {
  if (field.isRepeated || field.map !== undefined) return true;
  if (field.kind === 'message' && type === undefined) return true;
  if (field.kind === 'enum' && type?.kind === 'BIGINT') return true;
  const { oneof } = field;
  return oneof !== undefined && message.fields.some((other) => other.oneof === oneof && other.kind === 'message');
}

/** A type for a field that no column is read from. */
const scalarType = ({ kind }: FieldType): LogicalType =>
  kind === 'string'
    ? { kind: 'VARCHAR', length: 1, nullable: true }
    : kind === 'bytes'
      ? { kind: 'VARBINARY', length: 1, nullable: true }
      : { kind: 'BIGINT', nullable: true };
