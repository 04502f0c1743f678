import {
  type Cell,
  CellKind,
  cellValueCode,
  copyCode,
  type FormatPlan,
  isNullCode,
  type LogicalType,
  printType,
  type RowField,
  renewCode,
  reserveCode,
  storeCode,
  type Value,
  type WriterRequest,
} from '@tsql/core';
import { PLAIN_NAME } from './canonical-scan.js';
import { fieldWriter } from './encode.js';
import { type JsonOptions, optionsOf } from './options.js';

/** More fields than this are written by functions of their own, so many by each: V8 optimizes none that are too long. */
const MAX_INLINE_FIELDS = 20;
const FIELDS_PER_FUNCTION = 8;
/** Constants up to this length are written by the code itself. */
const MAX_UNROLLED = 96;

/** Emits code that writes one JSON object: names are constants, canonical text is copied, values are formatted by the reference. */
export function generateWriter(plan: FormatPlan, request: WriterRequest): string | undefined {
  const { fields } = plan.rowType;
  if (fields.some(({ name }) => !PLAIN_NAME.test(name))) return undefined;
  const generator = new JsonWriterGenerator(optionsOf(plan), request);
  generator.begin(fields.map(({ name }) => name));
  generator.fields(fields);
  generator.bytes('}');
  return 'false';
}

class JsonWriterGenerator {
  /** Constant bytes that are still to be emitted. */
  private pending = '';
  private room = '';

  constructor(
    private readonly options: JsonOptions,
    private readonly request: WriterRequest,
  ) {}

  /** Makes room for all constants and copies: quotes, `null` and the parts of a timestamp included. */
  begin(names: readonly string[]): void {
    const { code } = this.request;
    const constant = names.reduce((sum, name) => sum + name.length + 16, 16);
    const texts = this.request.fields.filter((field): field is Cell => typeof field !== 'string');
    const sizes = texts.map(({ kind, start, end }) => `(${kind} === ${CellKind.TEXT} ? ${end} - ${start} : 0)`);
    this.room = code.local();
    code.emit(`${this.room} = ${[constant, ...sizes].join(' + ')};`);
    this.emitRoom();
    this.bytes('{');
  }

  bytes(text: string): void {
    this.pending += text;
    if (text === '}') this.flush();
  }

  /** All at once, or in functions of their own where they are many. */
  fields(fields: readonly RowField[]): void {
    if (fields.length <= MAX_INLINE_FIELDS) {
      for (const [index, { name, type }] of fields.entries()) this.field(index, name, type);
      return;
    }
    const { code, source, sourceView, writer, bytes, view, length } = this.request;
    const parameters = [source, sourceView, writer, length];
    this.flush();
    for (let first = 0; first < fields.length; first += FIELDS_PER_FUNCTION) {
      const name = code.outline(parameters, () => {
        code.emit(`let ${bytes} = ${writer}.bytes, ${view} = ${writer}.view;`);
        for (const [index, field] of fields.slice(first, first + FIELDS_PER_FUNCTION).entries()) {
          this.field(first + index, field.name, field.type);
        }
        this.flush();
        code.emit(`return ${length};`);
      });
      code.emit(`${length} = ${name}(${parameters.join(', ')}); ${bytes} = ${writer}.bytes; ${view} = ${writer}.view;`);
    }
  }

  private field(index: number, name: string, type: LogicalType): void {
    const source = this.request.fields[index];
    if (source === undefined) throw new Error(`no source for the field '${name}'`);
    const isNull = isNullCode(source);
    const separator = index === 0 ? '' : ',';
    if (!this.options.ignoreNullFields) {
      this.bytes(`${separator}"${name}":`);
      this.emitNullable(isNull, source, type);
      return;
    }
    const { code, bytes, length } = this.request;
    this.flush();
    code.emit(`if (!(${isNull})) {`);
    if (index > 0) code.emit(`if (${bytes}[${length} - 1] !== 123) ${bytes}[${length}++] = 44;`);
    this.bytes(`"${name}":`);
    this.emitNotNull(source, type);
    this.flush();
    code.emit('}');
  }

  private emitNullable(isNull: string, source: Cell | string, type: LogicalType): void {
    const { code } = this.request;
    this.flush();
    code.emit(`if (${isNull}) {`);
    this.bytes('null');
    this.flush();
    code.emit('} else {');
    this.emitNotNull(source, type);
    this.flush();
    code.emit('}');
  }

  private emitNotNull(source: Cell | string, type: LogicalType): void {
    if (typeof source === 'string') {
      this.emitValue(source, type);
      return;
    }
    const { code, source: input } = this.request;
    const value = cellValueCode(source, code, input);
    if (!this.canCopy(source, type)) {
      this.emitValue(value, type);
      return;
    }
    this.flush();
    code.emit(`if (${source.kind} === ${CellKind.TEXT}) {`);
    this.emitCopy(source, type);
    this.flush();
    code.emit('} else {');
    this.emitValue(value, type);
    code.emit('}');
  }

  /** Nested values were found as this writer writes them only under the same options. */
  private canCopy(cell: Cell, type: LogicalType): boolean {
    if (cell.dialect === undefined) return true;
    if (cell.dialect !== `json ${this.options.timestampFormat}` || this.options.ignoreNullFields) return false;
    // The names of a row's fields are part of the text.
    return printType({ ...cell.type, nullable: true }) === printType({ ...type, nullable: true });
  }

  private emitCopy(cell: Cell, type: LogicalType): void {
    const { code, bytes, length } = this.request;
    const isQuoted = ['CHAR', 'VARCHAR', 'DATE', 'TIME', 'TIMESTAMP', 'TIMESTAMP_LTZ'].includes(type.kind);
    if (isQuoted) this.bytes('"');
    this.flush();
    code.emit(copyCode(cell, this.request));
    if (type.kind === 'TIMESTAMP' || type.kind === 'TIMESTAMP_LTZ') {
      const separator = this.options.timestampFormat === 'SQL' ? 0x20 : 0x54;
      code.emit(`${bytes}[${length} - (${cell.end} - ${cell.start}) + 10] = ${separator};`);
      if (type.kind === 'TIMESTAMP_LTZ') this.bytes('Z');
    }
    if (isQuoted) this.bytes('"');
  }

  private emitValue(value: string, type: LogicalType): void {
    const { code, writer, length } = this.request;
    const write = fieldWriter(type, this.options) as (value: Value) => string;
    this.flush();
    code.emit(`${writer}.length = ${length}; ${writer}.writeUtf8(${code.constant(write)}(${value}));`);
    code.emit(renewCode(this.request));
    this.emitRoom();
  }

  private emitRoom(): void {
    this.request.code.emit(reserveCode(this.room, this.request));
  }

  private flush(): void {
    if (this.pending === '') return;
    const { code, bytes, view, length } = this.request;
    const constant = Buffer.from(this.pending, 'latin1');
    this.pending = '';
    if (constant.length > MAX_UNROLLED) {
      code.emit(
        `${bytes}.set(${code.constant(new Uint8Array(constant))}, ${length}); ${length} += ${constant.length};`,
      );
      return;
    }
    code.emit(`${storeCode(view, length, constant)} ${length} += ${constant.length};`);
  }
}
