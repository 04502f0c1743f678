import { type LogicalType, printType, type Value, withNullability } from '@tsql/core';
import { evaluationError, quoted } from '../evaluation-error.js';
import type { CastContext } from './conversion.js';
import { findConversion } from './find-conversion.js';
import { textOf } from './to-text.js';

export interface CastOptions {
  /** TRY_CAST: NULL where CAST fails. Also CAST under `table.exec.legacy-cast-behaviour`. */
  readonly isTry: boolean;
  readonly context: CastContext;
}

/**
 * The evaluator of CAST between two types of which `canCast` is true, as Flink 1.20 does it: narrowing wraps, a DECIMAL
 * that does not fit is NULL, text that cannot be read fails. NULL stays NULL.
 *
 * @throws TsqlError with TSQL_RUN_EVALUATION, at evaluation, unless `isTry`
 * @example createCast(STRING, INT, { isTry: false, context: { localTimeZone: 'UTC' } })('12') // 12
 */
export function createCast(from: LogicalType, to: LogicalType, options: CastOptions): (value: Value) => Value {
  const convert = findConversion(from, to, options.context);
  if (options.isTry) return (value) => (value === null ? null : (convert(value) ?? null));
  return (value) => {
    if (value === null) return null;
    const converted = convert(value);
    if (converted === undefined) throw castError(from, to, value, options.context);
    return converted;
  };
}

function castError(from: LogicalType, to: LogicalType, value: Value, context: CastContext) {
  const target = printType(withNullability(to, true));
  const text = quoted(textOf(from, context)(value));
  return evaluationError(`CAST(${text} AS ${target})`, `${text} is not a valid ${target}`);
}
