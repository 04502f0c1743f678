import { ByteWriter, type FormatPlan, RowKind, type RowType, type WriterRequest } from '@tsql/core';
import { JsonSerializer } from '../json/encode.js';
import { generateObject, type TextsAround } from '../json/generate-writer.js';
import type { Envelope } from './envelope.js';
import { optionsOf } from './options.js';

/** Emits code that writes the message of a change: the row as `json` writes it, between texts that are always the same. */
export function generateWriter(plan: FormatPlan, request: WriterRequest, envelope: Envelope): string | undefined {
  const insert = messageOfNothing(plan, envelope, false);
  const retraction = messageOfNothing(plan, envelope, true);
  if (insert === undefined || retraction === undefined) return undefined;
  return generateObject(plan, request, insert, retraction);
}

/** The message of a row without columns: what stands before and behind the row. */
function messageOfNothing(plan: FormatPlan, envelope: Envelope, isRetraction: boolean): TextsAround | undefined {
  const nothing: RowType = { kind: 'ROW', nullable: true, fields: [] };
  const rowType: RowType = { kind: 'ROW', nullable: false, fields: envelope.writtenFields(nothing) };
  const target = new ByteWriter(64);
  new JsonSerializer({ ...plan, rowType }, optionsOf(plan)).serialize(
    envelope.write([], isRetraction),
    RowKind.INSERT,
    target,
  );
  const [before, after, ...others] = Buffer.from(target.bytes.subarray(0, target.length)).toString().split('{}');
  return before === undefined || after === undefined || others.length > 0 ? undefined : { before, after };
}
