import {
  type ByteWriter,
  type DeserializationSchema,
  diagnostic,
  type FormatContext,
  type FormatFactory,
  type FormatPlan,
  type Row,
  type RowCollector,
  RowKind,
  type SerializationSchema,
  TsqlError,
} from '@tsql/core';
import { messageReader } from './decode.js';
import { messageWriter } from './encode.js';
import { ProtobufSchema } from './load-schema.js';
import type { MessageType } from './message-type.js';
import { optionsOf, PROTOBUF_OPTIONS, resolveProtobufOptions } from './options.js';
import { resolveMessage } from './schema.js';

function plan(context: FormatContext): FormatPlan | undefined {
  const options = resolveProtobufOptions(context);
  if (resolveMessage(context, options) === undefined) return undefined;
  return { identifier: 'protobuf', options: { ...options }, rowType: context.rowType, metadata: [] };
}

function messageOf(format: FormatPlan): MessageType {
  const { schemaFiles, messageClassName } = optionsOf(format);
  const message = ProtobufSchema.load(schemaFiles).find(messageClassName);
  if (message === undefined) throw new Error(`message ${messageClassName} is gone from ${schemaFiles.join(', ')}`);
  return message;
}

class ProtobufDeserializer implements DeserializationSchema {
  private readonly read: (bytes: Uint8Array) => Row;
  private readonly ignoresErrors: boolean;

  constructor(format: FormatPlan) {
    const { readDefaultValues, ignoreParseErrors } = optionsOf(format);
    this.read = messageReader(messageOf(format), format.rowType, readDefaultValues);
    this.ignoresErrors = ignoreParseErrors;
  }

  deserialize(source: Uint8Array, start: number, end: number, collect: RowCollector): void {
    let row: Row;
    try {
      row = this.read(source.subarray(start, end));
    } catch (error) {
      if (this.ignoresErrors) return;
      const reason =
        error instanceof RangeError ? 'it ends too early' : error instanceof Error ? error.message : String(error);
      throw new TsqlError(diagnostic('TSQL_FORMAT_DECODE', { part: 'record', format: 'Protobuf', reason }), {
        cause: error,
      });
    }
    collect(row, RowKind.INSERT);
  }

  /** Flink's code fails on null bytes as on malformed ones. */
  deserializeNull(): void {
    if (this.ignoresErrors) return;
    const reason = 'null is no message';
    throw new TsqlError(diagnostic('TSQL_FORMAT_DECODE', { part: 'record', format: 'Protobuf', reason }));
  }
}

class ProtobufSerializer implements SerializationSchema {
  private readonly write: ReturnType<typeof messageWriter>;

  constructor(format: FormatPlan) {
    this.write = messageWriter(messageOf(format), format.rowType, optionsOf(format).writeNullStringLiteral);
  }

  serialize(row: Row, _kind: RowKind, target: ByteWriter): boolean {
    try {
      this.write(row, target);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new TsqlError(diagnostic('TSQL_FORMAT_ENCODE', { format: 'Protobuf', reason }), { cause: error });
    }
    return true;
  }
}

/** Flink's `protobuf` format: messages of a class, here by the .proto files that define it. */
export const protobufFormat: FormatFactory = {
  identifier: 'protobuf',
  options: PROTOBUF_OPTIONS,
  decodingChangelogMode: 'insert-only',
  encodingChangelogMode: 'insert-only',
  metadata: [],
  planDecoding: plan,
  planEncoding: plan,
  createDeserializer: (format) => new ProtobufDeserializer(format),
  createSerializer: (format) => new ProtobufSerializer(format),
};
