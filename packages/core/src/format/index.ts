export { ByteWriter } from './byte-writer.js';
export type {
  FormatContext,
  FormatFactory,
  FormatPlan,
  FormatRuntimeContext,
  MetadataDescriptor,
} from './format-factory.js';
export type { DeserializationSchema, RowCollector, SerializationSchema } from './serialization-schema.js';
