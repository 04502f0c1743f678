export { MapValue } from './map-value.js';
export { type ChangelogMode, ROW_KIND_SYMBOLS, RowKind } from './row-kind.js';
export { Timestamp } from './timestamp.js';
export type { Row, Value } from './value.js';
