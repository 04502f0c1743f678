import type { FormatPlan, RowType } from '@tsql/core';
import { hasDecimal } from '../json/schema.js';
import type { Envelope, EnvelopeMetadata } from './envelope.js';

/** What is read of messages for a table. */
export interface MessageTypes {
  /** The fields that hold the change, with those that metadata is made of. */
  readonly payload: RowType;
  /** Those of the document around it. */
  readonly document: RowType;
  /** The table's metadata columns, in their order. */
  readonly metadata: readonly EnvelopeMetadata[];
  /** How numbers become text, in texts and in filters. */
  readonly usesDecimals: boolean;
}

export function messageTypes(plan: FormatPlan, envelope: Envelope): MessageTypes {
  const metadata = plan.metadata.map((key) => {
    const found = envelope.metadata.find((candidate) => candidate.key === key);
    if (found === undefined) throw new Error(`format '${envelope.identifier}' has no metadata '${key}'`);
    return found;
  });
  const isInDocument = ({ field }: EnvelopeMetadata) => envelope.documentFields?.includes(field) === true;
  const payload = withMetadata(
    envelope.fields(plan.rowType),
    metadata.filter((each) => !isInDocument(each)),
  );
  return {
    payload,
    document: withMetadata([], metadata.filter(isInDocument)),
    metadata,
    usesDecimals: hasDecimal(payload),
  };
}

/** Several metadata columns may be made of one field. */
function withMetadata(fields: RowType['fields'], metadata: readonly EnvelopeMetadata[]): RowType {
  const own = new Map(metadata.map(({ field, fieldType }) => [field, { name: field, type: fieldType }]));
  for (const { name } of fields) own.delete(name);
  return { kind: 'ROW', nullable: false, fields: [...fields, ...own.values()] };
}
