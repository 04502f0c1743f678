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
  type WriterRequest,
} from '@tsql/core';
import { FIELDS_PER_FUNCTION, leafCount, MAX_INLINE_FIELDS } from '../codegen/function-size.js';
import { FIELD_ROOM, roomOf } from '../codegen/room.js';
import { WriterCompiler } from './compile-writer.js';
import { type NamedTypes, resolveNames } from './named-types.js';
import { optionsOf } from './options.js';
import { type AvroObject, type AvroSchema, recordSchema } from './schema.js';
import { writeUnscaled, writeUnsigned, writeZigZag } from './write-number.js';

const { TEXT, RAW, FIELDS } = CellKind;

/** Emits code that writes a record of the schema that is derived for the row. */
export function generateWriter(plan: FormatPlan, request: WriterRequest): string | undefined {
  if (optionsOf(plan).encoding === 'json') return undefined;
  emitRecordWriter(plan.rowType, recordSchema(plan.rowType), request);
  return 'false';
}

/**
 * Emits code that writes a record under a schema of the row's type. Text is copied where it stands, numbers are written from digits or numbers;
 * arrays, maps and what is odd are written by the reference's writers. Where those fail the emitted code throws.
 */
export function emitRecordWriter(type: RowType, schema: AvroSchema, request: WriterRequest): void {
  const generator = new AvroWriterGenerator(request, resolveNames(schema));
  generator.begin(type);
  generator.top(type, schema);
}

class AvroWriterGenerator {
  private readonly compiler: WriterCompiler;
  private room = '';

  constructor(
    private readonly request: WriterRequest,
    private readonly names: NamedTypes,
  ) {
    this.compiler = new WriterCompiler(names);
  }

  begin(type: RowType): void {
    const { code, fields } = this.request;
    this.room = code.local();
    code.emit(`${this.room} = ${[FIELD_ROOM, ...roomOf(type, fields)].join(' + ')};`);
    code.emit(reserveCode(this.room, this.request));
  }

  /** The record itself, which may stand in a union with null. */
  top(type: RowType, schema: AvroSchema): void {
    const { code, bytes, length, fields } = this.request;
    const found = this.names.schemaOf(schema);
    const branch = Array.isArray(found) ? found.findIndex((each) => each !== 'null') : -1;
    if (branch >= 0) code.emit(`${bytes}[${length}++] = ${branch * 2};`);
    this.record(type, branch < 0 ? found : ((found as readonly AvroSchema[])[branch] as AvroSchema), fields);
  }

  private record(type: RowType, schema: AvroSchema, sources: readonly (Cell | string)[]): void {
    const { fields } = this.names.schemaOf(schema) as AvroObject;
    const schemas = (fields as readonly { readonly type: AvroSchema }[]).map((field) => field.type);
    const write = (first: number, last: number): void => {
      for (const [index, field] of type.fields.slice(first, last).entries()) {
        const [source, written] = [sources[first + index], schemas[first + index]];
        if (source === undefined || written === undefined) throw new Error(`no source for the field '${field.name}'`);
        this.field(source, field.type, written, field.name);
      }
    };
    const count = type.fields.length;
    if (leafCount(type) <= MAX_INLINE_FIELDS) {
      write(0, count);
      return;
    }
    const { code, source, sourceView, writer, bytes, view, length } = this.request;
    const parameters = [source, sourceView, writer, length];
    for (let first = 0; first < count; first += FIELDS_PER_FUNCTION) {
      const part = code.outline(parameters, () => {
        code.emit(`let ${bytes} = ${writer}.bytes, ${view} = ${writer}.view;`);
        write(first, first + FIELDS_PER_FUNCTION);
        code.emit(`return ${length};`);
      });
      code.emit(`${length} = ${part}(${parameters.join(', ')}); ${bytes} = ${writer}.bytes; ${view} = ${writer}.view;`);
    }
  }

  private field(source: Cell | string, type: LogicalType, written: AvroSchema, name: string): void {
    const { code, bytes, length } = this.request;
    const schema = this.names.schemaOf(written);
    const isNull = isNullCode(source);
    if (!Array.isArray(schema)) {
      // The reference says what is wrong.
      code.emit(`if (${isNull}) throw 0;`);
      this.notNull(source, type, schema, name);
      return;
    }
    const nullBranch = schema.indexOf('null');
    const valueBranch = 1 - nullBranch;
    const branch = schema[valueBranch] as AvroSchema | undefined;
    if (schema.length !== 2 || nullBranch < 0 || branch === undefined) {
      this.byReference(source, type, schema, name);
      return;
    }
    code.emit(`if (${isNull}) ${bytes}[${length}++] = ${nullBranch * 2};`);
    code.emit(`else { ${bytes}[${length}++] = ${valueBranch * 2};`);
    this.notNull(source, type, this.names.schemaOf(branch), name);
    code.emit('}');
  }

  private notNull(source: Cell | string, type: LogicalType, schema: AvroSchema, name: string): void {
    const { code, bytes, view, length, source: input } = this.request;
    const object = schema as AvroObject;
    const cell = typeof source === 'string' || source.type.kind !== type.kind ? undefined : source;
    const named = object.type === 'enum' || object.type === 'fixed';
    switch (named ? 'NULL' : type.kind) {
      case 'BOOLEAN': {
        const isTrue = cell === undefined ? '' : `${cell.kind} === ${TEXT} ? ${input}[${cell.start}] === 116 : `;
        code.emit(`${bytes}[${length}++] = (${isTrue}${this.valueCode(source)}) === true ? 1 : 0;`);
        return;
      }
      case 'TINYINT':
      case 'SMALLINT':
      case 'INTEGER':
      case 'DATE':
      case 'TIME': {
        const number = numberOfType(type);
        const found = number === undefined ? this.valueCode(source) : cellNumberCode(source, number, code, input);
        code.emit(`{ let number = ${found}; number = number << 1 ^ number >> 31;`);
        code.emit(`if (number >= 0 && number < 128) ${bytes}[${length}++] = number;`);
        code.emit(`else ${length} = ${code.constant(writeUnsigned)}(${bytes}, ${length}, number >>> 0); }`);
        return;
      }
      case 'BIGINT':
      case 'TIMESTAMP':
      case 'TIMESTAMP_LTZ':
      case 'DECIMAL': {
        const number = numberOfType(type);
        if (number === undefined) break;
        const write = code.constant(type.kind === 'DECIMAL' ? writeUnscaled : writeZigZag);
        code.emit(`{ const number = ${cellNumberCode(source, number, code, input)};`);
        code.emit(`if (number === number) ${length} = ${write}(${bytes}, ${length}, number); else {`);
        this.byReference(source, type, schema, name);
        code.emit('} }');
        return;
      }
      case 'FLOAT':
      case 'DOUBLE': {
        const [write, size] = type.kind === 'FLOAT' ? ['setFloat32', 4] : ['setFloat64', 8];
        code.emit(`${view}.${write}(${length}, ${this.valueCode(source)}, true); ${length} += ${size};`);
        return;
      }
      case 'CHAR':
      case 'VARCHAR':
      case 'BINARY':
      case 'VARBINARY':
        if (cell === undefined) break;
        this.copied(cell, type, schema, name);
        return;
      case 'ROW':
        if (cell?.fields === undefined || type.kind !== 'ROW') break;
        code.emit(`if (${cell.kind} === ${FIELDS} || ${cell.kind} === ${TEXT}) {`);
        this.record(type, schema, cell.fields);
        code.emit('} else {');
        this.byReference(source, type, schema, name);
        code.emit('}');
        return;
    }
    this.byReference(source, type, schema, name);
  }

  /** A text or bytes, from where they stand. Of a text that nobody looked at a malformed character is written as another one. */
  private copied(cell: Cell, type: LogicalType, schema: AvroSchema, name: string): void {
    const { code, source, bytes, length } = this.request;
    const isRaw = `${cell.kind} === ${RAW}`;
    const isValid = `${code.constant(isUtf8)}(${source}.subarray(${cell.start}, ${cell.end}))`;
    const isText = type.kind === 'CHAR' || type.kind === 'VARCHAR';
    code.emit(isText ? `if (${cell.kind} === ${TEXT} || ${isRaw} && ${isValid}) {` : `if (${isRaw}) {`);
    code.emit(`const size = ${cell.end} - ${cell.start};`);
    code.emit(`if (size < 64) ${bytes}[${length}++] = size << 1;`);
    code.emit(`else ${length} = ${code.constant(writeUnsigned)}(${bytes}, ${length}, size * 2);`);
    code.emit(copyCode(cell, this.request));
    code.emit('} else {');
    this.byReference(cell, type, schema, name);
    code.emit('}');
  }

  private byReference(source: Cell | string, type: LogicalType, schema: AvroSchema, name: string): void {
    const { code, writer, length } = this.request;
    const write = code.constant(this.compiler.writer(type, schema, name));
    code.emit(`${writer}.length = ${length}; ${write}(${this.valueCode(source)}, ${writer});`);
    code.emit(`${renewCode(this.request)} ${reserveCode(this.room, this.request)}`);
  }

  private valueCode(source: Cell | string): string {
    return typeof source === 'string' ? source : cellValueCode(source, this.request.code, this.request.source);
  }
}
