import { type FormatPlan, type RowType, reserveCode, type WriterRequest } from '@tsql/core';
import { emitRecordWriter } from '../avro/generate-writer.js';
import type { AvroSchema } from '../avro/schema.js';
import { FRAME_SIZE } from './decode.js';
import { FramedSerializer } from './encode.js';
import { schemaOf } from './schema.js';

/** Emits code that writes a frame and the record. */
export function generateWriter(plan: FormatPlan, request: WriterRequest): string | undefined {
  return emitFramedWriter(plan.rowType, schemaOf(plan), request);
}

export function emitFramedWriter(type: RowType, schema: AvroSchema, request: WriterRequest): string | undefined {
  const { code, serializer, bytes, view, length } = request;
  if (!(serializer instanceof FramedSerializer)) return undefined;
  code.emit(reserveCode(String(FRAME_SIZE), request));
  code.emit(`${bytes}[${length}] = 0; ${view}.setInt32(${length} + 1, ${code.constant(serializer)}.nextId());`);
  code.emit(`${length} += ${FRAME_SIZE};`);
  emitRecordWriter(type, schema, request);
  return 'false';
}
