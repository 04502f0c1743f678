import { type ByteWriter, diagnostic, type Row, type RowKind, type SerializationSchema, TsqlError } from '@tsql/core';
import type { AvroSchema } from '../avro/schema.js';
import type { RegistryClient } from '../registry/client.js';

/** Writes framed records. The schema is registered when the sink is opened; Flink does so with the first record. */
export class FramedSerializer implements SerializationSchema {
  private readonly frame = new Uint8Array(5);

  constructor(
    private readonly format: string,
    private readonly schema: AvroSchema,
    private readonly subject: string,
    private readonly registry: RegistryClient,
    private readonly write: (row: Row, kind: RowKind, target: ByteWriter) => void,
  ) {}

  async open(): Promise<void> {
    try {
      new DataView(this.frame.buffer).setInt32(1, await this.registry.register(this.subject, this.schema));
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new TsqlError(diagnostic('TSQL_FORMAT_REGISTRY', { subject: this.subject, reason }), { cause: error });
    }
  }

  serialize(row: Row, kind: RowKind, target: ByteWriter): boolean {
    target.writeBytes(this.frame);
    try {
      this.write(row, kind, target);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new TsqlError(diagnostic('TSQL_FORMAT_ENCODE', { format: this.format, reason }), { cause: error });
    }
    return true;
  }
}
