import {
  BIGINT,
  type DynamicTableFactory,
  INT,
  notNull,
  type RecordSourcePlan,
  type RowSinkPlan,
  type RowSourcePlan,
  row,
  STRING,
  type TableContext,
  timestampLtz,
} from '@tsql/core';
import { parseScript } from '@tsql/grammar';
import { Catalog, type CompiledScript, compileScript, type Environment, Settings } from '../../src/index.js';

/** A connector that has options of any kind and plans rows. `upsert` takes and yields changes by primary key. */
export function fakeConnector(identifier: string, mode: 'insert-only' | 'upsert' | 'all'): DynamicTableFactory {
  const shared = (context: TableContext) => ({
    connector: identifier,
    table: context.tableName,
    physical: context.schema.columns.flatMap(({ kind, name, type }) => (kind === 'physical' ? [{ name, type }] : [])),
    transport: {},
    metadata: context.metadata.flatMap((key) => metadata.find((each) => each.key === key) ?? []),
    changelogMode: mode,
  });
  return {
    identifier,
    options: { owner: `connector '${identifier}'`, options: [], openPrefixes: [''] },
    metadata,
    planSource: (context): RowSourcePlan => ({
      kind: 'row-source',
      isBounded: context.entries.get('bounded')?.value === 'true',
      ...shared(context),
    }),
    planSink: (context): RowSinkPlan => ({
      kind: 'row-sink',
      primaryKey: context.schema.primaryKey?.columns ?? [],
      ...shared(context),
    }),
  };
}

const metadata = [
  { key: 'offset', type: notNull(BIGINT), isWritable: false, doc: '' },
  { key: 'partition', type: notNull(INT), isWritable: false, doc: '' },
  { key: 'topic', type: notNull(STRING), isWritable: false, doc: '' },
  { key: 'timestamp', type: notNull(timestampLtz(3)), isWritable: true, doc: '' },
];

/** A table of records, which tasks can share. */
function recordConnector(): DynamicTableFactory {
  const rows = fakeConnector('records', 'insert-only');
  return {
    ...rows,
    planSource(context): RecordSourcePlan | undefined {
      const plan = rows.planSource?.(context);
      const format = { identifier: 'json', options: {}, rowType: row([]), metadata: [] };
      const value = { format, projection: [] };
      return plan && { ...plan, kind: 'record-source', key: undefined, value, isUpsert: false };
    },
  };
}

/** A fresh environment with the connectors `log` (inserts), `upsert`, `changes` and `records`. */
export function environment(settings: readonly (readonly [string, string])[] = []): Environment {
  const connectors = [
    fakeConnector('log', 'insert-only'),
    fakeConnector('upsert', 'upsert'),
    fakeConnector('changes', 'all'),
    recordConnector(),
  ];
  return {
    catalog: new Catalog(),
    settings: new Settings(settings),
    connectors: new Map(connectors.map((connector) => [connector.identifier, connector])),
    formats: new Map(),
  };
}

/** Compiles a script in a fresh environment. */
export const compile = (sql: string): CompiledScript => compileScript(parseScript(sql, 'test.sql'), environment());

/** The errors of a script: `LINE:COLUMN CODE`. */
export const errors = (sql: string): readonly string[] =>
  compile(sql)
    .diagnostics.filter((found) => found.severity === 'error')
    .map((found) => `${found.span?.start.line}:${found.span?.start.column} ${found.code}`);

/** Two tables that most tests start from, on one line. */
export const TABLES =
  "CREATE TABLE src (id INT, name STRING, price DECIMAL(10, 2), r ROW<a INT, b STRING>, xs ARRAY<INT>) WITH ('connector' = 'log'); " +
  "CREATE TABLE dst (id INT, name STRING) WITH ('connector' = 'log');\n";
