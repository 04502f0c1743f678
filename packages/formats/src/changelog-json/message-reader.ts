import { cellValueCode, type FormatPlan, GeneratedCode, type LogicalType, type Row, type Value } from '@tsql/core';
import { treeFieldReader } from '../json/decode-tree.js';
import { generateObjectReader, type ValueReader } from '../json/generate-reader.js';
import { blanksEnd, plainTextEnd, valueEnd } from '../json/scan.js';
import { hasDecimal } from '../json/schema.js';
import { type JsonNode, parseTree } from '../json/tree.js';
import type { Envelope, Message } from './envelope.js';
import type { FieldFinder } from './field-finder.js';
import { MessagePlaces } from './message-places.js';
import { optionsOf } from './options.js';
import { messageTypes } from './schema.js';

const QUOTE = 0x22;
const COMMA = 0x2c;
const OPEN = 0x7b;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const LOWER_N = 0x6e;

/** A message whose rows are read. */
export interface RowMessage extends Message<Row> {
  /** A field as it was written. */
  node(name: string): JsonNode;
}

/** Reads the row of an object; undefined to give up. */
type RowReader = (source: Buffer, view: DataView, start: number, end: number) => Row | undefined;

/** Reads the value that stands between two positions. Throws to give up. */
type Converter = (start: number, end: number) => Value;

/**
 * Reads usual messages without making a tree: finds where their fields stand, and reads rows by a generated function. It gives up
 * where a message is written in an unusual way, or fails; the tree is the reference.
 */
export class MessageReader implements RowMessage {
  private readonly readRow: RowReader | undefined;
  private readonly places: MessagePlaces;
  private readonly converters: readonly (readonly [FieldFinder, string, Converter])[];
  private readonly values = new Map<string, Value>();

  constructor(plan: FormatPlan, envelope: Envelope) {
    const options = optionsOf(plan);
    const { payload, document, usesDecimals } = messageTypes(plan, envelope);
    const places = new MessagePlaces(plan, envelope);
    this.places = places;
    this.readRow = rowReader(plan, (type) => treeFieldReader(type, options, usesDecimals));
    const changed = new Set(envelope.fields(plan.rowType).map(({ name }) => name));
    const byTree = (type: LogicalType, decimals: boolean): Converter => {
      const read = treeFieldReader(type, options, decimals);
      return (start, end) => read(places.buffer, start, end).value;
    };
    this.converters = [
      ...document.fields.map(({ name, type }) => [places.document, name, byTree(type, hasDecimal(document))] as const),
      ...payload.fields.map(
        ({ name, type }) =>
          [places.payload, name, changed.has(name) ? this.ofChange(type) : byTree(type, usesDecimals)] as const,
      ),
    ];
  }

  /** Finds the fields of the message; false where it is unusual. */
  find(source: Uint8Array, start: number, end: number): boolean {
    return this.readRow !== undefined && this.places.find(source, start, end);
  }

  /** The fields that a filter looks at. */
  filtered(): ReadonlyMap<string, JsonNode> {
    return this.places.filtered();
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

  row(name: string): Row | null {
    return this.field(name) as Row | null;
  }

  rows(name: string): readonly Row[] | null {
    return this.field(name) as readonly Row[] | null;
  }

  node(name: string): JsonNode {
    const place = this.places.payload.place(name);
    return place === undefined ? null : parseTree(this.places.buffer, place.start, place.end);
  }

  /** Of a field that holds rows, or says what became of them. */
  private ofChange(type: LogicalType): Converter {
    switch (type.kind) {
      case 'ROW':
        return (start, end) => this.readAt(start, end);
      case 'ARRAY':
        return (start, end) => (this.places.buffer[start] === LOWER_N ? null : this.listAt(start, end));
      default:
        return (start, end) => (this.places.buffer[start] === LOWER_N ? null : this.textAt(start, end));
    }
  }

  private readAt(start: number, end: number): Row | null {
    if (this.places.buffer[start] === LOWER_N) return null;
    const row =
      this.places.buffer[start] === OPEN ? this.readRow?.(this.places.buffer, this.places.view, start, end) : undefined;
    return row ?? giveUp();
  }

  private listAt(start: number, end: number): Row[] {
    const { buffer } = this.places;
    if (buffer[start] !== OPEN_ARRAY) giveUp();
    const rows: Row[] = [];
    let at = blanksEnd(buffer, start + 1);
    while (buffer[at] !== CLOSE_ARRAY) {
      const valueAt = at;
      at = valueEnd(buffer, valueAt);
      if (at < 0 || at > end) giveUp();
      rows.push(this.readAt(valueAt, at) ?? giveUp());
      at = blanksEnd(buffer, at);
      if (buffer[at] === COMMA) at = blanksEnd(buffer, at + 1);
    }
    return rows;
  }

  private textAt(start: number, end: number): string {
    const { buffer } = this.places;
    const isPlain = buffer[start] === QUOTE && plainTextEnd(buffer, start + 1) === end - 1;
    return isPlain ? buffer.toString('utf8', start + 1, end - 1) : giveUp();
  }
}

function giveUp(): never {
  throw new Error('the message is unusual');
}

/** Undefined where `json` has no generated reader for the columns. */
function rowReader(plan: FormatPlan, readerOf: (type: LogicalType) => ValueReader): RowReader | undefined {
  const code = new GeneratedCode();
  const names = { source: 'source', view: 'view', start: 'start', end: 'end' };
  const cells = generateObjectReader(plan, { code, ...names, giveUp: 'return undefined;' }, readerOf);
  if (cells === undefined) return undefined;
  code.emit(`return [${cells.map((cell) => cellValueCode(cell, code, names.source)).join(', ')}];`);
  return code.build<RowReader>(Object.values(names));
}
