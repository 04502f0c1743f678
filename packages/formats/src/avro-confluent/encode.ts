import { type ByteWriter, diagnostic, type Row, type RowKind, type SerializationSchema, TsqlError } from '@tsql/core';
import type { AvroSchema } from '../avro/schema.js';
import type { RegistryClient } from '../registry/client.js';
import { FRAME_SIZE } from './decode.js';

export interface FramedWriting {
  /** The format's name in messages. */
  readonly format: string;
  readonly schema: AvroSchema;
  readonly subject: string;
  readonly registry: RegistryClient;
  readonly write: (row: Row, kind: RowKind, target: ByteWriter) => void;
}

/** What stands in a frame as long as the schema is not registered. */
const BLANK = 0;

/**
 * Writes framed records. As in Flink the schema is registered with the first record: a job that writes nothing registers nothing. Records
 * that were written before the answer came are completed with their batch.
 */
export class FramedSerializer implements SerializationSchema {
  private id = BLANK;
  private readonly frame = new Uint8Array(FRAME_SIZE);
  private readonly view = new DataView(this.frame.buffer);
  private registering: Promise<void> | undefined;
  private hasBlanks = false;

  constructor(private readonly options: FramedWriting) {}

  /** The schema's id for the frame of a record that is about to be written. */
  nextId(): number {
    if (this.id === BLANK) this.hasBlanks = true;
    return this.id;
  }

  serialize(row: Row, kind: RowKind, target: ByteWriter): boolean {
    this.view.setInt32(1, this.nextId());
    target.writeBytes(this.frame);
    try {
      this.options.write(row, kind, target);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new TsqlError(diagnostic('TSQL_FORMAT_ENCODE', { format: this.options.format, reason }), { cause: error });
    }
    return true;
  }

  complete(target: Uint8Array, starts: Int32Array, count: number): Promise<void> | undefined {
    if (!this.hasBlanks) return undefined;
    if (this.id === BLANK) {
      // The positions are used again for the next batch.
      const kept = starts.slice(0, count);
      this.registering ??= this.register();
      return this.registering.then(() => this.fill(target, kept, count));
    }
    this.fill(target, starts, count);
    // What is begun from now on has the id.
    this.hasBlanks = false;
    return undefined;
  }

  private fill(target: Uint8Array, starts: Int32Array, count: number): void {
    const view = new DataView(target.buffer, target.byteOffset, target.length);
    for (let i = 0; i < count; i++) {
      const start = starts[i] ?? -1;
      if (start >= 0) view.setInt32(start + 1, this.id);
    }
  }

  private async register(): Promise<void> {
    const { registry, subject, schema } = this.options;
    try {
      this.id = await registry.register(subject, schema);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new TsqlError(diagnostic('TSQL_FORMAT_REGISTRY', { subject, reason }), { cause: error });
    }
  }
}
