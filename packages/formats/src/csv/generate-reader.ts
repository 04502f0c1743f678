import {
  type Cell,
  CellKind,
  canonicalParser,
  characterEnd,
  compareCode,
  FLOAT_TEXT_DIGITS,
  type FormatPlan,
  type LogicalType,
  type ReaderRequest,
} from '@tsql/core';
import { MAX_INLINE_FIELDS } from '../codegen/function-size.js';
import { columnReader } from './decode.js';
import { OddCellReader } from './odd-cell.js';
import { type CsvOptions, optionsOf } from './options.js';
import * as scan from './scan.js';

const { NULL, TEXT } = CellKind;
const MAX_FIELDS = 1000;
/** The first byte of a mark in UTF-8. */
const BOM = 0xef;

/**
 * Emits a scan over a record of one line: each cell is checked for its column's type and left as its canonical text. A cell written
 * in another way is read by the reference's converter; what is unusual around the cells (another number of cells, further lines,
 * comments, other encodings, malformed bytes) or fails gives up, so that the reference reads the whole record.
 */
export function generateReader(plan: FormatPlan, request: ReaderRequest): readonly Cell[] | undefined {
  const { fields } = plan.rowType;
  const marks = scan.marksOf(optionsOf(plan));
  if (marks === undefined || fields.length === 0 || fields.length > MAX_FIELDS) return undefined;
  return new CsvReaderGenerator(plan, marks, request).generate();
}

/** Names of variables while a cell is read. */
interface CellNames {
  readonly source: string;
  readonly view: string;
  readonly at: string;
  readonly limit: string;
  /** The cell's first byte, a quote perhaps. */
  readonly begin: string;
  readonly giveUp: string;
}

class CsvReaderGenerator {
  private readonly options: CsvOptions;
  private readonly names: CellNames;
  private readonly isWide: boolean;
  private readonly odd: OddCellReader;
  private readonly unquoted: scan.PlainScan;
  private readonly quoted: scan.PlainScan;

  constructor(
    private readonly plan: FormatPlan,
    private readonly marks: scan.Marks,
    private readonly request: ReaderRequest,
  ) {
    const { code, source, view, giveUp } = request;
    this.options = optionsOf(plan);
    this.names = { source, view, at: code.local(), limit: code.local(), begin: code.local(), giveUp };
    this.isWide = plan.rowType.fields.length > MAX_INLINE_FIELDS;
    this.odd = new OddCellReader(this.options, marks);
    this.unquoted = scan.plainScan(marks.separator, marks.escape);
    this.quoted = scan.plainScan(marks.quote, marks.escape);
  }

  generate(): readonly Cell[] {
    const { code, source, start, end, giveUp } = this.request;
    const { at, limit } = this.names;
    const { fields } = this.plan.rowType;
    const cells = fields.map(({ type }) => this.cellOf(type));
    code.emit(`if (${source}[${start}] === ${BOM}) ${giveUp}`);
    // A blank line or a comment.
    if (this.options.allowComments) {
      code.emit(`if (${source}[${start}] <= 32 || ${source}[${start}] === 35) ${giveUp}`);
    }
    code.emit(`${limit} = ${code.constant(scan.lineEnd)}(${source}, ${start}, ${end}); ${at} = ${start};`);
    for (const [index, { type }] of fields.entries()) {
      this.emitField(cells[index] as Cell, type);
      const isLast = index === fields.length - 1;
      code.emit(
        isLast
          ? `if (${at} !== ${limit}) ${giveUp}`
          : `if (${at} >= ${limit} || ${source}[${at}++] !== ${this.marks.separator}) ${giveUp}`,
      );
    }
    return cells;
  }

  private cellOf(type: LogicalType): Cell {
    const { code } = this.request;
    const parse = canonicalParser(type);
    return {
      type,
      kind: code.local(),
      start: code.local(),
      end: code.local(),
      value: code.local(),
      // Of other types there are values only.
      dialect: parse === undefined ? 'csv' : undefined,
      parse: parse ?? (() => null),
    };
  }

  private emitField(cell: Cell, type: LogicalType): void {
    const { code } = this.request;
    const { source, view, at, limit, giveUp } = this.names;
    if (!this.isWide) {
      this.emitCell(cell, type, this.names);
      return;
    }
    const inner = { source, view, at: 'at', limit: 'limit', begin: 'begin', giveUp: 'return -1;' };
    const name = code.outline([source, view, inner.at, inner.limit], () => {
      code.emit(`let ${inner.begin} = 0;`);
      this.emitCell(cell, type, inner);
      code.emit(`return ${inner.at};`);
    });
    code.emit(`if ((${at} = ${name}(${source}, ${view}, ${at}, ${limit})) < 0) ${giveUp}`);
  }

  private emitCell(cell: Cell, type: LogicalType, names: CellNames): void {
    const { code } = this.request;
    const { source, at, limit, begin, giveUp } = names;
    const isText = type.kind === 'CHAR' || type.kind === 'VARCHAR';
    const check = isText ? undefined : checkOf(type);
    code.emit(`value: { ${begin} = ${at};`);
    if (isText || check !== undefined) {
      code.emit('odd: {');
      this.emitBounds(cell, isText, names);
      this.emitNullLiteral(cell, names);
      if (check !== undefined) {
        code.emit(`${cell.end} = ${code.constant(check)}(${source}, ${cell.start}, ${cell.end});`);
        code.emit(`if (${cell.end} < 0) break odd;`);
      }
      code.emit(`${cell.kind} = ${TEXT}; break value; }`);
    }
    const odd = code.constant(this.odd);
    const convert = code.constant(columnReader(type, this.options));
    code.emit(`${at} = ${odd}.${isText ? 'readText' : 'read'}(${source}, ${begin}, ${limit}, ${convert});`);
    code.emit(`if (${at} < 0) ${giveUp} ${cell.kind} = ${odd}.kind; ${cell.value} = ${odd}.value;`);
    if (isText) code.emit(`${cell.start} = ${odd}.start; ${cell.end} = ${odd}.end;`);
    code.emit('}');
  }

  /** Finds where the cell's content stands, and goes behind the cell. */
  private emitBounds({ start, end }: Cell, isText: boolean, names: CellNames): void {
    const { code } = this.request;
    const { source, view, at, limit, begin } = names;
    const { separator, quote } = this.marks;
    const scanCode = (plain: scan.PlainScan) => {
      const name = code.constant(plain);
      const call = `${name}(${source}, ${view}, ${at}, ${limit})`;
      if (!isText) return `${at} = ${call};`;
      const further = `${code.constant(characters)}(${source}, ${view}, ${at}, ${limit}, ${name})`;
      return `${at} = ${call}; if (${at} < ${limit} && ${source}[${at}] >= 128) ${at} = ${further};`;
    };
    const isAtEnd = `${at} === ${limit} || ${source}[${at}] === ${separator}`;
    if (quote >= 0) {
      code.emit(`if (${source}[${at}] === ${quote} && ${at} < ${limit}) {`);
      code.emit(`${start} = ++${at}; ${scanCode(this.quoted)} ${end} = ${at};`);
      code.emit(`if (${at} >= ${limit} || ${source}[${at}++] !== ${quote} || !(${isAtEnd})) break odd;`);
      code.emit('} else {');
    } else {
      code.emit('{');
    }
    code.emit(`${start} = ${begin}; ${scanCode(this.unquoted)} ${end} = ${at}; if (!(${isAtEnd})) break odd; }`);
  }

  /** The literal is compared with bytes that stand for themselves: others are read by the reference. */
  private emitNullLiteral({ kind, start, end }: Cell, { source, view }: CellNames): void {
    const { nullLiteral } = this.options;
    if (nullLiteral === undefined) return;
    const { code } = this.request;
    const bytes = Buffer.from(nullLiteral);
    const isSame = bytes.length === 0 ? 'true' : compareCode(source, view, start, bytes);
    code.emit(`if (${end} - ${start} === ${bytes.length} && ${isSame}) { ${kind} = ${NULL}; break value; }`);
  }
}

/** Goes on behind characters beyond ASCII, up to U+FFFF. */
function characters(source: Uint8Array, view: DataView, start: number, end: number, plain: scan.PlainScan): number {
  let at = start;
  while (at < end && (source[at] as number) >= 0x80) {
    const next = characterEnd(source, at);
    // What is malformed stops here, and is no end of a cell.
    if (next < 0 || next > end) return at;
    at = plain(source, view, next, end);
  }
  return at;
}

/** Undefined for types that have no canonical text in a cell. */
function checkOf(type: LogicalType): scan.CellCheck | undefined {
  switch (type.kind) {
    case 'BOOLEAN':
      return scan.booleanCheck;
    case 'TINYINT':
      return scan.integerCheck(2);
    case 'SMALLINT':
      return scan.integerCheck(4);
    case 'INTEGER':
      return scan.integerCheck(9);
    case 'BIGINT':
      return scan.integerCheck(18);
    case 'FLOAT':
    case 'DOUBLE':
      return scan.doubleCheck(FLOAT_TEXT_DIGITS[type.kind]);
    case 'DECIMAL':
      return scan.decimalCheck(type.precision, type.scale);
    case 'DATE':
      return scan.dateCheck;
    case 'TIME':
      return scan.timeCheck;
    case 'TIMESTAMP':
      return scan.timestampCheck(false);
    case 'TIMESTAMP_LTZ':
      return scan.timestampCheck(true);
    default:
      return undefined;
  }
}
