import {
  type Cell,
  CellKind,
  type FormatPlan,
  type LogicalType,
  printType,
  storeCode,
  type Value,
  type WriterRequest,
} from '@tsql/core';
import { PLAIN_NAME } from './canonical-scan.js';
import { fieldWriter } from './encode.js';
import { type JsonOptions, optionsOf } from './options.js';

/** Constants up to this length are written by the code itself. */
const MAX_UNROLLED = 96;
/** Texts up to this length are copied by the code itself. */
const MAX_LOOP = 200;

/** Emits code that writes one JSON object: names are constants, canonical text is copied, values are formatted by the reference. */
export function generateWriter(plan: FormatPlan, request: WriterRequest): true | undefined {
  const { fields } = plan.rowType;
  if (fields.some(({ name }) => !PLAIN_NAME.test(name))) return undefined;
  const generator = new JsonWriterGenerator(optionsOf(plan), request);
  generator.begin(fields.map(({ name }) => name));
  for (const [index, { name, type }] of fields.entries()) generator.field(index, name, type);
  generator.bytes('}');
  return true;
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
    const constant = names.reduce((sum, name) => sum + name.length + 16, 16);
    const cells = this.request.fields.filter((field): field is Cell => typeof field !== 'string');
    this.room = [constant, ...new Set(cells.map(({ start, end }) => `${end} - ${start}`))].join(' + ');
    for (const { kind, start, end } of cells) {
      this.request.code.emit(`if (${kind} !== ${CellKind.TEXT}) ${start} = ${end} = 0;`);
    }
    this.emitRoom();
    this.bytes('{');
  }

  bytes(text: string): void {
    this.pending += text;
    if (text === '}') this.flush();
  }

  field(index: number, name: string, type: LogicalType): void {
    const source = this.request.fields[index];
    if (source === undefined) throw new Error(`no source for the field '${name}'`);
    const isNull = typeof source === 'string' ? `${source} === null` : `${source.kind} === ${CellKind.NULL}`;
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
    const { kind, start, end, value, parse } = source;
    const parsed = `${code.constant(parse)}(${input}, ${start}, ${end})`;
    if (!this.canCopy(source, type)) {
      this.emitValue(`(${kind} === ${CellKind.TEXT} ? ${parsed} : ${value})`, type);
      return;
    }
    this.flush();
    code.emit(`if (${kind} === ${CellKind.TEXT}) {`);
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

  private emitCopy({ start, end }: Cell, type: LogicalType): void {
    const { code, bytes, view, length, source, sourceView } = this.request;
    const isQuoted = ['CHAR', 'VARCHAR', 'DATE', 'TIME', 'TIMESTAMP', 'TIMESTAMP_LTZ'].includes(type.kind);
    if (isQuoted) this.bytes('"');
    this.flush();
    const size = `${end} - ${start}`;
    code.emit(
      `if (${size} > ${MAX_LOOP}) { ${bytes}.set(${source}.subarray(${start}, ${end}), ${length}); ${length} += ${size}; }`,
    );
    // Four bytes at a time; the last four overlap those before.
    const word = (to: string, from: string) => `${view}.setInt32(${to}, ${sourceView}.getInt32(${from}, true), true);`;
    code.emit(
      `else if (${size} >= 4) { for (let i = ${start}, to = ${length}; i < ${end} - 4; i += 4, to += 4) ${word('to', 'i')}`,
    );
    code.emit(`${length} += ${size}; ${word(`${length} - 4`, `${end} - 4`)} }`);
    code.emit(`else for (let i = ${start}; i < ${end}; i++) ${bytes}[${length}++] = ${source}[i];`);
    if (type.kind === 'TIMESTAMP' || type.kind === 'TIMESTAMP_LTZ') {
      const separator = this.options.timestampFormat === 'SQL' ? 0x20 : 0x54;
      code.emit(`${bytes}[${length} - (${end} - ${start}) + 10] = ${separator};`);
      if (type.kind === 'TIMESTAMP_LTZ') this.bytes('Z');
    }
    if (isQuoted) this.bytes('"');
  }

  private emitValue(value: string, type: LogicalType): void {
    const { code, writer, length } = this.request;
    const write = fieldWriter(type, this.options) as (value: Value) => string;
    this.flush();
    code.emit(`${writer}.length = ${length}; ${writer}.writeUtf8(${code.constant(write)}(${value}));`);
    code.emit(`${length} = ${writer}.length; ${this.renewed()}`);
    this.emitRoom();
  }

  private emitRoom(): void {
    const { code, writer, bytes, length } = this.request;
    const grow = `${writer}.length = ${length}; ${writer}.reserve(${this.room}); ${this.renewed()}`;
    code.emit(`if (${length} + ${this.room} > ${bytes}.length) { ${grow} }`);
  }

  /** The target's bytes may be others than before. */
  private renewed(): string {
    const { writer, bytes, view } = this.request;
    return `${bytes} = ${writer}.bytes; ${view} = ${writer}.view;`;
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
