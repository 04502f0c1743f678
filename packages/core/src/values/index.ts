export { type CivilDate, civilFromDays, daysFromCivil, daysInMonth, isLeapYear, MILLIS_PER_DAY } from './civil-date.js';
export {
  decimalToPlainText,
  decimalToText,
  fitDecimal,
  parseDecimal,
  rescale,
  stripTrailingZeros,
  type UnscaledDecimal,
} from './decimal-text.js';
export { binaryStringHash, hashMapOrder } from './java-hash-order.js';
export { formatDouble, formatFloat } from './java-number-text.js';
export { decodeJavaUtf8 } from './java-utf8.js';
export { MapValue } from './map-value.js';
export { type ChangelogMode, ROW_KIND_SYMBOLS, RowKind } from './row-kind.js';
export { seededRandom } from './seeded-random.js';
export {
  formatDate,
  formatTime,
  formatTimestamp,
  fractionDigits,
  parseDate,
  parseTimeOfDay,
  parseTimestamp,
  splitTimestamp,
  truncateTimestamp,
} from './temporal-text.js';
export { Timestamp } from './timestamp.js';
export type { Row, Value } from './value.js';
