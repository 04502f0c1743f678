import {
  type DeserializationSchema,
  diagnostic,
  type FormatPlan,
  type RowCollector,
  type RowType,
  TsqlError,
  type Value,
} from '@tsql/core';
import { treeConverter } from '../json/decode-tree.js';
import { toUtf8 } from '../json/encoding.js';
import { hasDecimal } from '../json/schema.js';
import { type JsonNode, parseTree } from '../json/tree.js';
import type { Envelope, EnvelopeMetadata } from './envelope.js';
import { optionsOf } from './options.js';

/** Messages to changes. Tombstones and empty messages say nothing. */
export class ChangelogDeserializer implements DeserializationSchema {
  private readonly options: ReturnType<typeof optionsOf>;
  private readonly metadata: readonly EnvelopeMetadata[];
  private readonly payloadType: RowType;
  private readonly documentType: RowType;
  private readonly readPayload: ReturnType<typeof treeConverter>;
  private readonly readDocument: ReturnType<typeof treeConverter>;
  private readonly usesDecimals: boolean;
  private readonly isWanted: ReturnType<NonNullable<Envelope['filter']>>;

  constructor(
    private readonly plan: FormatPlan,
    private readonly envelope: Envelope,
  ) {
    this.options = optionsOf(plan);
    this.metadata = plan.metadata.map((key) => {
      const found = envelope.metadata.find((candidate) => candidate.key === key);
      if (found === undefined) throw new Error(`format '${envelope.identifier}' has no metadata '${key}'`);
      return found;
    });
    const isInDocument = ({ field }: EnvelopeMetadata) => envelope.documentFields?.includes(field) === true;
    this.payloadType = this.typeOf(
      envelope.fields(plan.rowType),
      this.metadata.filter((each) => !isInDocument(each)),
    );
    this.documentType = this.typeOf([], this.metadata.filter(isInDocument));
    this.readPayload = treeConverter(this.payloadType, this.options);
    this.readDocument = treeConverter(this.documentType, this.options);
    this.usesDecimals = hasDecimal(this.payloadType);
    this.isWanted = envelope.filter?.(this.options);
  }

  private typeOf(fields: RowType['fields'], metadata: readonly EnvelopeMetadata[]): RowType {
    const own = new Map(metadata.map(({ field, fieldType }) => [field, { name: field, type: fieldType }]));
    for (const { name } of fields) own.delete(name);
    return { kind: 'ROW', nullable: false, fields: [...fields, ...own.values()] };
  }

  deserialize(source: Uint8Array, start: number, end: number, collect: RowCollector): void {
    if (start === end) return;
    try {
      const utf8 = toUtf8(source, start, end);
      this.read(parseTree(utf8.source, utf8.start, utf8.end), collect);
    } catch (error) {
      if (this.options.ignoreParseErrors) return;
      const reason = error instanceof Error ? error.message : String(error);
      const args = { part: 'record', format: this.envelope.identifier, reason };
      throw new TsqlError(diagnostic('TSQL_FORMAT_DECODE', args), { cause: error });
    }
  }

  private read(document: JsonNode, collect: RowCollector): void {
    const { envelope, plan } = this;
    if (!(document instanceof Map)) throw new Error('it is no object');
    if (this.isWanted?.(document, this.usesDecimals) === false) return;
    const payload = envelope.payload?.(document, this.options) ?? document;
    if (!(payload instanceof Map)) throw new Error('its payload is no object');
    const values = new Map<string, Value>();
    const collectFields = (type: RowType, row: readonly Value[]) => {
      for (const [index, { name }] of type.fields.entries()) values.set(name, row[index] ?? null);
    };
    collectFields(this.documentType, this.readDocument(document));
    collectFields(this.payloadType, this.readPayload(payload));
    const field = (name: string) => values.get(name) ?? null;
    const metadata = this.metadata.map(({ field: name, convert }) => {
      const value = field(name);
      return value === null || convert === undefined ? value : convert(value);
    });
    envelope.read({ field, tree: payload }, plan.rowType, (row, kind) => {
      collect(metadata.length === 0 ? row : [...row, ...metadata], kind);
    });
  }
}
