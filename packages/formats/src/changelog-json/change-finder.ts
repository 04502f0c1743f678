import type { FormatPlan, LogicalType, RowKind, Value } from '@tsql/core';
import { treeFieldReader } from '../json/decode-tree.js';
import { blanksEnd, plainTextEnd, valueEnd } from '../json/scan.js';
import { hasDecimal } from '../json/schema.js';
import type { EmitChange, Envelope, EnvelopeMetadata, Message, MessageFilter } from './envelope.js';
import { MessagePlaces } from './message-places.js';
import { optionsOf } from './options.js';
import { messageTypes } from './schema.js';

const QUOTE = 0x22;
const COMMA = 0x2c;
const OPEN = 0x7b;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const LOWER_N = 0x6e;
/** Rows of one message; one with more is read by the reference. */
const MAX_ROWS = 1024;
const MAX_KNOWN_TEXTS = 8;

/**
 * Finds the changes of usual messages for generated code: where their rows stand, and what became of them. A row is a number here, by
 * which its place is found. It gives up what it does not find in its usual form; every row that it finds is part of a change, so that
 * each is read, as the reference does.
 */
export class ChangeFinder implements Message<number> {
  /** Of the changes of the last message: the kind, the row's place, and that of the changed fields before, or -1. */
  readonly kinds = new Int32Array(MAX_ROWS);
  readonly starts = new Int32Array(MAX_ROWS);
  readonly ends = new Int32Array(MAX_ROWS);
  readonly oldStarts = new Int32Array(MAX_ROWS);
  readonly oldEnds = new Int32Array(MAX_ROWS);
  /** The values of the metadata columns. */
  readonly metadata: Value[];
  private changes = 0;
  private readonly places: MessagePlaces;
  private readonly isWanted: MessageFilter | undefined;
  private readonly usesDecimals: boolean;
  private readonly readers: readonly (() => Value)[];
  /** Rows that were found, and those of them that a change holds. */
  private readonly rowStarts = new Int32Array(MAX_ROWS);
  private readonly rowEnds = new Int32Array(MAX_ROWS);
  private readonly isPartOfChange = new Uint8Array(MAX_ROWS);
  private found = 0;
  private readonly knownTexts: { readonly bytes: Buffer; readonly text: string }[] = [];
  private readonly rowFields: readonly { readonly name: string; readonly type: LogicalType }[];

  constructor(
    plan: FormatPlan,
    private readonly envelope: Envelope,
  ) {
    const options = optionsOf(plan);
    const { metadata, usesDecimals } = messageTypes(plan, envelope);
    this.places = new MessagePlaces(plan, envelope);
    this.isWanted = envelope.filter?.(options);
    this.usesDecimals = usesDecimals;
    this.rowFields = envelope.fields(plan.rowType).filter(({ type }) => type.kind === 'ROW' || type.kind === 'ARRAY');
    this.metadata = metadata.map(() => null);
    this.readers = metadata.map((each) => this.metadataReader(each, plan));
  }

  /** The number of changes of the message; 0 to give up. */
  find(source: Uint8Array, start: number, end: number): number {
    const { places } = this;
    if (!places.find(source, start, end)) return 0;
    this.changes = this.found = 0;
    try {
      if (this.isWanted?.(places.filtered(), this.usesDecimals) === false) return 0;
      for (let i = 0; i < this.readers.length; i++) this.metadata[i] = (this.readers[i] as () => Value)();
      this.envelope.read(this, this.emit);
      // What no change holds has to be readable too: the reference sees to it.
      for (const { name, type } of this.rowFields) if (!this.isRead(name, type)) return 0;
    } catch {
      return 0;
    }
    return this.changes;
  }

  field(name: string): Value {
    const place = this.places.payload.place(name);
    if (place === undefined || this.places.buffer[place.start] === LOWER_N) return null;
    return this.textAt(place.start, place.end);
  }

  row(name: string): number | null {
    const place = this.places.payload.place(name);
    return place === undefined ? null : this.rowAt(place.start, place.end);
  }

  rows(name: string): readonly number[] | null {
    const place = this.places.payload.place(name);
    const { buffer } = this.places;
    if (place === undefined || buffer[place.start] === LOWER_N) return null;
    if (buffer[place.start] !== OPEN_ARRAY) giveUp();
    const rows: number[] = [];
    let at = blanksEnd(buffer, place.start + 1);
    while (buffer[at] !== CLOSE_ARRAY) {
      const valueAt = at;
      at = valueEnd(buffer, valueAt);
      if (at < 0 || at > place.end) giveUp();
      rows.push(this.rowAt(valueAt, at) ?? giveUp());
      at = blanksEnd(buffer, at);
      if (buffer[at] === COMMA) at = blanksEnd(buffer, at + 1);
    }
    return rows;
  }

  private readonly emit: EmitChange<number> = (row, kind: RowKind, old) => {
    const { changes } = this;
    if (changes === MAX_ROWS) giveUp();
    this.kinds[changes] = kind;
    this.starts[changes] = this.rowStarts[row] as number;
    this.ends[changes] = this.rowEnds[row] as number;
    this.isPartOfChange[row] = 1;
    this.oldStarts[changes] = old === undefined ? -1 : this.oldStart(old);
    this.oldEnds[changes] = old === undefined ? -1 : (this.rowEnds[old] as number);
    this.changes = changes + 1;
  };

  /** Where changed fields stand. Names count within nested objects and within other rows too: those are left to the reference. */
  private oldStart(old: number): number {
    const { buffer } = this.places;
    const start = this.rowStarts[old] as number;
    const end = this.rowEnds[old] as number;
    for (let i = start + 1; i < end; i++) if (buffer[i] === OPEN) giveUp();
    this.isPartOfChange[old] = 1;
    return start;
  }

  /** True where a field of rows is NULL, or all of its rows are part of changes. */
  private isRead(name: string, type: LogicalType): boolean {
    const place = this.places.payload.place(name);
    const { buffer } = this.places;
    if (place === undefined || buffer[place.start] === LOWER_N) return true;
    let rows = 0;
    for (let row = 0; row < this.found; row++) {
      const start = this.rowStarts[row] as number;
      if (start < place.start || start >= place.end) continue;
      if (this.isPartOfChange[row] !== 1) return false;
      rows++;
    }
    // Of several rows with changed fields each would see the names of the others.
    return rows > 0 && (name !== this.envelope.oldField || type.kind === 'ROW' || rows === 1);
  }

  private rowAt(start: number, end: number): number | null {
    const byte = this.places.buffer[start];
    if (byte === LOWER_N) return null;
    if (byte !== OPEN || this.found === MAX_ROWS) giveUp();
    this.rowStarts[this.found] = start;
    this.rowEnds[this.found] = end;
    this.isPartOfChange[this.found] = 0;
    return this.found++;
  }

  /** A text of the few that say what happened. */
  private textAt(start: number, end: number): string {
    const { buffer } = this.places;
    for (const { bytes, text } of this.knownTexts) if (isAt(buffer, start, end, bytes)) return text;
    if (buffer[start] !== QUOTE || plainTextEnd(buffer, start + 1) !== end - 1) giveUp();
    const text = buffer.toString('utf8', start + 1, end - 1);
    if (this.knownTexts.length < MAX_KNOWN_TEXTS && end - start < 16) {
      this.knownTexts.push({ bytes: Buffer.from(buffer.subarray(start, end)), text });
    }
    return text;
  }

  private metadataReader({ field, fieldType, convert }: EnvelopeMetadata, plan: FormatPlan): () => Value {
    const { places, usesDecimals } = this;
    const { document } = messageTypes(plan, this.envelope);
    const isInDocument = document.fields.some(({ name }) => name === field);
    const finder = isInDocument ? places.document : places.payload;
    const decimals = isInDocument ? hasDecimal(document) : usesDecimals;
    const read = treeFieldReader(fieldType, optionsOf(plan), decimals);
    return () => {
      const place = finder.place(field);
      const value = place === undefined ? null : read(places.buffer, place.start, place.end).value;
      return value === null || convert === undefined ? value : convert(value);
    };
  }
}

function isAt(source: Uint8Array, start: number, end: number, bytes: Uint8Array): boolean {
  if (end - start !== bytes.length) return false;
  for (let i = 0; i < bytes.length; i++) if (source[start + i] !== bytes[i]) return false;
  return true;
}

function giveUp(): never {
  throw UNUSUAL;
}

const UNUSUAL = new Error('the message is unusual');
