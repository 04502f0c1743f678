import {
  type DeserializationSchema,
  diagnostic,
  type FormatPlan,
  type FormatRuntimeContext,
  type Row,
  type RowCollector,
  type RowKind,
  TsqlError,
  type Value,
} from '@tsql/core';
import { treeConverter } from '../json/decode-tree.js';
import { toUtf8 } from '../json/encoding.js';
import { type JsonNode, parseTree } from '../json/tree.js';
import type { Envelope } from './envelope.js';
import { MessageReader, type RowMessage } from './message-reader.js';
import { completeOldRow } from './old-rows.js';
import { optionsOf } from './options.js';
import { messageTypes } from './schema.js';

/** Messages to changes. Tombstones and empty messages say nothing. */
export class ChangelogDeserializer implements DeserializationSchema {
  private readonly options: ReturnType<typeof optionsOf>;
  private readonly types: ReturnType<typeof messageTypes>;
  private readonly readPayload: ReturnType<typeof treeConverter>;
  private readonly readDocument: ReturnType<typeof treeConverter>;
  private readonly isWanted: ReturnType<NonNullable<Envelope['filter']>>;
  private readonly payloadField: string | undefined;
  /** Reads usual messages; undefined for the reference. */
  private readonly reader: MessageReader | undefined;
  private readonly changes: [Row, RowKind][] = [];

  constructor(
    private readonly plan: FormatPlan,
    private readonly envelope: Envelope,
    { mode }: Pick<FormatRuntimeContext, 'mode'>,
  ) {
    this.options = optionsOf(plan);
    this.types = messageTypes(plan, envelope);
    this.readPayload = treeConverter(this.types.payload, this.options);
    this.readDocument = treeConverter(this.types.document, this.options);
    this.isWanted = envelope.filter?.(this.options);
    this.payloadField = envelope.payloadField?.(this.options);
    this.reader = mode === 'compiled' ? new MessageReader(plan, envelope) : undefined;
  }

  deserialize(source: Uint8Array, start: number, end: number, collect: RowCollector): void {
    if (start === end) return;
    this.changes.length = 0;
    if (!this.readUsual(source, start, end)) this.readTree(source, start, end);
    // What fails from here on is no fault of the message.
    for (const [row, kind] of this.changes) collect(row, kind);
  }

  private readTree(source: Uint8Array, start: number, end: number): void {
    try {
      const utf8 = toUtf8(source, start, end);
      const message = this.messageOf(parseTree(utf8.source, utf8.start, utf8.end));
      if (message !== undefined) this.read(message);
    } catch (error) {
      if (this.options.ignoreParseErrors) return;
      const reason = error instanceof Error ? error.message : String(error);
      const args = { part: 'record', format: this.envelope.identifier, reason };
      throw new TsqlError(diagnostic('TSQL_FORMAT_DECODE', args), { cause: error });
    }
  }

  /** False for a message that is unusual, or fails: it is read as a tree then. */
  private readUsual(source: Uint8Array, start: number, end: number): boolean {
    const { reader } = this;
    if (reader === undefined || !reader.find(source, start, end)) return false;
    try {
      if (this.isWanted !== undefined && !this.isWanted(reader.filtered(), this.types.usesDecimals)) return true;
      reader.convert();
      this.read(reader);
      return true;
    } catch {
      this.changes.length = 0;
      return false;
    }
  }

  private messageOf(document: JsonNode): RowMessage | undefined {
    const { types } = this;
    if (!(document instanceof Map)) throw new Error('it is no object');
    if (this.isWanted?.(document, types.usesDecimals) === false) return undefined;
    const payload = this.payloadField === undefined ? document : document.get(this.payloadField);
    if (!(payload instanceof Map)) throw new Error('its payload is no object');
    const values = new Map<string, Value>();
    for (const [type, row] of [
      [types.document, this.readDocument(document)],
      [types.payload, this.readPayload(payload)],
    ] as const) {
      for (const [index, { name }] of type.fields.entries()) values.set(name, row[index] ?? null);
    }
    const field = (name: string) => values.get(name) ?? null;
    return {
      field,
      row: (name) => field(name) as Row | null,
      rows: (name) => field(name) as readonly Row[] | null,
      node: (name) => payload.get(name) ?? null,
    };
  }

  private read(message: RowMessage): void {
    const metadata = this.types.metadata.map(({ field, convert }) => {
      const value = message.field(field);
      return value === null || convert === undefined ? value : convert(value);
    });
    const { oldField = '' } = this.envelope;
    this.envelope.read<Row | null>(message, (found, kind, old) => {
      // A list of rows may hold null.
      if (found === null || old === null) throw new Error('a row is null');
      const row = old === undefined ? found : completeOldRow(old, found, this.plan.rowType, message.node(oldField));
      this.changes.push([metadata.length === 0 ? row : [...row, ...metadata], kind]);
    });
  }
}
