import {
  type Cell,
  CellKind,
  type CodeWriter,
  compareCode,
  dateEnd,
  decimalEnd,
  FLOAT_TEXT_DIGITS,
  fractionEnd,
  isDoubleText,
  type LogicalType,
  type RowType,
  timeEnd,
  timestampEnd,
} from '@tsql/core';
import { MAX_INLINE_FIELDS } from '../codegen/function-size.js';
import type { TimestampStandard } from '../java/temporal.js';
import { canonicalScan, fieldPrefixes } from './canonical-scan.js';
import * as scan from './scan.js';

/** Names of variables of the generated function. */
export interface ScanNames {
  readonly source: string;
  readonly view: string;
  /** The position: at the value, then behind it. */
  readonly at: string;
  /** The byte at the position. */
  readonly byte: string;
  /** To be used freely. */
  readonly word: string;
}

/** Where to note the canonical text's begin and end; of a row also those of its fields, where somebody may want them. */
export type TextPlace = Pick<Cell, 'start' | 'end'> & Partial<Pick<Cell, 'kind' | 'fields'>>;

/** A bit of each byte that needs a look: a control character, `"`, `\` or one beyond ASCII, in a word of four bytes. */
const SPECIAL_BITS = (word: string) =>
  `((${word} - 0x20202020) | ((${word} ^ 0x22222222) - 0x01010101) | ((${word} ^ 0x5c5c5c5c) - 0x01010101) | ${word}) & 0x80808080`;

/** Emits scans of values that are written in canonical form (see `Cell`), and runs `fail` for others. */
export class CanonicalEmitter {
  constructor(
    private readonly code: CodeWriter,
    private readonly names: ScanNames,
    private readonly standard: TimestampStandard,
    private readonly fail: string,
  ) {}

  /**
   * Emits the scan of a value that is not null, from its first byte on. `isWhole`: nothing may stand behind the canonical text, such
   * as zeros of a fraction. False where the type has no such scan.
   */
  emit(type: LogicalType, place: TextPlace, isWhole = false): boolean {
    const { code, fail } = this;
    const { source, at, byte } = this.names;
    const { start, end } = place;
    switch (type.kind) {
      case 'CHAR':
      case 'VARCHAR':
        this.text(place);
        return true;
      case 'BOOLEAN':
        code.emit(`if (${byte} !== 116 && ${byte} !== 102) ${fail}`);
        code.emit(`${start} = ${at}; ${end} = ${at} = ${this.call(scan.literalEnd, at)}; if (${at} < 0) ${fail}`);
        return true;
      case 'TINYINT':
      case 'SMALLINT':
      case 'INTEGER':
      case 'BIGINT':
        this.integer(INTEGERS[type.kind], place);
        return true;
      case 'DECIMAL':
        this.decimal(type.precision, type.scale, place);
        if (isWhole) code.emit(`if (${end} !== ${at}) ${fail}`);
        return true;
      case 'FLOAT':
      case 'DOUBLE': {
        code.emit(`${start} = ${at}; ${end} = ${at} = ${this.call(scan.numberEnd, at)};`);
        const isText = this.call(isDoubleText, start, end, FLOAT_TEXT_DIGITS[type.kind]);
        code.emit(`if (${at} < 0 || !${isText}) ${fail}`);
        return true;
      }
      case 'DATE':
      case 'TIME':
        code.emit(`if (${byte} !== 34) ${fail} ${start} = ++${at};`);
        code.emit(`${end} = ${at} = ${this.call(type.kind === 'DATE' ? dateEnd : timeEnd, at)};`);
        code.emit(`if (${at} < 0 || ${source}[${at}++] !== 34) ${fail}`);
        return true;
      case 'TIMESTAMP':
      case 'TIMESTAMP_LTZ':
        code.emit(`if (${byte} !== 34) ${fail} ${start} = ++${at};`);
        code.emit(`${at} = ${this.call(timestampEnd, at, this.standard === 'SQL' ? 0x20 : 0x54)};`);
        code.emit(`if (${at} < 0) ${fail}`);
        code.emit(`${end} = ${at} - ${start} > 19 ? ${this.call(fractionEnd, start, at)} : ${at};`);
        if (isWhole) code.emit(`if (${end} !== ${at}) ${fail}`);
        if (type.kind === 'TIMESTAMP_LTZ') code.emit(`if (${source}[${at}++] !== 90) ${fail}`);
        code.emit(`if (${source}[${at}++] !== 34) ${fail}`);
        return true;
      default:
        return this.constructedType(type, place);
    }
  }

  private call(scanner: unknown, ...rest: readonly (string | number)[]): string {
    return `${this.code.constant(scanner)}(${[this.names.source, ...rest].join(', ')})`;
  }

  private text({ start, end }: TextPlace): void {
    const { code, fail } = this;
    const { source, view, at, byte, word } = this.names;
    code.emit(`if (${byte} !== 34) ${fail} ${start} = ++${at};`);
    code.emit('for (;;) {');
    code.emit(`if (${at} + 4 > ${source}.length) {`);
    code.emit(`while (${code.constant(scan.PLAIN)}[${source}[${at}]] === 1) ${at}++; break; }`);
    code.emit(`${word} = ${view}.getInt32(${at}, true); ${word} = ${SPECIAL_BITS(word)};`);
    // The lowest bit is that of the first such byte.
    code.emit(`if (${word} !== 0) { ${at} += (31 - Math.clz32(${word} & -${word})) >> 3; break; }`);
    code.emit(`${at} += 4; }`);
    code.emit(`if (${source}[${at}] !== 34 && (${at} = ${this.call(scan.plainTextEnd, at)}) < 0) ${fail}`);
    code.emit(`${end} = ${at}++;`);
  }

  /** Digits without a leading zero. */
  private digits(): void {
    const { code, fail } = this;
    const { source, at, byte } = this.names;
    code.emit(`if (${byte} === 45) ${byte} = ${source}[++${at}];`);
    code.emit(`if (${byte} === 48) ${byte} = ${source}[++${at}];`);
    code.emit(`else if (${byte} >= 49 && ${byte} <= 57) ${this.moreDigits()}`);
    code.emit(`else ${fail}`);
  }

  private moreDigits(): string {
    const { source, at, byte } = this.names;
    return `do ${byte} = ${source}[++${at}]; while (${byte} >= 48 && ${byte} <= 57);`;
  }

  /** An exponent or anything else that is no end of a number. */
  private numberEnd(): void {
    const { byte } = this.names;
    this.code.emit(`if (${byte} !== 44 && ${byte} !== 125 && ${byte} > 32) ${this.fail}`);
  }

  /** So many digits fit in any case; one more where the number is small enough. */
  private integer({ digits, maximum }: IntegerRange, { start, end }: TextPlace): void {
    const { code, fail } = this;
    const { source, at } = this.names;
    code.emit(`${start} = ${at};`);
    this.digits();
    this.numberEnd();
    code.emit(`${end} = ${at};`);
    // Minus zero is zero.
    code.emit(`if (${end} - ${start} === 2 && ${source}[${end} - 1] === 48 && ${source}[${start}] === 45) ${fail}`);
    const fits = maximum === undefined ? '' : ` && !${this.call(integerFits(maximum), start, end)}`;
    code.emit(`if (${end} - ${start} > ${digits}${fits}) ${fail}`);
  }

  private decimal(precision: number, scale: number, { start, end }: TextPlace): void {
    const { code, fail } = this;
    const { source, at, byte, word: point } = this.names;
    code.emit(`${start} = ${at};`);
    this.digits();
    code.emit(`${point} = ${end} = ${at};`);
    code.emit(`if (${byte} === 46) {`);
    code.emit(this.moreDigits());
    // A digit has to follow; zeros at the end go, and the point with them.
    code.emit(`if (${at} === ${point} + 1) ${fail} ${end} = ${at};`);
    code.emit(`while (${source}[${end} - 1] === 48) ${end}--;`);
    code.emit(`if (${end} - 1 === ${point}) ${end} = ${point}; else if (${end} - ${point} - 1 > ${scale}) ${fail}`);
    code.emit('}');
    this.numberEnd();
    // 60 is 6E+1; minus zero is zero.
    code.emit(`if (${end} === ${point} && ${source}[${end} - 1] === 48 && ${end} - ${start} > 1) ${fail}`);
    // What is long, or may need an exponent for its zeros, is looked at more closely.
    const isLong = `${point} - ${start} > ${precision - scale}`;
    const isTiny = scale > 6 ? ` || ${end} - ${point} > 7` : '';
    const closely = this.call(decimalEnd, start, end, precision, scale);
    code.emit(`if ((${isLong}${isTiny}) && ${closely} !== ${end}) ${fail}`);
  }

  /** A row's fields in their order, without blanks; a scan of its own for other types. */
  private constructedType(type: LogicalType, place: TextPlace): boolean {
    const { code, fail } = this;
    const { at } = this.names;
    const canonical = canonicalScan(type, this.standard);
    if (canonical === undefined) return false;
    if (isScannedByField(type)) {
      this.row(type, place);
      return true;
    }
    code.emit(`${place.start} = ${at}; ${place.end} = ${at} = ${this.call(canonical, at)}; if (${at} < 0) ${fail}`);
    return true;
  }

  private row(type: RowType, { start, end, fields }: TextPlace): void {
    const { code, fail } = this;
    const { source, view, at, byte } = this.names;
    const unnamed: TextPlace | undefined =
      fields === undefined ? { start: code.local(), end: code.local() } : undefined;
    code.emit(`${start} = ${at};`);
    for (const [index, prefix] of fieldPrefixes(type).entries()) {
      const inner = unnamed ?? (fields?.[index] as TextPlace);
      code.emit(`if (!(${compareCode(source, view, at, prefix)})) ${fail}`);
      code.emit(`if ((${byte} = ${source}[${at} += ${prefix.length}]) === 110) {`);
      code.emit(`if ((${at} = ${this.call(scan.literalEnd, at)}) < 0) ${fail}`);
      if (inner.kind !== undefined) code.emit(`${inner.kind} = ${CellKind.NULL};`);
      code.emit('} else {');
      this.emit(type.fields[index]?.type as LogicalType, inner, true);
      if (inner.kind !== undefined) code.emit(`${inner.kind} = ${CellKind.TEXT};`);
      code.emit('}');
    }
    code.emit(`if (${source}[${at}] !== 125) ${fail} ${end} = ++${at};`);
  }
}

/** True for rows whose fields are scanned one by one by the code itself. */
export const isScannedByField = (type: LogicalType): type is RowType =>
  type.kind === 'ROW' && type.fields.length <= MAX_INLINE_FIELDS;

interface IntegerRange {
  readonly digits: number;
  readonly maximum?: number;
}

const INTEGERS: Readonly<Record<'TINYINT' | 'SMALLINT' | 'INTEGER' | 'BIGINT', IntegerRange>> = {
  TINYINT: { digits: 2, maximum: 127 },
  SMALLINT: { digits: 4, maximum: 32_767 },
  INTEGER: { digits: 9, maximum: 2_147_483_647 },
  BIGINT: { digits: 18 },
};

function integerFits(maximum: number): (source: Uint8Array, start: number, end: number) => boolean {
  const digits = String(maximum).length;
  return (source, start, end) => {
    if (end - start > digits + 1) return false;
    let value = 0;
    for (let i = source[start] === 0x2d ? start + 1 : start; i < end; i++)
      value = value * 10 + (source[i] as number) - 0x30;
    return value <= maximum;
  };
}
