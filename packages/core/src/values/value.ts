import type { MapValue } from './map-value.js';
import type { Timestamp } from './timestamp.js';

/**
 * A value inside the engine, by its logical type:
 *
 * | type | value |
 * |---|---|
 * | CHAR, VARCHAR | string (lone surrogates allowed, as in Java) |
 * | BOOLEAN | boolean |
 * | BINARY, VARBINARY | Uint8Array |
 * | DECIMAL(p, s) | bigint: the unscaled value; the scale is the type's |
 * | TINYINT, SMALLINT, INTEGER | number |
 * | BIGINT | bigint |
 * | FLOAT, DOUBLE | number (FLOAT rounded by `Math.fround`) |
 * | DATE | number: days since 1970-01-01 |
 * | TIME | number: milliseconds of the day |
 * | TIMESTAMP, TIMESTAMP_LTZ | {@link Timestamp} |
 * | INTERVAL YEAR TO MONTH | number: months |
 * | INTERVAL DAY TO SECOND | number: milliseconds |
 * | ARRAY | array of values |
 * | MAP, MULTISET | {@link MapValue} (a multiset maps each element to its count, an INT) |
 * | ROW | array of values, by position |
 *
 * A missing value of any type is `null`.
 */
export type Value = null | boolean | number | bigint | string | Uint8Array | Timestamp | MapValue | readonly Value[];

/** The fields of a row, by position. */
export type Row = readonly Value[];
