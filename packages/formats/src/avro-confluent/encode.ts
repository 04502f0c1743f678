import { type ByteWriter, diagnostic, type Row, type RowKind, type SerializationSchema, TsqlError } from '@tsql/core';
import type { AvroSchema } from '../avro/schema.js';
import type { RegistryClient } from '../registry/client.js';

export interface FramedWriting {
  /** The format's name in messages. */
  readonly format: string;
  readonly schema: AvroSchema;
  readonly subject: string;
  readonly registry: RegistryClient;
  readonly write: (row: Row, kind: RowKind, target: ByteWriter) => void;
}

/** Writes framed records. The schema is registered when the sink is opened; Flink does so with the first record. */
export class FramedSerializer implements SerializationSchema {
  private readonly frame = new Uint8Array(5);

  constructor(private readonly options: FramedWriting) {}

  async open(): Promise<void> {
    const { registry, subject, schema } = this.options;
    try {
      new DataView(this.frame.buffer).setInt32(1, await registry.register(subject, schema));
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new TsqlError(diagnostic('TSQL_FORMAT_REGISTRY', { subject, reason }), { cause: error });
    }
  }

  serialize(row: Row, kind: RowKind, target: ByteWriter): boolean {
    target.writeBytes(this.frame);
    try {
      this.options.write(row, kind, target);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new TsqlError(diagnostic('TSQL_FORMAT_ENCODE', { format: this.options.format, reason }), { cause: error });
    }
    return true;
  }
}
