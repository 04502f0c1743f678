export { compareCode, storeCode } from './byte-code.js';
export { ByteWriter } from './byte-writer.js';
export {
  dateEnd,
  decimalEnd,
  FLOAT_TEXT_DIGITS,
  fractionEnd,
  isDoubleText,
  timeEnd,
  timestampEnd,
} from './canonical-scan.js';
export { canonicalParser, scaledNumber, timestampMillisOf } from './canonical-text.js';
export {
  type Cell,
  CellKind,
  type CodeWriter,
  type GeneratedChanges,
  type ReaderRequest,
  type WriterRequest,
} from './cell.js';
export { cellValueCode, copyCode, isNullCode, renewCode, reserveCode } from './cell-code.js';
export { type CellNumber, cellNumberCode, numberOfType } from './cell-number.js';
export type { FileFraming, FileRecordReader, FileRecords, FileRecordWriter } from './file-framing.js';
export type {
  FormatContext,
  FormatFactory,
  FormatPlan,
  FormatRuntimeContext,
  MetadataDescriptor,
} from './format-factory.js';
export { GeneratedCode } from './generated-code.js';
export { LINE_FRAMING } from './line-framing.js';
export { newCell } from './new-cell.js';
export { characterEnd, isPlainText, PLAIN } from './plain-text.js';
export type { RecordViewer } from './record-viewer.js';
export type { DeserializationSchema, RowCollector, SerializationSchema } from './serialization-schema.js';
export { writeDate, writeDecimal, writeTime, writeTimestamp, writeWhole } from './write-text.js';
