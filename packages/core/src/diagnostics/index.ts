export { type FramePaint, renderCodeFrame } from './code-frame.js';
export { CODES, type Code, type CodeEntry } from './codes.js';
export {
  type Diagnostic,
  type DiagnosticArgs,
  type DiagnosticPlace,
  diagnostic,
  type RelatedSpan,
  type Severity,
  type Suggestion,
} from './diagnostic.js';
export { nearest } from './nearest.js';
export { formatPosition, joinSpans, type SourcePosition, type SourceSpan } from './source-span.js';
export {
  placeOfRecord,
  type RecordCoordinates,
  RecordError,
  RejectedRecordsError,
  ReplayError,
  TsqlError,
} from './tsql-error.js';
