export { compareCode, storeCode } from './byte-code.js';
export { ByteWriter } from './byte-writer.js';
export { canonicalParser, scaledNumber } from './canonical-text.js';
export { type Cell, CellKind, type CodeWriter, type ReaderRequest, type WriterRequest } from './cell.js';
export { cellValueCode, copyCode, isNullCode, renewCode, reserveCode } from './cell-code.js';
export type {
  FormatContext,
  FormatFactory,
  FormatPlan,
  FormatRuntimeContext,
  MetadataDescriptor,
} from './format-factory.js';
export type { DeserializationSchema, RowCollector, SerializationSchema } from './serialization-schema.js';
