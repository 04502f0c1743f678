import { ByteWriter, type FormatPlan, RowKind, type RowType, type WriterRequest } from '@tsql/core';
import { JsonSerializer } from '../json/encode.js';
import { generateObject } from '../json/generate-writer.js';
import type { Envelope } from './envelope.js';
import { optionsOf } from './options.js';

/** Emits code that writes the message of an insert: the row as `json` writes it, between texts that are always the same. */
export function generateWriter(plan: FormatPlan, request: WriterRequest, envelope: Envelope): string | undefined {
  const [before, after, ...others] = messageOfNothing(plan, envelope).split('{}');
  if (before === undefined || after === undefined || others.length > 0) return undefined;
  return generateObject(plan, request, { before, after });
}

/** The message of a row without columns. */
function messageOfNothing(plan: FormatPlan, envelope: Envelope): string {
  const nothing: RowType = { kind: 'ROW', nullable: true, fields: [] };
  const rowType: RowType = { kind: 'ROW', nullable: false, fields: envelope.writtenFields(nothing) };
  const target = new ByteWriter(64);
  new JsonSerializer({ ...plan, rowType }, optionsOf(plan)).serialize(
    envelope.write([], false),
    RowKind.INSERT,
    target,
  );
  return Buffer.from(target.bytes.subarray(0, target.length)).toString();
}
