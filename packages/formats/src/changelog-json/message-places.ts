import type { FormatPlan, RowType } from '@tsql/core';
import { type JsonNode, parseTree } from '../json/tree.js';
import type { Envelope } from './envelope.js';
import { FieldFinder } from './field-finder.js';
import { optionsOf } from './options.js';
import { messageTypes } from './schema.js';

/** Finds where the fields of a usual message stand. */
export class MessagePlaces {
  readonly document: FieldFinder;
  /** The message within the document; the document itself unless a field of it holds the message. */
  readonly payload: FieldFinder;
  buffer: Buffer = Buffer.alloc(0);
  view: DataView = new DataView(new ArrayBuffer(0));
  private readonly payloadField: string | undefined;
  private readonly filterFields: readonly string[];
  private source: Uint8Array | undefined;

  constructor(plan: FormatPlan, envelope: Envelope) {
    const { payload, document } = messageTypes(plan, envelope);
    this.payloadField = envelope.payloadField?.(optionsOf(plan));
    this.filterFields = envelope.filterFields ?? [];
    const around = [...new Set([...namesOf(document), ...this.filterFields])];
    if (this.payloadField === undefined) {
      this.document = this.payload = new FieldFinder([...new Set([...around, ...namesOf(payload)])]);
    } else {
      this.document = new FieldFinder([...around, this.payloadField]);
      this.payload = new FieldFinder(namesOf(payload));
    }
  }

  /** Finds the fields of the message; false where it is unusual. */
  find(source: Uint8Array, start: number, end: number): boolean {
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
}

const namesOf = (type: RowType): readonly string[] => type.fields.map(({ name }) => name);
