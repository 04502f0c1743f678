import { type LogicalType, MILLIS_PER_DAY, Timestamp } from '@tsql/core';
import { parseDateText, parseTimestampText, parseTimeText } from '../time/temporal-text.js';
import { timeZone, toInstant, toLocal } from '../time/time-zone.js';
import { dateOfTimestamp, dayOf, shiftTimestamp, timeOfTimestamp, truncateToPrecision } from '../time/timestamps.js';
import { isCharacter } from '../types/type-families.js';
import type { CastContext, Conversion } from './conversion.js';

/** The conversion of a text or temporal value to DATE. */
export function toDate(from: LogicalType, context: CastContext): Conversion {
  if (isCharacter(from)) return (value) => parseDateText(value as string);
  if (from.kind === 'TIMESTAMP') return (value) => dateOfTimestamp((value as Timestamp).millis);
  if (from.kind !== 'TIMESTAMP_LTZ') return (value) => value;
  const zone = timeZone(context.localTimeZone);
  return (value) => dayOf(toLocal(zone, (value as Timestamp).millis));
}

/** The conversion of a text or temporal value to TIME. */
export function toTime(from: LogicalType, context: CastContext): Conversion {
  if (isCharacter(from)) return (value) => parseTimeText(value as string);
  if (from.kind === 'TIMESTAMP') return (value) => timeOfTimestamp((value as Timestamp).millis);
  if (from.kind !== 'TIMESTAMP_LTZ') return (value) => value;
  const zone = timeZone(context.localTimeZone);
  return (value) => {
    const local = toLocal(zone, (value as Timestamp).millis);
    return local - dayOf(local) * MILLIS_PER_DAY;
  };
}

/** The conversion of a text or temporal value to TIMESTAMP or TIMESTAMP_LTZ of `precision` digits. */
export function toTimestamp(
  from: LogicalType,
  to: { readonly kind: 'TIMESTAMP' | 'TIMESTAMP_LTZ'; readonly precision: number },
  context: CastContext,
): Conversion {
  const zone = timeZone(context.localTimeZone);
  const shift =
    to.kind === 'TIMESTAMP_LTZ'
      ? (local: Timestamp) => shiftTimestamp(local, toInstant(zone, local.millis))
      : (local: Timestamp) => local;
  if (isCharacter(from)) {
    return (value) => {
      const local = parseTimestampText(value as string, to.precision);
      return local === undefined ? undefined : shift(local);
    };
  }
  if (from.kind === 'DATE') return (value) => shift(new Timestamp((value as number) * MILLIS_PER_DAY));
  if (from.kind === 'TIME') return (value) => shift(new Timestamp(value as number));
  const cut =
    'precision' in from && from.precision > to.precision
      ? (timestamp: Timestamp) => truncateToPrecision(timestamp, to.precision)
      : (timestamp: Timestamp) => timestamp;
  if (from.kind === to.kind) return (value) => cut(value as Timestamp);
  if (to.kind === 'TIMESTAMP_LTZ') return (value) => shift(cut(value as Timestamp));
  return (value) => {
    const instant = value as Timestamp;
    return cut(shiftTimestamp(instant, toLocal(zone, instant.millis)));
  };
}
