export type { OutputBatch, RecordOrigin } from './output-batch.js';
export { type RecordBatch, type RecordFile, RecordTimestampType } from './record-batch.js';
export type { FlushResult, RecordSink, WriteTurn } from './record-sink.js';
export type { Position, RecordSource, SourceStatus } from './record-source.js';
export type { SinkTransaction, SourcePositions } from './sink-transaction.js';
export type { SourceSplit, SplitEnumerator } from './source-split.js';
