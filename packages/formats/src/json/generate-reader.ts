import {
  type Cell,
  CellKind,
  canonicalParser,
  type FormatPlan,
  type LogicalType,
  type ReaderRequest,
} from '@tsql/core';
import { canonicalScan, PLAIN_NAME } from './canonical-scan.js';
import { fieldReader } from './decode.js';
import { optionsOf } from './options.js';
import * as scan from './scan.js';
import type { TimestampStandard } from './temporal.js';

const { NULL, TEXT, VALUE } = CellKind;
/** More fields than this make the function too long to be compiled well. */
const MAX_FIELDS = 250;

/**
 * Emits a scan over one JSON object: fields are looked for in the order in which the last record had them, each value is checked for
 * its type and left as its canonical text. A value written in another way (with escapes, an exponent, in quotes) is read by the
 * reference's converter; what is unusual around the values (escapes in names, duplicates, what is no JSON) or fails gives up, so that
 * the reference reads the whole record.
 */
export function generateReader(plan: FormatPlan, request: ReaderRequest): readonly Cell[] | undefined {
  const { fields } = plan.rowType;
  const names = new Set(fields.map(({ name }) => name));
  if (fields.length === 0 || fields.length > MAX_FIELDS || names.size < fields.length) return undefined;
  if (fields.some(({ name }) => !PLAIN_NAME.test(name))) return undefined;
  return new JsonReaderGenerator(plan, request).generate();
}

class JsonReaderGenerator {
  private readonly cells: readonly Cell[];
  private readonly at: string;
  private readonly byte: string;
  private readonly start: string;
  private readonly standard: TimestampStandard;

  constructor(
    private readonly plan: FormatPlan,
    private readonly request: ReaderRequest,
  ) {
    const { code } = request;
    this.standard = optionsOf(plan).timestampFormat;
    this.at = code.local();
    this.byte = code.local();
    this.start = code.local();
    this.cells = plan.rowType.fields.map((field) => this.cellOf(field.type));
  }

  generate(): readonly Cell[] {
    const { code, source, start, end, giveUp } = this.request;
    const { at, byte } = this;
    const { fields } = this.plan.rowType;
    const found = code.local();
    const field = code.local();
    const expected = code.local();
    const before = code.local();
    // After field i (or the begin, at the end of the array) comes the field that came then in the last record.
    const order = code.constant(
      Uint8Array.from({ length: fields.length + 1 }, (_, i) => (i + 1) % (fields.length + 1)),
    );
    const names = fields.map(({ name }) => Buffer.from(`"${name}":`));
    const lookUp = code.constant(nameLookUp(names));
    const ends = code.constant(scan.blanksEnd);
    const skip = code.constant(scan.valueEnd);
    const textEnd = code.constant(scan.plainTextEnd);
    for (const cell of this.cells) code.emit(`${cell.kind} = -1;`);
    code.emit(`${found} = 0; ${at} = ${start}; ${before} = ${fields.length}; ${expected} = ${order}[${before}];`);
    code.emit(`if (${source}[${at}] !== 123) ${giveUp}`);
    code.emit(`${at} = ${ends}(${source}, ${at} + 1);`);
    code.emit(`if (${source}[${at}] === 125) ${at}++; else for (;;) {`);
    code.emit(`${field} = ${expected};`);
    code.emit('known: {');
    code.emit(`switch (${field}) {`);
    for (const [index, name] of names.entries()) {
      const test = [...name].map((each, i) => `${source}[${at}${i === 0 ? '' : ` + ${i}`}] === ${each}`).join(' && ');
      code.emit(`case ${index}: if (${test}) { ${at} += ${name.length}; break known; } break;`);
    }
    code.emit('}');
    // Not the one that was expected.
    code.emit(`if (${source}[${at}] !== 34) ${giveUp}`);
    code.emit(`${this.start} = ${at}; ${at} = ${textEnd}(${source}, ${at} + 1); if (${at} < 0) ${giveUp}`);
    code.emit(`${field} = ${lookUp}(${source}, ${this.start}, ++${at});`);
    code.emit(`${at} = ${ends}(${source}, ${at}); if (${source}[${at}] !== 58) ${giveUp}`);
    code.emit(`${at}++;`);
    code.emit('}');
    code.emit(
      `if ((${byte} = ${source}[${at}]) <= 32) { ${at} = ${ends}(${source}, ${at}); ${byte} = ${source}[${at}]; }`,
    );
    code.emit(`switch (${field}) {`);
    for (const index of fields.keys()) {
      const cell = this.cells[index] as Cell;
      code.emit(`case ${index}: if (${cell.kind} !== -1) ${giveUp}`);
      this.emitValue(cell, fields[index]?.type as LogicalType);
      code.emit(`${order}[${before}] = ${index}; ${before} = ${index}; ${found}++; break;`);
    }
    code.emit(`default: ${at} = ${skip}(${source}, ${at}); if (${at} < 0) ${giveUp}`);
    code.emit('}');
    code.emit(`${expected} = ${order}[${before}];`);
    code.emit(
      `if ((${byte} = ${source}[${at}]) <= 32) { ${at} = ${ends}(${source}, ${at}); ${byte} = ${source}[${at}]; }`,
    );
    code.emit(`if (${byte} === 125) { ${at}++; break; }`);
    code.emit(`if (${byte} !== 44) ${giveUp}`);
    code.emit(`if (${source}[++${at}] <= 32) ${at} = ${ends}(${source}, ${at});`);
    code.emit('}');
    // The scan ran ahead without looking for the end: what lies behind belongs to another record.
    code.emit(`if (${at} > ${end}) ${giveUp}`);
    if (optionsOf(this.plan).failOnMissingField) code.emit(`if (${found} < ${fields.length}) ${giveUp}`);
    code.emit(`if (${found} < ${fields.length}) {`);
    for (const cell of this.cells) code.emit(`if (${cell.kind} === -1) ${cell.kind} = ${NULL};`);
    code.emit('}');
    return this.cells;
  }

  private cellOf(type: LogicalType): Cell {
    const { code } = this.request;
    const parse = canonicalParser(type);
    const read = fieldReader(this.plan, type);
    return {
      type,
      kind: code.local(),
      start: code.local(),
      end: code.local(),
      value: code.local(),
      dialect: parse === undefined ? `json ${this.standard}` : undefined,
      parse: parse ?? ((source, start, end) => read(source, start, end).value),
    };
  }

  private emitValue(cell: Cell, type: LogicalType): void {
    const { code, source, giveUp } = this.request;
    const { at, byte } = this;
    const literal = code.constant(scan.literalEnd);
    code.emit(`if (${byte} === 110) {`);
    code.emit(`${at} = ${literal}(${source}, ${at}); if (${at} < 0) ${giveUp} ${cell.kind} = ${NULL};`);
    code.emit(`} else value: { odd: { ${this.start} = ${at};`);
    if (this.emitCanonical(cell, type)) code.emit(`${cell.kind} = ${TEXT}; break value;`);
    code.emit('}');
    this.emitRead(cell, type);
    code.emit('}');
  }

  /** Emits the way of a value written in canonical form, and leaves for what is not: `break odd`. False where there is none. */
  private emitCanonical(cell: Cell, type: LogicalType): boolean {
    const { code, source } = this.request;
    const { at, byte } = this;
    const { start, end } = cell;
    const call = (scanner: unknown, ...rest: readonly (string | number)[]) =>
      `${code.constant(scanner)}(${[source, ...rest].join(', ')})`;
    switch (type.kind) {
      case 'CHAR':
      case 'VARCHAR':
        code.emit(`if (${byte} !== 34) break odd; ${start} = ++${at};`);
        code.emit(`while (${code.constant(scan.PLAIN)}[${source}[${at}]] === 1) ${at}++;`);
        code.emit(`if (${source}[${at}] !== 34 && (${at} = ${call(scan.plainTextEnd, at)}) < 0) break odd;`);
        code.emit(`${end} = ${at}++;`);
        return true;
      case 'BOOLEAN':
        code.emit(`if (${byte} !== 116 && ${byte} !== 102) break odd;`);
        code.emit(`${start} = ${at}; ${end} = ${at} = ${call(scan.literalEnd, at)}; if (${at} < 0) break odd;`);
        return true;
      case 'TINYINT':
        return this.emitInteger(cell, 2, 127);
      case 'SMALLINT':
        return this.emitInteger(cell, 4, 32_767);
      case 'INTEGER':
        return this.emitInteger(cell, 9, 2_147_483_647);
      case 'BIGINT':
        return this.emitInteger(cell, 18, undefined);
      case 'DECIMAL':
        code.emit(`${start} = ${at}; ${at} = ${call(scan.numberEnd, at)}; if (${at} < 0) break odd;`);
        code.emit(`${end} = ${call(scan.decimalEnd, start, at, type.precision, type.scale)};`);
        code.emit(`if (${end} < 0) break odd;`);
        return true;
      case 'FLOAT':
      case 'DOUBLE':
        code.emit(`${start} = ${at}; ${end} = ${at} = ${call(scan.numberEnd, at)};`);
        code.emit(`if (${at} < 0 || !${call(scan.isDoubleText, start, end, scan.SAFE_DIGITS[type.kind])}) break odd;`);
        return true;
      case 'DATE':
      case 'TIME':
        code.emit(`if (${byte} !== 34) break odd; ${start} = ++${at};`);
        code.emit(`${end} = ${at} = ${call(type.kind === 'DATE' ? scan.dateEnd : scan.timeEnd, at)};`);
        code.emit(`if (${at} < 0 || ${source}[${at}++] !== 34) break odd;`);
        return true;
      case 'TIMESTAMP':
      case 'TIMESTAMP_LTZ':
        code.emit(`if (${byte} !== 34) break odd; ${start} = ++${at};`);
        code.emit(`${at} = ${call(scan.timestampEnd, at, this.standard === 'SQL' ? 0x20 : 0x54)};`);
        code.emit(`if (${at} < 0) break odd; ${end} = ${call(scan.fractionEnd, start, at)};`);
        if (type.kind === 'TIMESTAMP_LTZ') code.emit(`if (${source}[${at}++] !== 90) break odd;`);
        code.emit(`if (${source}[${at}++] !== 34) break odd;`);
        return true;
      default: {
        const canonical = canonicalScan(type, this.standard);
        if (canonical === undefined) return false;
        code.emit(`${start} = ${at}; ${end} = ${at} = ${call(canonical, at)}; if (${at} < 0) break odd;`);
        return true;
      }
    }
  }

  /** So many digits fit in any case; one more where the number is small enough. */
  private emitInteger({ start, end }: Cell, digits: number, maximum: number | undefined): true {
    const { code, source } = this.request;
    const { at, byte } = this;
    code.emit(`${start} = ${at};`);
    code.emit(`if (${byte} === 45) ${byte} = ${source}[++${at}];`);
    code.emit(`if (${byte} === 48) { if (${start} !== ${at}++) break odd; ${byte} = ${source}[${at}]; }`);
    code.emit(
      `else if (${byte} >= 49 && ${byte} <= 57) do ${byte} = ${source}[++${at}]; while (${byte} >= 48 && ${byte} <= 57);`,
    );
    // A fraction or an exponent may follow.
    code.emit(`else break odd; if (${byte} !== 44 && ${byte} !== 125 && ${byte} > 32) break odd;`);
    code.emit(`${end} = ${at};`);
    const fits = maximum === undefined ? undefined : code.constant(integerFits(maximum));
    const isLong = `${end} - ${start} > ${digits}`;
    code.emit(`if (${isLong}${fits === undefined ? '' : ` && !${fits}(${source}, ${start}, ${end})`}) break odd;`);
    return true;
  }

  /** Has the reference read the value; it tells where the value ends. */
  private emitRead(cell: Cell, type: LogicalType): void {
    const { code, source, end, giveUp } = this.request;
    const read = fieldReader(this.plan, type);
    const result = { value: null as unknown, end: 0 };
    const readInto = (bytes: Buffer, start: number, limit: number): number => {
      try {
        const found = read(bytes, start, limit);
        result.value = found.value;
        return found.end;
      } catch {
        return -1;
      }
    };
    code.emit(
      `${this.at} = ${code.constant(readInto)}(${source}, ${this.start}, ${end}); if (${this.at} < 0) ${giveUp}`,
    );
    code.emit(
      `${cell.value} = ${code.constant(result)}.value; ${cell.kind} = ${cell.value} === null ? ${NULL} : ${VALUE};`,
    );
  }
}

/** Finds the field of a name in quotes; as many as there are fields for a name that is none. */
function nameLookUp(names: readonly Buffer[]): (source: Uint8Array, start: number, end: number) => number {
  return (source, start, end) => {
    for (let field = 0; field < names.length; field++) {
      const name = names[field] as Buffer;
      if (name.length - 1 !== end - start) continue;
      let i = 1;
      while (i < name.length - 1 && source[start + i] === name[i]) i++;
      if (i === name.length - 1) return field;
    }
    return names.length;
  };
}

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
