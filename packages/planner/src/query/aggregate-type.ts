import { array, BIGINT, decimal, type LogicalType, multiset, notNull, STRING, withNullability } from '@tsql/core';
import type { AggregateFunction } from '../plan/index.js';

/** What a call's argument has to be, for messages. */
const TAKES: Readonly<Record<string, string>> = {
  SUM: 'numbers',
  AVG: 'numbers',
  STDDEV_POP: 'numbers',
  STDDEV_SAMP: 'numbers',
  VAR_POP: 'numbers',
  VAR_SAMP: 'numbers',
  LISTAGG: 'texts',
};

export const takenBy = (name: AggregateFunction): string => TAKES[name] ?? 'numbers, texts or times';

/** The type of a result, as Flink derives it; undefined where the argument does not fit. */
export function aggregateType(
  name: AggregateFunction,
  argument: LogicalType | undefined,
  canBeEmpty: boolean,
): LogicalType | undefined {
  if (name === 'COUNT' || name === 'APPROX_COUNT_DISTINCT') return notNull(BIGINT);
  if (argument === undefined) return undefined;
  const nullable = argument.nullable || canBeEmpty;
  switch (name) {
    case 'MIN':
    case 'MAX':
      return ['ARRAY', 'MAP', 'MULTISET', 'ROW', 'RAW', 'BINARY', 'VARBINARY', 'NULL'].includes(argument.kind)
        ? undefined
        : withNullability(argument, nullable);
    case 'FIRST_VALUE':
    case 'LAST_VALUE':
    case 'SINGLE_VALUE':
      return withNullability(argument, true);
    case 'LISTAGG':
      return argument.kind === 'CHAR' || argument.kind === 'VARCHAR' ? STRING : undefined;
    case 'COLLECT':
      return notNull(multiset(notNull(argument)));
    case 'ARRAY_AGG':
      return notNull(array(argument));
    default:
      return numericType(name, argument, nullable);
  }
}

function numericType(name: AggregateFunction, argument: LogicalType, nullable: boolean): LogicalType | undefined {
  switch (argument.kind) {
    case 'DECIMAL':
      return withNullability(decimal(38, name === 'SUM' ? argument.scale : Math.max(6, argument.scale)), nullable);
    case 'TINYINT':
    case 'SMALLINT':
    case 'INTEGER':
    case 'BIGINT':
    case 'FLOAT':
    case 'DOUBLE':
      return withNullability(argument, nullable);
    default:
      return undefined;
  }
}
