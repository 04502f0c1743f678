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
