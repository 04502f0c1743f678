import {
  cellValueCode,
  type FormatPlan,
  GeneratedCode,
  type LogicalType,
  type Row,
  type RowType,
  type Value,
} from '@tsql/core';
import { treeFieldReader } from '../json/decode-tree.js';
import { generateObjectReader, type ValueReader } from '../json/generate-reader.js';
import { blanksEnd, plainTextEnd, valueEnd } from '../json/scan.js';
import { hasDecimal } from '../json/schema.js';
import { type JsonNode, parseTree } from '../json/tree.js';
import type { Envelope, Message } from './envelope.js';
import { FieldFinder } from './field-finder.js';
import { optionsOf } from './options.js';
import { messageTypes } from './schema.js';

const QUOTE = 0x22;
const COMMA = 0x2c;
const OPEN = 0x7b;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const LOWER_N = 0x6e;

/** Reads the row of an object; undefined to give up. */
type RowReader = (source: Buffer, view: DataView, start: number, end: number) => Row | undefined;

/** Reads the value that stands between two positions. Throws to give up. */
type Converter = (start: number, end: number) => Value;

/**
 * Reads usual messages without making a tree: finds where their fields stand, and reads rows by a generated function. It gives up
 * where a message is written in an unusual way, or fails; the tree is the reference.
 */
export class MessageReader implements Message {
  private readonly readRow: RowReader | undefined;
  private readonly document: FieldFinder;
  /** The message within the document; the document itself unless a field of it holds the message. */
  private readonly payload: FieldFinder;
  private readonly payloadField: string | undefined;
  private readonly filterFields: readonly string[];
  private readonly converters: readonly (readonly [FieldFinder, string, Converter])[];
  private readonly values = new Map<string, Value>();
  private source: Uint8Array | undefined;
  private buffer: Buffer = Buffer.alloc(0);
  private view: DataView = new DataView(new ArrayBuffer(0));

  constructor(plan: FormatPlan, envelope: Envelope) {
    const options = optionsOf(plan);
    const { payload, document, usesDecimals } = messageTypes(plan, envelope);
    this.payloadField = envelope.payloadField?.(options);
    this.filterFields = envelope.filterFields ?? [];
    const around = [...new Set([...namesOf(document), ...this.filterFields])];
    if (this.payloadField === undefined) {
      this.document = this.payload = new FieldFinder([...new Set([...around, ...namesOf(payload)])]);
    } else {
      this.document = new FieldFinder([...around, this.payloadField]);
      this.payload = new FieldFinder(namesOf(payload));
    }
    this.readRow = rowReader(plan, (type) => treeFieldReader(type, options, usesDecimals));
    const changed = new Set(envelope.fields(plan.rowType).map(({ name }) => name));
    const byTree = (type: LogicalType, decimals: boolean): Converter => {
      const read = treeFieldReader(type, options, decimals);
      return (start, end) => read(this.buffer, start, end).value;
    };
    this.converters = [
      ...document.fields.map(({ name, type }) => [this.document, name, byTree(type, hasDecimal(document))] as const),
      ...payload.fields.map(
        ({ name, type }) =>
          [this.payload, name, changed.has(name) ? this.ofChange(type) : byTree(type, usesDecimals)] as const,
      ),
    ];
  }

  /** Finds the fields of the message; false where it is unusual. */
  find(source: Uint8Array, start: number, end: number): boolean {
    if (this.readRow === undefined) return false;
    if (source !== this.source) {
      this.source = source;
      this.buffer = Buffer.from(source.buffer, source.byteOffset, source.length);
      this.view = new DataView(source.buffer, source.byteOffset, source.length);
    }
    const { document, payload, payloadField } = this;
    if (!document.find(this.buffer, start, end)) return false;
    if (payloadField === undefined) return true;
    const found = document.place(payloadField);
    return found !== undefined && payload.find(this.buffer, found.start, found.end);
  }

  /** The fields that a filter looks at. */
  filtered(): ReadonlyMap<string, JsonNode> {
    const found = new Map<string, JsonNode>();
    for (const name of this.filterFields) {
      const place = this.document.place(name);
      if (place !== undefined) found.set(name, parseTree(this.buffer, place.start, place.end));
    }
    return found;
  }

  /** Reads all fields, as the reference does: one that cannot be read fails the message whatever it says. Throws to give up. */
  convert(): void {
    this.values.clear();
    for (const [finder, name, convert] of this.converters) {
      const place = finder.place(name);
      if (place !== undefined) this.values.set(name, convert(place.start, place.end));
    }
  }

  field(name: string): Value {
    return this.values.get(name) ?? null;
  }

  node(name: string): JsonNode {
    const place = this.payload.place(name);
    return place === undefined ? null : parseTree(this.buffer, place.start, place.end);
  }

  /** Of a field that holds rows, or says what became of them. */
  private ofChange(type: LogicalType): Converter {
    switch (type.kind) {
      case 'ROW':
        return (start, end) => this.row(start, end);
      case 'ARRAY':
        return (start, end) => (this.buffer[start] === LOWER_N ? null : this.rows(start, end));
      default:
        return (start, end) => (this.buffer[start] === LOWER_N ? null : this.text(start, end));
    }
  }

  private row(start: number, end: number): Row | null {
    if (this.buffer[start] === LOWER_N) return null;
    const row = this.buffer[start] === OPEN ? this.readRow?.(this.buffer, this.view, start, end) : undefined;
    return row ?? giveUp();
  }

  private rows(start: number, end: number): Row[] {
    const { buffer } = this;
    if (buffer[start] !== OPEN_ARRAY) giveUp();
    const rows: Row[] = [];
    let at = blanksEnd(buffer, start + 1);
    while (buffer[at] !== CLOSE_ARRAY) {
      const valueAt = at;
      at = valueEnd(buffer, valueAt);
      if (at < 0 || at > end) giveUp();
      rows.push(this.row(valueAt, at) ?? giveUp());
      at = blanksEnd(buffer, at);
      if (buffer[at] === COMMA) at = blanksEnd(buffer, at + 1);
    }
    return rows;
  }

  private text(start: number, end: number): string {
    const { buffer } = this;
    const isPlain = buffer[start] === QUOTE && plainTextEnd(buffer, start + 1) === end - 1;
    return isPlain ? buffer.toString('utf8', start + 1, end - 1) : giveUp();
  }
}

function giveUp(): never {
  throw new Error('the message is unusual');
}

const namesOf = (type: RowType): readonly string[] => type.fields.map(({ name }) => name);

/** Undefined where `json` has no generated reader for the columns. */
function rowReader(plan: FormatPlan, readerOf: (type: LogicalType) => ValueReader): RowReader | undefined {
  const code = new GeneratedCode();
  const names = { source: 'source', view: 'view', start: 'start', end: 'end' };
  const cells = generateObjectReader(plan, { code, ...names, giveUp: 'return undefined;' }, readerOf);
  if (cells === undefined) return undefined;
  code.emit(`return [${cells.map((cell) => cellValueCode(cell, code, names.source)).join(', ')}];`);
  return code.build<RowReader>(Object.values(names));
}
