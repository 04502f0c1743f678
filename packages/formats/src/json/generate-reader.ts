import {
  type Cell,
  CellKind,
  canonicalParser,
  compareCode,
  type FormatPlan,
  type LogicalType,
  type ReaderRequest,
  type Value,
} from '@tsql/core';
import { leafCount, MAX_INLINE_FIELDS } from '../codegen/function-size.js';
import type { TimestampStandard } from '../java/temporal.js';
import { canonicalScan, PLAIN_NAME } from './canonical-scan.js';
import { fieldReader } from './decode.js';
import { CanonicalEmitter, isScannedByField, type ScanNames } from './emit-canonical.js';
import { optionsOf } from './options.js';
import * as scan from './scan.js';

const { NULL, TEXT, VALUE } = CellKind;
const MAX_FIELDS = 1000;

/**
 * Emits a scan over one JSON object: fields are looked for in the order in which the last record had them, each value is checked for
 * its type and left as its canonical text. A value written in another way (with escapes, an exponent, in quotes) is read by the
 * reference's converter; what is unusual around the values (escapes in names, duplicates, what is no JSON) or fails gives up, so that
 * the reference reads the whole record.
 */
export function generateReader(plan: FormatPlan, request: ReaderRequest): readonly Cell[] | undefined {
  return generateObjectReader(plan, request, (type) => fieldReader(plan, type));
}

/** Reads a value of a type that stands at `start`, and tells where it ends; throws where that fails. */
export type ValueReader = (
  source: Uint8Array,
  start: number,
  end: number,
) => { readonly value: Value; readonly end: number };

export interface ObjectReaderRequest extends Omit<ReaderRequest, 'deserializer'> {
  /** The kind of cells whose fields are not there: NULL, or -1. */
  readonly missing?: number;
}

/** The same with a reader of one's own for values in another form. */
export function generateObjectReader(
  plan: FormatPlan,
  request: ObjectReaderRequest,
  readerOf: (type: LogicalType) => ValueReader,
): readonly Cell[] | undefined {
  const { fields } = plan.rowType;
  const names = new Set(fields.map(({ name }) => name));
  if (fields.length === 0 || fields.length > MAX_FIELDS || names.size < fields.length) return undefined;
  if (fields.some(({ name }) => !PLAIN_NAME.test(name))) return undefined;
  return new JsonReaderGenerator(plan, request, readerOf).generate();
}

class JsonReaderGenerator {
  private readonly cells: readonly Cell[];
  private readonly at: string;
  private readonly byte: string;
  private readonly start: string;
  private readonly names: ScanNames;
  private readonly standard: TimestampStandard;
  private readonly isWide: boolean;

  constructor(
    private readonly plan: FormatPlan,
    private readonly request: ObjectReaderRequest,
    private readonly readerOf: (type: LogicalType) => ValueReader,
  ) {
    const { code } = request;
    this.standard = optionsOf(plan).timestampFormat;
    this.at = code.local();
    this.byte = code.local();
    this.start = code.local();
    const { source, view } = request;
    this.names = { source, view, at: this.at, byte: this.byte, word: code.local() };
    this.isWide = leafCount(plan.rowType) > MAX_INLINE_FIELDS;
    this.cells = plan.rowType.fields.map((field) => this.cellOf(field.type));
  }

  generate(): readonly Cell[] {
    const { code, source, view, start, end, giveUp } = this.request;
    const { at, byte } = this;
    const { fields } = this.plan.rowType;
    const found = code.local();
    const field = code.local();
    const expected = code.local();
    const before = code.local();
    // After field i (or the begin, at the end of the array) comes the field that came then in the last record.
    const order = code.constant(
      Uint16Array.from({ length: fields.length + 1 }, (_, i) => (i + 1) % (fields.length + 1)),
    );
    const names = fields.map(({ name }) => Buffer.from(`"${name}":`));
    const lookUp = code.constant(nameLookUp(names));
    const ends = code.constant(scan.blanksEnd);
    const skip = code.constant(scan.valueEnd);
    const textEnd = code.constant(scan.plainTextEnd);
    for (const cell of this.cells) code.emit(`${cell.kind} = -1;`);
    code.emit(`${found} = 0; ${at} = ${start}; ${before} = ${fields.length}; ${expected} = ${order}[${before}];`);
    code.emit(`if (${source}[${at}] <= 32) ${at} = ${ends}(${source}, ${at});`);
    code.emit(`if (${source}[${at}] !== 123) ${giveUp}`);
    code.emit(`${at} = ${ends}(${source}, ${at} + 1);`);
    code.emit(`if (${source}[${at}] === 125) ${at}++; else for (;;) {`);
    code.emit(`${field} = ${expected};`);
    code.emit('known: {');
    if (this.isWide) {
      const nameEnd = code.constant(nameScan(names));
      code.emit(
        `if ((${this.start} = ${nameEnd}(${source}, ${at}, ${field})) >= 0) { ${at} = ${this.start}; break known; }`,
      );
    } else {
      code.emit(`switch (${field}) {`);
      for (const [index, name] of names.entries()) {
        code.emit(
          `case ${index}: if (${compareCode(source, view, at, name)}) { ${at} += ${name.length}; break known; } break;`,
        );
      }
      code.emit('}');
    }
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
      this.emitField(cell, fields[index]?.type as LogicalType);
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
    if (this.request.missing === -1) return this.cells;
    code.emit(`if (${found} < ${fields.length}) {`);
    for (const cell of this.cells) code.emit(`if (${cell.kind} === -1) ${cell.kind} = ${NULL};`);
    code.emit('}');
    return this.cells;
  }

  private cellOf(type: LogicalType): Cell {
    const { code } = this.request;
    const parse = canonicalParser(type);
    const read = fieldReader(this.plan, type);
    const isByField = isScannedByField(type) && canonicalScan(type, this.standard) !== undefined;
    return {
      type,
      kind: code.local(),
      start: code.local(),
      end: code.local(),
      value: code.local(),
      fields: isByField ? type.fields.map((field) => this.cellOf(field.type)) : undefined,
      dialect: parse === undefined ? `json ${this.standard}` : undefined,
      parse: parse ?? ((source, start, end) => read(source, start, end).value),
    };
  }

  private emitField(cell: Cell, type: LogicalType): void {
    const { code, source, view, end, giveUp } = this.request;
    const { at } = this;
    if (!this.isWide) {
      this.emitValue(cell, type, { ...this.names, begin: this.start, giveUp });
      return;
    }
    const inner = { source, view, at: 'at', byte: 'byte', word: 'word', begin: 'begin', giveUp: 'return -1;' };
    const name = code.outline([source, view, inner.at, end], () => {
      code.emit(`let ${inner.byte} = ${source}[${inner.at}], ${inner.word} = 0, ${inner.begin} = 0;`);
      this.emitValue(cell, type, inner);
      code.emit(`return ${inner.at};`);
    });
    code.emit(`if ((${at} = ${name}(${source}, ${view}, ${at}, ${end})) < 0) ${giveUp}`);
  }

  private emitValue(cell: Cell, type: LogicalType, place: ValuePlace): void {
    const { code } = this.request;
    const { source, at, byte, begin, giveUp } = place;
    const literal = code.constant(scan.literalEnd);
    const canonical = new CanonicalEmitter(code, place, this.standard, 'break odd;');
    code.emit(`if (${byte} === 110) {`);
    code.emit(`${at} = ${literal}(${source}, ${at}); if (${at} < 0) ${giveUp} ${cell.kind} = ${NULL};`);
    code.emit(`} else value: { odd: { ${begin} = ${at};`);
    if (canonical.emit(type, cell)) code.emit(`${cell.kind} = ${TEXT}; break value;`);
    code.emit('}');
    this.emitRead(cell, type, place);
    code.emit('}');
  }

  /** Has the reference read the value; it tells where the value ends. */
  private emitRead(cell: Cell, type: LogicalType, { source, at, begin, giveUp }: ValuePlace): void {
    const { code, end } = this.request;
    const read = this.readerOf(type);
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
    code.emit(`${at} = ${code.constant(readInto)}(${source}, ${begin}, ${end}); if (${at} < 0) ${giveUp}`);
    code.emit(
      `${cell.value} = ${code.constant(result)}.value; ${cell.kind} = ${cell.value} === null ? ${NULL} : ${VALUE};`,
    );
  }
}

/** Variables for reading one value: `begin` keeps where it stands. */
interface ValuePlace extends ScanNames {
  readonly begin: string;
  readonly giveUp: string;
}

/** Returns the position behind a field's name and colon, or -1. */
function nameScan(names: readonly Buffer[]): (source: Uint8Array, at: number, field: number) => number {
  return (source, at, field) => {
    const name = names[field];
    if (name === undefined) return -1;
    for (let i = 0; i < name.length; i++) if (source[at + i] !== name[i]) return -1;
    return at + name.length;
  };
}

/** Finds the field of a name in quotes; as many as there are fields for a name that is none. */
function nameLookUp(names: readonly Buffer[]): (source: Uint8Array, start: number, end: number) => number {
  const byLength: number[][] = [];
  for (const [field, name] of names.entries()) {
    byLength[name.length - 1] = [...(byLength[name.length - 1] ?? []), field];
  }
  return (source, start, end) => {
    for (const field of byLength[end - start] ?? []) {
      const name = names[field] as Buffer;
      // The last letters differ more often than the first.
      let i = name.length - 3;
      while (i > 0 && source[start + i] === name[i]) i--;
      if (i <= 0) return field;
    }
    return names.length;
  };
}
