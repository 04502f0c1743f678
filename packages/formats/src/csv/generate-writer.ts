import {
  type Cell,
  CellKind,
  cellValueCode,
  copyCode,
  type FormatPlan,
  isNullCode,
  type LogicalType,
  type RowField,
  renewCode,
  reserveCode,
  storeCode,
  type WriterRequest,
} from '@tsql/core';
import { FIELDS_PER_FUNCTION, MAX_INLINE_FIELDS } from '../codegen/function-size.js';
import { columnText } from './encode.js';
import { type CsvOptions, optionsOf } from './options.js';
import { textNeedsQuotes } from './quoting.js';

const QUOTE = 0x22;
const BLANK = 0x20;
const ZONE = 0x5a;

/**
 * Emits code that writes one line: canonical text is copied, with the quotes that Jackson would put around it; values are written by
 * the reference.
 */
export function generateWriter(plan: FormatPlan, request: WriterRequest): string | undefined {
  const { fields } = plan.rowType;
  const options = optionsOf(plan);
  const isWritable = options.fieldDelimiter < '\x80' && options.nullLiteral?.isWellFormed() !== false;
  if (fields.length === 0 || !isWritable) return undefined;
  new CsvWriterGenerator(options, request).generate(fields);
  return 'false';
}

class CsvWriterGenerator {
  private readonly nullBytes: Uint8Array;
  /** Nothing in a canonical text is doubled or escaped, as it has neither `"` nor `\`. */
  private readonly isUsual: boolean;
  private readonly room: string;

  constructor(
    private readonly options: CsvOptions,
    private readonly request: WriterRequest,
  ) {
    const { quoteCharacter, escapeCharacter } = options;
    this.nullBytes = Buffer.from(options.nullLiteral ?? '');
    this.isUsual = quoteCharacter === undefined || (quoteCharacter === '"' && /^\\?$/.test(escapeCharacter ?? ''));
    this.room = request.code.local();
  }

  /** Makes room for all constants and copies first: delimiters, quotes and a timestamp's Z included. */
  generate(fields: readonly RowField[]): void {
    const { code } = this.request;
    const constant = fields.length * (8 + this.nullBytes.length);
    const texts = this.request.fields.filter((field): field is Cell => typeof field !== 'string');
    const sizes = texts.map(({ kind, start, end }) => `(${kind} === ${CellKind.TEXT} ? ${end} - ${start} : 0)`);
    code.emit(`${this.room} = ${[constant, ...sizes].join(' + ')};`);
    this.emitRoom();
    if (fields.length <= MAX_INLINE_FIELDS) this.emitFields(fields, 0);
    else this.outlineFields(fields);
  }

  private outlineFields(fields: readonly RowField[]): void {
    const { code, source, sourceView, writer, bytes, view, length } = this.request;
    const parameters = [source, sourceView, writer, length];
    for (let first = 0; first < fields.length; first += FIELDS_PER_FUNCTION) {
      const name = code.outline(parameters, () => {
        code.emit(`let ${bytes} = ${writer}.bytes, ${view} = ${writer}.view;`);
        this.emitFields(fields.slice(first, first + FIELDS_PER_FUNCTION), first);
        code.emit(`return ${length};`);
      });
      code.emit(`${length} = ${name}(${parameters.join(', ')}); ${bytes} = ${writer}.bytes; ${view} = ${writer}.view;`);
    }
  }

  private emitFields(fields: readonly RowField[], first: number): void {
    const { code } = this.request;
    for (const [index, { name, type }] of fields.entries()) {
      const field = this.request.fields[first + index];
      if (field === undefined) throw new Error(`no source for the field '${name}'`);
      if (first + index > 0) this.emitByte(this.options.fieldDelimiter.charCodeAt(0));
      code.emit(`if (${isNullCode(field)}) {`);
      this.emitNull();
      code.emit('} else {');
      this.emitNotNull(field, type);
      code.emit('}');
    }
  }

  private emitNull(): void {
    const { code, view, length } = this.request;
    if (this.nullBytes.length === 0) return;
    code.emit(`${storeCode(view, length, this.nullBytes)} ${length} += ${this.nullBytes.length};`);
  }

  private emitNotNull(field: Cell | string, type: LogicalType): void {
    const { code, source } = this.request;
    const value = typeof field === 'string' ? field : cellValueCode(field, code, source);
    if (typeof field === 'string' || field.dialect !== undefined || !(this.isUsual || isBare(type))) {
      this.emitValue(value, type);
      return;
    }
    code.emit(`if (${field.kind} === ${CellKind.TEXT}) {`);
    this.emitCopy(field, type);
    code.emit('} else {');
    this.emitValue(value, type);
    code.emit('}');
  }

  private emitCopy(cell: Cell, type: LogicalType): void {
    const { code, source } = this.request;
    const copy = () => code.emit(copyCode(cell, this.request));
    if (isBare(type) || this.options.quoteCharacter === undefined) {
      copy();
      this.emitTimestampParts(cell, type);
    } else if (isTimestamp(type)) {
      // The blank in it needs quotes.
      this.emitByte(QUOTE);
      copy();
      this.emitTimestampParts(cell, type);
      this.emitByte(QUOTE);
    } else {
      const needsQuotes = code.constant(textNeedsQuotes(this.options));
      code.emit(`if (${needsQuotes}(${source}, ${cell.start}, ${cell.end})) {`);
      this.emitByte(QUOTE);
      copy();
      this.emitByte(QUOTE);
      code.emit('} else {');
      copy();
      code.emit('}');
    }
  }

  /** What canonical text leaves open. */
  private emitTimestampParts({ start, end }: Cell, type: LogicalType): void {
    if (!isTimestamp(type)) return;
    const { code, bytes, length } = this.request;
    code.emit(`${bytes}[${length} - (${end} - ${start}) + 10] = ${BLANK};`);
    if (type.kind === 'TIMESTAMP_LTZ') this.emitByte(ZONE);
  }

  private emitByte(byte: number): void {
    const { code, bytes, length } = this.request;
    code.emit(`${bytes}[${length}++] = ${byte};`);
  }

  private emitValue(value: string, type: LogicalType): void {
    const { code, writer, length } = this.request;
    const write = code.constant(columnText(type, this.options));
    code.emit(`${writer}.length = ${length}; ${writer}.writeUtf8(${write}(${value}));`);
    code.emit(renewCode(this.request));
    this.emitRoom();
  }

  private emitRoom(): void {
    this.request.code.emit(reserveCode(this.room, this.request));
  }
}

/** Written without quotes whatever the text is. */
function isBare(type: LogicalType): boolean {
  return ['BOOLEAN', 'TINYINT', 'SMALLINT', 'INTEGER', 'BIGINT', 'FLOAT', 'DOUBLE'].includes(type.kind);
}

function isTimestamp(type: LogicalType): boolean {
  return type.kind === 'TIMESTAMP' || type.kind === 'TIMESTAMP_LTZ';
}
