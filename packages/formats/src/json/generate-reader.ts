import {
  type Cell,
  CellKind,
  canonicalParser,
  compareCode,
  type FormatPlan,
  type LogicalType,
  type ReaderRequest,
} from '@tsql/core';
import { PLAIN_NAME } from './canonical-scan.js';
import { fieldReader } from './decode.js';
import { CanonicalEmitter } from './emit-canonical.js';
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
  private readonly canonical: CanonicalEmitter;

  constructor(
    private readonly plan: FormatPlan,
    private readonly request: ReaderRequest,
  ) {
    const { code } = request;
    this.standard = optionsOf(plan).timestampFormat;
    this.at = code.local();
    this.byte = code.local();
    this.start = code.local();
    const { source, view } = request;
    const names = { source, view, at: this.at, byte: this.byte };
    this.canonical = new CanonicalEmitter(code, names, this.standard, 'break odd;');
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
      Uint8Array.from({ length: fields.length + 1 }, (_, i) => (i + 1) % (fields.length + 1)),
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
    code.emit(`switch (${field}) {`);
    for (const [index, name] of names.entries()) {
      code.emit(`case ${index}: if (${compareCode(view, at, name)}) { ${at} += ${name.length}; break known; } break;`);
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
    if (this.canonical.emit(type, cell)) code.emit(`${cell.kind} = ${TEXT}; break value;`);
    code.emit('}');
    this.emitRead(cell, type);
    code.emit('}');
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
