import {
  type Cell,
  CellKind,
  type FormatPlan,
  isPlainText,
  type LogicalType,
  newCell,
  type ReaderRequest,
  type RowType,
  type Value,
} from '@tsql/core';
import { FIELDS_PER_FUNCTION, leafCount, MAX_INLINE_FIELDS } from '../codegen/function-size.js';
import { BinaryReader } from './binary.js';
import { type AvroReader, kindOf, ReaderCompiler } from './compile-reader.js';
import { resolveNames } from './named-types.js';
import { optionsOf } from './options.js';
import { cursor, readLength, readTwosComplement, readUnsigned, readVarint, readZigZag } from './read-number.js';
import { type ResolvedFields, resolveFields } from './resolve-fields.js';
import { type AvroObject, type AvroSchema, recordSchema } from './schema.js';

const { NULL, TEXT, VALUE, RAW, NUMBER, FIELDS } = CellKind;
const MAX_FIELDS = 1000;

/** Emits a scan over a record of the schema that is derived for the row. */
export function generateReader(plan: FormatPlan, request: ReaderRequest): readonly Cell[] | undefined {
  if (optionsOf(plan).encoding === 'json') return undefined;
  const schema = recordSchema(plan.rowType);
  return emitRecordReader({ writer: schema, reader: schema, type: plan.rowType }, request, request.start);
}

/** What is read as what: see `compileReader`. */
export interface RecordResolution {
  readonly writer: AvroSchema;
  readonly reader: AvroSchema;
  readonly type: RowType;
}

/**
 * Emits a scan over a record from position `from` on. Values of simple types are left where they stand or as numbers; arrays, maps, enums and
 * what has to be converted are read by the reference's readers, and what fails gives up. Undefined where the two schemas do not fit.
 */
export function emitRecordReader(
  resolution: RecordResolution,
  request: ReaderRequest,
  from: string,
): readonly Cell[] | undefined {
  const { writer, reader, type } = resolution;
  if (type.fields.length > MAX_FIELDS) return undefined;
  try {
    const generator = new AvroReaderGenerator(resolution, request);
    const cell = newCell(type, request.code, 'avro');
    const { code, source, view, end, giveUp } = request;
    const at = code.local();
    const place = { source, view, at, end, number: code.local(), giveUp };
    code.emit(`${at} = ${from};`);
    generator.value(writer, reader, type, cell, place, 'the record');
    code.emit(`if (${cell.kind} !== ${FIELDS} || ${at} > ${end}) ${giveUp}`);
    return cell.fields;
  } catch {
    return undefined;
  }
}

const isText = ({ kind }: LogicalType): boolean => kind === 'CHAR' || kind === 'VARCHAR';

/** Names of variables of the generated function: `at` is the position, `number` is free to use. */
interface Place {
  readonly source: string;
  readonly view: string;
  readonly at: string;
  readonly end: string;
  readonly number: string;
  readonly giveUp: string;
}

/** A written type that is read by the code itself: its kind, and of a union the numbers of its branches. */
interface InlineType {
  readonly kind: string;
  readonly schema: AvroSchema;
  readonly branches: { readonly value: number; readonly null: number } | undefined;
}

class AvroReaderGenerator {
  private readonly names;
  private readonly compiler: ReaderCompiler;
  private readonly reader = new BinaryReader();

  constructor(
    { writer, reader }: RecordResolution,
    private readonly request: ReaderRequest,
  ) {
    this.names = resolveNames(writer);
    this.compiler = new ReaderCompiler(this.names, resolveNames(reader));
  }

  value(writer: AvroSchema, reader: AvroSchema, type: LogicalType, cell: Cell, place: Place, name: string): void {
    const { code } = this.request;
    const wanted = this.compiler.notNullBranch(reader);
    const inline = this.inlineType(writer, wanted, type);
    if (inline === undefined) {
      this.byReference(this.compiler.value(writer, reader, type, name), cell, place);
      return;
    }
    const { kind, schema, branches } = inline;
    if (branches === undefined) {
      this.notNull(kind, schema, wanted, type, cell, place, name);
      return;
    }
    const { source, at, number, giveUp } = place;
    code.emit(`if ((${number} = ${source}[${at}++]) === ${branches.value * 2}) {`);
    this.notNull(kind, schema, wanted, type, cell, place, name);
    const isNull = branches.null >= 0 && type.nullable;
    code.emit(isNull ? `} else if (${number} === ${branches.null * 2}) ${cell.kind} = ${NULL};` : '}');
    code.emit(`else ${giveUp}`);
  }

  /** A type without a conversion, or a union of one with null; undefined for others. */
  private inlineType(writer: AvroSchema, wanted: AvroSchema, type: LogicalType): InlineType | undefined {
    if (['enum', 'fixed'].includes(kindOf(wanted))) return undefined;
    const schema = this.names.schemaOf(writer);
    if (!Array.isArray(schema)) {
      return isInline(kindOf(schema), type) ? { kind: kindOf(schema), schema, branches: undefined } : undefined;
    }
    const branches = schema.map((branch) => this.names.schemaOf(branch));
    const at = branches.findIndex((branch) => kindOf(branch) !== 'null');
    const found = branches[at];
    if (branches.length > 2 || found === undefined || Array.isArray(found) || !isInline(kindOf(found), type)) {
      return undefined;
    }
    const isNull = branches.length === 2 ? kindOf(branches[1 - at] as AvroSchema) === 'null' : true;
    const nullBranch = branches.length === 2 ? 1 - at : -1;
    return isNull ? { kind: kindOf(found), schema: found, branches: { value: at, null: nullBranch } } : undefined;
  }

  private notNull(
    kind: string,
    schema: AvroSchema,
    wanted: AvroSchema,
    type: LogicalType,
    cell: Cell,
    place: Place,
    name: string,
  ): void {
    const { code } = this.request;
    const { source, view, at, end, number, giveUp } = place;
    const isValue = `${cell.kind} = ${VALUE};`;
    switch (type.kind) {
      case 'BOOLEAN':
        code.emit(`${cell.value} = ${source}[${at}++] === 1; ${isValue}`);
        return;
      case 'TINYINT':
      case 'SMALLINT':
      case 'INTEGER':
      case 'DATE':
      case 'TIME': {
        this.int(place);
        const unused = type.kind === 'TINYINT' ? 24 : type.kind === 'SMALLINT' ? 16 : 0;
        const cut = unused === 0 ? '' : ` << ${unused} >> ${unused}`;
        code.emit(`${cell.value} = (${UNFOLD(number)})${cut}; ${isValue}`);
        return;
      }
      case 'BIGINT':
      case 'TIMESTAMP':
      case 'TIMESTAMP_LTZ':
        if (kind === 'int') {
          this.int(place);
          code.emit(`${cell.value} = ${UNFOLD(number)}; ${cell.kind} = ${NUMBER};`);
          return;
        }
        code.emit(`if ((${number} = ${code.constant(readZigZag)}(${source}, ${at})) === ${number}) {`);
        code.emit(`${at} = ${code.constant(cursor)}.at; ${cell.value} = ${number}; ${cell.kind} = ${NUMBER};`);
        code.emit('} else {');
        this.byReference(this.compiler.value(schema, wanted, type, name), cell, place);
        code.emit('}');
        return;
      case 'FLOAT':
        code.emit(`${cell.value} = ${view}.getFloat32(${at}, true); ${at} += 4; ${isValue}`);
        return;
      case 'DOUBLE': {
        const [read, size] = kind === 'float' ? ['getFloat32', 4] : ['getFloat64', 8];
        code.emit(`${cell.value} = ${view}.${read}(${at}, true); ${at} += ${size}; ${isValue}`);
        return;
      }
      case 'DECIMAL': {
        // For a decimal the begin is free to keep the position.
        code.emit(`${cell.start} = ${at};`);
        this.length(place);
        code.emit(`${at} += ${number}; if (${at} > ${end}) ${giveUp}`);
        const unscaled = `${code.constant(readTwosComplement)}(${source}, ${at} - ${number}, ${at})`;
        code.emit(`if ((${number} = ${unscaled}) === ${number}) {`);
        const limit = 10 ** type.precision;
        const fits =
          type.precision > 14 ? NUMBER : `${number} < ${limit} && ${number} > -${limit} ? ${NUMBER} : ${NULL}`;
        code.emit(`${cell.value} = ${number}; ${cell.kind} = ${fits};`);
        code.emit(`} else { ${at} = ${cell.start};`);
        this.byReference(this.compiler.value(schema, wanted, type, name), cell, place);
        code.emit('}');
        return;
      }
      case 'ROW':
        this.record(schema as AvroObject, wanted as AvroObject, type, cell, place, name);
        return;
      default: {
        this.length(place);
        code.emit(`${cell.start} = ${at}; ${cell.end} = ${at} += ${number}; if (${at} > ${end}) ${giveUp}`);
        const isPlain = `${code.constant(isPlainText)}(${source}, ${view}, ${cell.start}, ${cell.end})`;
        code.emit(`${cell.kind} = ${isText(type) ? `${isPlain} ? ${TEXT} : ${RAW}` : RAW};`);
      }
    }
  }

  /** Into `number`, not yet unfolded. */
  private int({ source, at, number }: Place): void {
    const { code } = this.request;
    code.emit(`if ((${number} = ${source}[${at}]) < 128) ${at}++; else {`);
    code.emit(`${number} = ${code.constant(readVarint)}(${source}, ${at}); ${at} = ${code.constant(cursor)}.at; }`);
  }

  private length({ source, at, number, giveUp }: Place): void {
    const { code } = this.request;
    code.emit(
      `if ((${number} = ${source}[${at}]) < 128 && (${number} & 1) === 0) { ${at}++; ${number} >>= 1; } else {`,
    );
    code.emit(`${number} = ${code.constant(readLength)}(${source}, ${at}); if (${number} < 0) ${giveUp}`);
    code.emit(`${at} = ${code.constant(cursor)}.at; }`);
  }

  private record(writer: AvroObject, reader: AvroObject, type: RowType, cell: Cell, place: Place, name: string): void {
    const { code } = this.request;
    const cells = cell.fields ?? [];
    const resolved = resolveFields(writer, reader, type, name);
    const read = new Set(resolved.fields.map(({ wanted }) => wanted?.index));
    for (const [index, value] of resolved.defaults.entries()) {
      if (!read.has(index)) this.constant(cells[index] as Cell, value);
    }
    code.emit(`${cell.kind} = ${FIELDS};`);
    const { fields } = resolved;
    if (leafCount(type) <= MAX_INLINE_FIELDS && fields.length <= MAX_INLINE_FIELDS) {
      this.fields(fields, cells, place);
      return;
    }
    const { source, view, at, end, giveUp } = place;
    for (let first = 0; first < fields.length; first += FIELDS_PER_FUNCTION) {
      const inner = { source, view, at: 'at', end, number: 'number', giveUp: 'return -1;' };
      const parameters = [source, view, inner.at, end];
      const part = code.outline(parameters, () => {
        code.emit(`let ${inner.number} = 0;`);
        this.fields(fields.slice(first, first + FIELDS_PER_FUNCTION), cells, inner);
        code.emit(`return ${inner.at};`);
      });
      code.emit(`if ((${at} = ${part}(${source}, ${view}, ${at}, ${end})) < 0) ${giveUp}`);
    }
  }

  private fields(fields: ResolvedFields['fields'], cells: readonly Cell[], place: Place): void {
    for (const { written, wanted } of fields) {
      if (wanted === undefined) this.skip(written, place);
      else {
        const { index, schema, type, place: name } = wanted;
        this.value(written, schema, type, cells[index] as Cell, place, name);
      }
    }
  }

  /** A field that was not written. */
  private constant({ kind, value }: Cell, content: Value): void {
    const { code } = this.request;
    if (content === null) code.emit(`${kind} = ${NULL};`);
    else code.emit(`${kind} = ${VALUE}; ${value} = ${code.constant(content)};`);
  }

  /** Over a value that the row does not have. */
  private skip(writer: AvroSchema, place: Place): void {
    const { code } = this.request;
    const { source, at, end, number, giveUp } = place;
    switch (kindOf(this.names.schemaOf(writer))) {
      case 'boolean':
        code.emit(`${at}++;`);
        return;
      case 'int':
      case 'enum':
        this.int(place);
        return;
      case 'float':
        code.emit(`${at} += 4;`);
        return;
      case 'double':
        code.emit(`${at} += 8;`);
        return;
      case 'string':
      case 'bytes':
        this.length(place);
        code.emit(`${at} += ${number}; if (${at} > ${end}) ${giveUp}`);
        return;
      case 'long':
        code.emit(`${number} = ${code.constant(readUnsigned)}(${source}, ${at});`);
        code.emit(`if (${number} === ${number}) ${at} = ${code.constant(cursor)}.at; else {`);
        this.readInto(this.compiler.skipper(writer), place);
        code.emit('}');
        return;
      default:
        this.readInto(this.compiler.skipper(writer), place);
    }
  }

  /** Has the reference read the value. */
  private byReference(read: AvroReader, { kind, value }: Cell, place: Place): void {
    const result = this.readInto(read, place);
    this.request.code.emit(`${value} = ${result}.value; ${kind} = ${value} === null ? ${NULL} : ${VALUE};`);
  }

  /** Returns the name of an object with the value. What fails ends the generated function. */
  private readInto(read: AvroReader, { source, at, end }: Place): string {
    const { code } = this.request;
    const { reader } = this;
    const result = { value: null as Value };
    const readInto = (bytes: Uint8Array, start: number, limit: number): number => {
      reader.reset(bytes, start, limit);
      result.value = read(reader);
      return reader.position;
    };
    code.emit(`${at} = ${code.constant(readInto)}(${source}, ${at}, ${end});`);
    return code.constant(result);
  }
}

/** An int in zig-zag, unfolded. */
const UNFOLD = (number: string): string => `${number} >>> 1 ^ -(${number} & 1)`;

/** The kinds of Avro that the code reads for a type by itself. */
function isInline(kind: string, type: LogicalType): boolean {
  switch (type.kind) {
    case 'BOOLEAN':
      return kind === 'boolean';
    case 'TINYINT':
    case 'SMALLINT':
    case 'INTEGER':
    case 'DATE':
    case 'TIME':
      return kind === 'int';
    case 'BIGINT':
    case 'TIMESTAMP':
    case 'TIMESTAMP_LTZ':
      return kind === 'int' || kind === 'long';
    case 'FLOAT':
      return kind === 'float';
    case 'DOUBLE':
      return kind === 'float' || kind === 'double';
    case 'CHAR':
    case 'VARCHAR':
    case 'BINARY':
    case 'VARBINARY':
    case 'DECIMAL':
      return kind === 'string' || kind === 'bytes';
    case 'ROW':
      return kind === 'record';
    default:
      return false;
  }
}
