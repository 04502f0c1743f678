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
  printType,
  type RowField,
  type RowType,
  renewCode,
  reserveCode,
  storeCode,
  type Value,
  type WriterRequest,
  writeDate,
  writeDecimal,
  writeTime,
  writeTimestamp,
  writeWhole,
} from '@tsql/core';
import { FIELDS_PER_FUNCTION, MAX_INLINE_FIELDS } from '../codegen/function-size.js';
import { PLAIN_NAME } from './canonical-scan.js';
import { fieldWriter } from './encode.js';
import { type JsonOptions, optionsOf } from './options.js';

/** Constants up to this length are written by the code itself. */
const MAX_UNROLLED = 96;
/** Types whose texts are short and of ASCII. */
const SHORT_ASCII: ReadonlySet<LogicalType['kind']> = new Set([
  ...(['BOOLEAN', 'TINYINT', 'SMALLINT', 'INTEGER', 'BIGINT', 'DECIMAL', 'FLOAT', 'DOUBLE'] as const),
  ...(['DATE', 'TIME', 'TIMESTAMP', 'TIMESTAMP_LTZ'] as const),
]);
/** Room for a field beside its name and a copied text: quotes, `null`, a number. */
const FIELD_ROOM = 40;

/** Emits code that writes one JSON object: names are constants, canonical text is copied, values are formatted by the reference. */
export function generateWriter(plan: FormatPlan, request: WriterRequest): string | undefined {
  return generateObject(plan, request, NOTHING, NOTHING);
}

/** Constant texts of ASCII around an object. */
export interface TextsAround {
  readonly before: string;
  readonly after: string;
}

const NOTHING: TextsAround = { before: '', after: '' };

/** The same with texts around the object, others for rows that take one back. */
export function generateObject(
  plan: FormatPlan,
  request: WriterRequest,
  insert: TextsAround,
  retraction: TextsAround,
): string | undefined {
  const { fields } = plan.rowType;
  if (fields.some(({ name }) => !PLAIN_NAME.test(name))) return undefined;
  const generator = new JsonWriterGenerator(optionsOf(plan), request);
  const lengthOf = ({ before, after }: TextsAround) => before.length + after.length;
  generator.begin(plan.rowType, Math.max(lengthOf(insert), lengthOf(retraction)));
  generator.eitherBytes(`${insert.before}{`, `${retraction.before}{`);
  generator.fields(fields);
  generator.eitherBytes(`}${insert.after}`, `}${retraction.after}`);
  generator.end('');
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

  /** Makes room for all constants, numbers and copies, and for so many bytes around them. */
  begin(type: RowType, around: number): void {
    const { code } = this.request;
    this.room = code.local();
    code.emit(`${this.room} = ${[around, ...this.roomOf(type, this.request.fields)].join(' + ')};`);
    this.emitRoom();
  }

  private roomOf(type: RowType, fields: readonly (Cell | string)[]): (string | number)[] {
    const room = type.fields.reduce((sum, { name }) => sum + name.length + FIELD_ROOM, FIELD_ROOM);
    const sizes = fields.flatMap((field, index): (string | number)[] => {
      if (typeof field === 'string') return [];
      const { kind, start, end } = field;
      const inner = this.canWriteFields(field, type.fields[index]?.type as LogicalType);
      const within = inner === undefined ? [] : this.roomOf(inner, field.fields ?? []);
      return [`(${kind} === ${CellKind.TEXT} ? ${end} - ${start} : 0)`, ...within];
    });
    return [room, ...sizes];
  }

  bytes(text: string): void {
    this.pending += text;
  }

  /** The second text for a row that takes one back. */
  eitherBytes(insert: string, retracted: string): void {
    const { code, retraction } = this.request;
    if (retraction === undefined || insert === retracted) {
      this.bytes(insert);
      return;
    }
    this.flush();
    code.emit(`if (${retraction}) {`);
    this.bytes(retracted);
    this.flush();
    code.emit('} else {');
    this.bytes(insert);
    this.flush();
    code.emit('}');
  }

  /** All at once, or in functions of their own where they are many. */
  fields(fields: readonly RowField[]): void {
    if (fields.length <= MAX_INLINE_FIELDS) {
      this.fieldsOf(fields, this.request.fields);
      return;
    }
    const { code, source, sourceView, writer, bytes, view, length } = this.request;
    const parameters = [source, sourceView, writer, length];
    this.flush();
    for (let first = 0; first < fields.length; first += FIELDS_PER_FUNCTION) {
      const name = code.outline(parameters, () => {
        code.emit(`let ${bytes} = ${writer}.bytes, ${view} = ${writer}.view;`);
        const last = first + FIELDS_PER_FUNCTION;
        this.fieldsOf(fields.slice(first, last), this.request.fields.slice(first, last), first);
        this.flush();
        code.emit(`return ${length};`);
      });
      code.emit(`${length} = ${name}(${parameters.join(', ')}); ${bytes} = ${writer}.bytes; ${view} = ${writer}.view;`);
    }
  }

  end(text = '}'): void {
    this.bytes(text);
    this.flush();
  }

  private fieldsOf(fields: readonly RowField[], sources: readonly (Cell | string)[], first = 0): void {
    for (const [index, { name, type }] of fields.entries()) {
      const source = sources[index];
      if (source === undefined) throw new Error(`no source for the field '${name}'`);
      this.field(source, name, type, first + index === 0);
    }
  }

  private field(source: Cell | string, name: string, type: LogicalType, isFirst: boolean): void {
    const isNull = isNullCode(source);
    const separator = isFirst ? '' : ',';
    if (!this.options.ignoreNullFields) {
      this.bytes(`${separator}"${name}":`);
      this.emitNullable(isNull, source, type);
      return;
    }
    const { code, bytes, length } = this.request;
    this.flush();
    code.emit(`if (!(${isNull})) {`);
    if (!isFirst) code.emit(`if (${bytes}[${length} - 1] !== 123) ${bytes}[${length}++] = 44;`);
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
      this.emitUncopied(source, type);
      return;
    }
    const { code } = this.request;
    const inner = this.canWriteFields(source, type);
    this.flush();
    if (this.canCopy(source, type)) {
      code.emit(`if (${source.kind} === ${CellKind.TEXT}) {`);
      this.emitCopy(source, type);
      this.flush();
      code.emit('} else');
    }
    if (inner !== undefined) {
      code.emit(`if (${source.kind} === ${CellKind.FIELDS}) {`);
      this.bytes('{');
      this.fieldsOf(inner.fields, source.fields ?? []);
      this.end();
      code.emit('} else');
    }
    code.emit('{');
    this.emitUncopied(source, type);
    this.flush();
    code.emit('}');
  }

  /** The row whose fields stand in cells of their own. */
  private canWriteFields(cell: Cell, type: LogicalType): RowType | undefined {
    if (cell.fields === undefined || type.kind !== 'ROW') return undefined;
    return type.fields.every(({ name }) => PLAIN_NAME.test(name)) ? type : undefined;
  }

  private emitUncopied(source: Cell | string, type: LogicalType): void {
    const { code, source: input } = this.request;
    const value = typeof source === 'string' ? source : cellValueCode(source, code, input);
    const number = this.numberCode(source, type, value);
    const write = this.numberWriter(type);
    if (number === undefined || write === undefined) {
      this.emitValue(value, type);
      return;
    }
    const { bytes, length } = this.request;
    const isQuoted = type.kind === 'DATE' || type.kind === 'TIME' || type.kind.startsWith('TIMESTAMP');
    this.flush();
    code.emit('{');
    code.emit(`const number = ${number};`);
    const at = isQuoted ? `${length} + 1` : length;
    code.emit(`const to = number === number ? ${code.constant(write)}(${bytes}, ${at}, number) : -1;`);
    code.emit('if (to >= 0) {');
    if (isQuoted) {
      const zone = type.kind === 'TIMESTAMP_LTZ' ? 'Z' : '';
      code.emit(`${bytes}[${length}] = 34; ${length} = to;`);
      this.bytes(`${zone}"`);
      this.flush();
    } else {
      code.emit(`${length} = to;`);
    }
    code.emit('} else {');
    this.emitValue(value, type);
    code.emit('} }');
  }

  /** Undefined where the number is not all of the value. */
  private numberCode(source: Cell | string, type: LogicalType, value: string): string | undefined {
    const { code, source: input } = this.request;
    switch (type.kind) {
      case 'DATE':
      case 'TIME':
        return value;
      case 'TIMESTAMP':
      case 'TIMESTAMP_LTZ':
        // A value has nanoseconds.
        if (typeof source === 'string') return undefined;
        return `(${source.kind} === ${CellKind.NUMBER} ? ${source.value} : NaN)`;
      default: {
        const number = numberOfType(type);
        return number === undefined ? undefined : cellNumberCode(source, number, code, input);
      }
    }
  }

  /** Writes a value of the type from its number, or gives -1. */
  private numberWriter(type: LogicalType): ((bytes: Uint8Array, at: number, number: number) => number) | undefined {
    switch (type.kind) {
      case 'TINYINT':
      case 'SMALLINT':
      case 'INTEGER':
      case 'BIGINT':
        return writeWhole;
      case 'DECIMAL': {
        const { scale } = type;
        const isPlain = this.options.decimalAsPlainNumber;
        return (bytes, at, number) => writeDecimal(bytes, at, number, scale, isPlain);
      }
      case 'DATE':
        return writeDate;
      case 'TIME':
        return writeTime;
      case 'TIMESTAMP':
      case 'TIMESTAMP_LTZ': {
        const separator = this.options.timestampFormat === 'SQL' ? 0x20 : 0x54;
        return (bytes, at, number) => writeTimestamp(bytes, at, number, separator);
      }
      default:
        return undefined;
    }
  }

  /** Nested values were found as this writer writes them only under the same options. */
  private canCopy(cell: Cell, type: LogicalType): boolean {
    if (cell.dialect === undefined) return cell.type.kind === type.kind;
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
    // An encoder's call costs more than a short text.
    const method = SHORT_ASCII.has(type.kind) ? 'writeAscii' : 'writeUtf8';
    code.emit(`${writer}.length = ${length}; ${writer}.${method}(${code.constant(write)}(${value}));`);
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
