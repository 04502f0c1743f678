import { isUtf8 } from 'node:buffer';
import {
  type Cell,
  CellKind,
  cellNumberCode,
  cellValueCode,
  copyCode,
  type FormatPlan,
  isNullCode,
  type LogicalType,
  numberOfType,
  type RowType,
  renewCode,
  reserveCode,
  storeCode,
  type WriterRequest,
} from '@tsql/core';
import { writeUnsigned, writeZigZag } from '../avro/write-number.js';
import { FIELDS_PER_FUNCTION, leafCount, MAX_INLINE_FIELDS } from '../codegen/function-size.js';
import { roomOf } from '../codegen/room.js';
import { FIXED32, FIXED64, fieldWriter, LENGTH, tag, VARINT } from './encode.js';
import { messageOf } from './load-schema.js';
import type { FieldType, MessageType } from './message-type.js';
import { optionsOf } from './options.js';

const { TEXT, RAW, FIELDS } = CellKind;
/** For numbers that belong to no field. */
const ROOM = 24;

/** Emits code that writes a message: text is copied where it stands, numbers are written from digits or numbers, the rest by the reference. */
export function generateWriter(plan: FormatPlan, request: WriterRequest): string | undefined {
  const generator = new ProtobufWriterGenerator(request, optionsOf(plan).writeNullStringLiteral);
  generator.begin(plan.rowType);
  generator.message(messageOf(plan), plan.rowType, request.fields);
  return 'false';
}

class ProtobufWriterGenerator {
  private room = '';

  constructor(
    private readonly request: WriterRequest,
    private readonly nullText: string,
  ) {}

  begin(type: RowType): void {
    const { code, fields } = this.request;
    this.room = code.local();
    code.emit(`${this.room} = ${[ROOM, ...roomOf(type, fields)].join(' + ')};`);
    code.emit(reserveCode(this.room, this.request));
  }

  /** All at once, or in functions of their own where the fields are many. */
  message(message: MessageType, type: RowType, sources: readonly (Cell | string)[]): void {
    const { fields } = message;
    if (leafCount(type) <= MAX_INLINE_FIELDS) {
      for (const field of fields) this.field(field, message, type, sources);
      return;
    }
    const { code, source, sourceView, writer, bytes, view, length } = this.request;
    const parameters = [source, sourceView, writer, length];
    for (let first = 0; first < fields.length; first += FIELDS_PER_FUNCTION) {
      const part = code.outline(parameters, () => {
        code.emit(`let ${bytes} = ${writer}.bytes, ${view} = ${writer}.view;`);
        for (const field of fields.slice(first, first + FIELDS_PER_FUNCTION)) this.field(field, message, type, sources);
        code.emit(`return ${length};`);
      });
      code.emit(`${length} = ${part}(${parameters.join(', ')}); ${bytes} = ${writer}.bytes; ${view} = ${writer}.view;`);
    }
  }

  private field(field: FieldType, message: MessageType, type: RowType, sources: readonly (Cell | string)[]): void {
    const { code } = this.request;
    const index = type.fields.findIndex(({ name }) => name === field.name);
    const column = type.fields[index]?.type;
    const source = sources[index];
    if (column === undefined || source === undefined) {
      // The reference says what is wrong.
      if (field.isRequired) code.emit('throw 0;');
      return;
    }
    // Of a oneof the last column wins that is not NULL.
    const rivals = type.fields.flatMap((other, position) => {
      const member = message.fields.find(({ name }) => name === other.name);
      const isRival = position > index && field.oneof !== undefined && member?.oneof === field.oneof;
      return isRival ? [isNullCode(sources[position] as Cell | string)] : [];
    });
    code.emit(`if (!(${isNullCode(source)})) {`);
    if (rivals.length > 0) code.emit(`if (${rivals.join(' && ')}) {`);
    this.notNull(field, column, source);
    if (rivals.length > 0) code.emit('}');
    code.emit(field.isRequired ? '} else throw 0;' : '}');
  }

  private notNull(field: FieldType, type: LogicalType, source: Cell | string): void {
    const { code, bytes, view, length } = this.request;
    const cell = typeof source === 'string' || source.type.kind !== type.kind ? undefined : source;
    if (field.isRepeated || field.map !== undefined) {
      this.byReference(field, type, source);
      return;
    }
    switch (field.kind) {
      case 'int32':
      case 'uint32':
      case 'sint32':
      case 'fixed32':
      case 'sfixed32':
      case 'int64':
      case 'uint64':
      case 'sint64':
      case 'fixed64':
      case 'sfixed64':
        this.number(field, type, source);
        return;
      case 'bool': {
        const isTrue =
          cell === undefined ? '' : `${cell.kind} === ${TEXT} ? ${this.request.source}[${cell.start}] === 116 : `;
        code.emit(`if ((${isTrue}${this.valueCode(source)}) === true) {`);
        this.tag(field, VARINT);
        code.emit(`${bytes}[${length}++] = 1; }`);
        if (!field.hasPresence) return;
        code.emit('else {');
        this.tag(field, VARINT);
        code.emit(`${bytes}[${length}++] = 0; }`);
        return;
      }
      case 'float':
      case 'double': {
        const [wire, write, size] = field.kind === 'float' ? [FIXED32, 'setFloat32', 4] : [FIXED64, 'setFloat64', 8];
        code.emit(`{ const number = ${this.valueCode(source)};`);
        if (!field.hasPresence) code.emit('if (number !== 0 || 1 / number < 0) {');
        this.tag(field, wire);
        code.emit(`${view}.${write}(${length}, number, true); ${length} += ${size};`);
        code.emit(field.hasPresence ? '}' : '} }');
        return;
      }
      case 'string':
      case 'bytes':
        if (cell === undefined) break;
        this.copied(field, type, cell);
        return;
      case 'message':
        if (cell?.fields === undefined || type.kind !== 'ROW') break;
        code.emit(`if (${cell.kind} === ${FIELDS} || ${cell.kind} === ${TEXT}) {`);
        this.nested(field, type, cell.fields);
        code.emit('} else {');
        this.byReference(field, type, source);
        code.emit('}');
        return;
    }
    this.byReference(field, type, source);
  }

  private number(field: FieldType, type: LogicalType, source: Cell | string): void {
    const { code, bytes, view, length, source: input } = this.request;
    const number = numberOfType(type);
    if (number === undefined) {
      this.byReference(field, type, source);
      return;
    }
    const write = (wire: number, statements: string): void => {
      this.tag(field, wire);
      code.emit(statements);
    };
    const unsigned = (value: string): string =>
      `${length} = ${code.constant(writeUnsigned)}(${bytes}, ${length}, ${value});`;
    code.emit(`{ const number = ${cellNumberCode(source, number, code, input)};`);
    if (!field.hasPresence) code.emit('if (number !== 0) {');
    switch (field.kind) {
      case 'uint32':
        write(VARINT, unsigned('number >>> 0'));
        break;
      case 'sint32':
        write(VARINT, unsigned('(number << 1 ^ number >> 31) >>> 0'));
        break;
      case 'fixed32':
      case 'sfixed32':
        write(FIXED32, `${view}.setInt32(${length}, number, true); ${length} += 4;`);
        break;
      case 'sint64':
        code.emit('if (number === number) {');
        write(VARINT, `${length} = ${code.constant(writeZigZag)}(${bytes}, ${length}, number); } else {`);
        this.byReference(field, type, source);
        code.emit('}');
        break;
      case 'fixed64':
      case 'sfixed64':
        code.emit('if (number === number) {');
        write(FIXED64, `${view}.setInt32(${length}, number, true);`);
        code.emit(`${view}.setInt32(${length} + 4, Math.floor(number / 4294967296), true); ${length} += 8; } else {`);
        this.byReference(field, type, source);
        code.emit('}');
        break;
      default:
        // Negative numbers take ten bytes.
        code.emit('if (number >= 0) {');
        write(VARINT, `${unsigned('number')} } else {`);
        this.byReference(field, type, source);
        code.emit('}');
    }
    code.emit(field.hasPresence ? '}' : '} }');
  }

  /** A text or bytes, from where they stand. Of a text that nobody looked at a malformed character is written as another one. */
  private copied(field: FieldType, type: LogicalType, cell: Cell): void {
    const { code, source } = this.request;
    const isRaw = `${cell.kind} === ${RAW}`;
    const isValid = `${code.constant(isUtf8)}(${source}.subarray(${cell.start}, ${cell.end}))`;
    const isText = field.kind === 'string';
    code.emit(isText ? `if (${cell.kind} === ${TEXT} || ${isRaw} && ${isValid}) {` : `if (${isRaw}) {`);
    code.emit(`const size = ${cell.end} - ${cell.start};`);
    if (!field.hasPresence) code.emit('if (size > 0) {');
    this.tag(field, LENGTH);
    this.lengthOf('size');
    code.emit(copyCode(cell, this.request));
    if (!field.hasPresence) code.emit('}');
    code.emit('} else {');
    this.byReference(field, type, cell);
    code.emit('}');
  }

  private lengthOf(size: string): void {
    const { code, bytes, length } = this.request;
    code.emit(`if (${size} < 128) ${bytes}[${length}++] = ${size};`);
    code.emit(`else ${length} = ${code.constant(writeUnsigned)}(${bytes}, ${length}, ${size});`);
  }

  /** A message goes behind one byte for its length, and is moved where that takes more. */
  private nested(field: FieldType, type: RowType, cells: readonly Cell[]): void {
    const { code, bytes, length } = this.request;
    const start = code.local();
    this.tag(field, LENGTH);
    code.emit(`${start} = ++${length};`);
    this.message(field.message as MessageType, type, cells);
    code.emit(`if (${length} - ${start} < 128) ${bytes}[${start} - 1] = ${length} - ${start};`);
    code.emit(`else ${length} = ${code.constant(widenLength)}(${bytes}, ${start}, ${length});`);
  }

  private tag(field: FieldType, wire: number): void {
    const { code, view, length } = this.request;
    const constant: number[] = [];
    let rest = tag(field.number, wire);
    for (; rest > 0x7f; rest = Math.floor(rest / 128)) constant.push((rest % 128) | 0x80);
    constant.push(rest);
    code.emit(`${storeCode(view, length, Uint8Array.from(constant))} ${length} += ${constant.length};`);
  }

  private byReference(field: FieldType, type: LogicalType, source: Cell | string): void {
    const { code, writer, length } = this.request;
    const write = code.constant(fieldWriter(field, type, this.nullText));
    code.emit(`${writer}.length = ${length}; ${write}(${this.valueCode(source)}, ${writer});`);
    code.emit(`${renewCode(this.request)} ${reserveCode(this.room, this.request)}`);
  }

  private valueCode(source: Cell | string): string {
    return typeof source === 'string' ? source : cellValueCode(source, this.request.code, this.request.source);
  }
}

/** Puts a length of several bytes in front of what stands behind the one byte that was left for it. */
function widenLength(bytes: Uint8Array, start: number, end: number): number {
  const size = end - start;
  let width = 2;
  for (let rest = size >>> 14; rest > 0; rest >>>= 7) width++;
  bytes.copyWithin(start - 1 + width, start, end);
  writeUnsigned(bytes, start - 1, size);
  return end - 1 + width;
}
