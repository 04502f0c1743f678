import type { AggregateFunction } from '../plan/index.js';

/** Those that the local engine computes, by the names that SQL has for them. */
const COMPUTED: Readonly<Record<string, AggregateFunction>> = {
  APPROX_COUNT_DISTINCT: 'APPROX_COUNT_DISTINCT',
  ARRAY_AGG: 'ARRAY_AGG',
  AVG: 'AVG',
  COLLECT: 'COLLECT',
  COUNT: 'COUNT',
  FIRST_VALUE: 'FIRST_VALUE',
  LAST_VALUE: 'LAST_VALUE',
  LISTAGG: 'LISTAGG',
  MAX: 'MAX',
  MIN: 'MIN',
  STDDEV: 'STDDEV_SAMP',
  STDDEV_POP: 'STDDEV_POP',
  STDDEV_SAMP: 'STDDEV_SAMP',
  SUM: 'SUM',
  VARIANCE: 'VAR_SAMP',
  VAR_POP: 'VAR_POP',
  VAR_SAMP: 'VAR_SAMP',
};

export const computedAggregate = (name: string): AggregateFunction | undefined =>
  Object.hasOwn(COMPUTED, name.toUpperCase()) ? COMPUTED[name.toUpperCase()] : undefined;

export const isGrouping = (name: string): boolean =>
  name.toUpperCase() === 'GROUPING' || name.toUpperCase() === 'GROUPING_ID';

/** Names of Flink's aggregate and window functions: known, so that they are told from unknown functions. */
const AGGREGATES: ReadonlySet<string> = new Set([
  'ANY_VALUE',
  'APPROX_COUNT_DISTINCT',
  'ARRAY_AGG',
  'AVG',
  'COLLECT',
  'COUNT',
  'CUME_DIST',
  'DENSE_RANK',
  'FIRST_VALUE',
  'GROUPING',
  'GROUPING_ID',
  'GROUP_ID',
  'JSON_ARRAYAGG',
  'JSON_OBJECTAGG',
  'LAG',
  'LAST_VALUE',
  'LEAD',
  'LISTAGG',
  'MAX',
  'MIN',
  'NTH_VALUE',
  'NTILE',
  'PERCENT_RANK',
  'RANK',
  'ROW_NUMBER',
  'STDDEV',
  'STDDEV_POP',
  'STDDEV_SAMP',
  'SUM',
  'SUM0',
  'VARIANCE',
  'VAR_POP',
  'VAR_SAMP',
]);

/** Group windows of old and their auxiliaries: `TUMBLE(ts, …)` in GROUP BY. */
const GROUP_WINDOWS = /^(TUMBLE|HOP|SESSION|CUMULATE)(_START|_END|_ROWTIME|_PROCTIME)?$/;

export const isAggregate = (name: string): boolean => AGGREGATES.has(name.toUpperCase());

export const isGroupWindow = (name: string): boolean => GROUP_WINDOWS.test(name.toUpperCase());
