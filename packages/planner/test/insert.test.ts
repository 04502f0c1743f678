import { describe, expect, it } from 'vitest';
import type { PlanNode, SinkNode } from '../src/index.js';
import { compile, errors, TABLES } from './support/fakes.js';

function sink(sql: string): SinkNode {
  const { plans, diagnostics } = compile(sql);
  expect(diagnostics).toEqual([]);
  const plan = plans.at(-1);
  if (plan?.kind !== 'job' || plan.sinks[0] === undefined) throw new Error('there is no job');
  return plan.sinks[0];
}

/** The kinds of a tree's nodes from its root to its first leaf. */
function kinds(node: PlanNode): readonly string[] {
  return [node.kind, ...('input' in node ? kinds(node.input) : [])];
}

describe('INSERT', () => {
  it('is one projection and one filter over the scan', () => {
    const sql = `${TABLES}INSERT INTO dst SELECT x, UPPER(n) FROM (SELECT id + 1 AS x, name AS n FROM src) AS t WHERE x > 2`;
    expect(kinds(sink(sql).input)).toEqual(['project', 'filter', 'scan']);
  });

  it('writes constant rows in the types of the columns', () => {
    const { input } = sink(
      "CREATE TABLE t (a BIGINT, b DECIMAL(5, 2)) WITH ('connector' = 'log'); INSERT INTO t VALUES (1, 1.5)",
    );
    expect(input).toMatchObject({ kind: 'values', rows: [[1n, 150n]] });
  });

  it('fills columns that are not named with NULL', () => {
    expect(sink(`${TABLES}INSERT INTO dst (name) VALUES ('x')`).input).toMatchObject({ rows: [[null, 'x']] });
  });

  it.each([
    ['INSERT INTO dst SELECT 1', '2:17 TSQL_PLAN_SINK_SCHEMA'],
    ['INSERT INTO dst SELECT id, id FROM src', '2:28 TSQL_PLAN_SINK_SCHEMA'],
    ["INSERT INTO dst (id, id) VALUES (1, 'x')", '2:22 TSQL_NAME_DUPLICATE'],
    ['INSERT INTO dst (zz) VALUES (1)', '2:18 TSQL_NAME_UNKNOWN'],
    ["INSERT OVERWRITE dst SELECT 1, 'x'", '2:1 TSQL_PLAN_INVALID'],
    ["INSERT INTO dst PARTITION (id = 1) SELECT 'x'", '2:28 TSQL_PLAN_INVALID'],
    ['INSERT INTO nope SELECT 1', '2:13 TSQL_NAME_UNKNOWN'],
    ['INSERT INTO dst SELECT /*+ NOPE(a) */ id, name FROM src', '2:28 TSQL_NAME_UNKNOWN'],
  ])('refuses %s', (sql, expected) => {
    expect(errors(TABLES + sql)).toEqual([expected]);
  });

  it('refuses a NOT NULL column without a value, and keeps the others for the run', () => {
    const table = "CREATE TABLE t (a INT NOT NULL, b INT) WITH ('connector' = 'log');\n";
    expect(errors(`${table}INSERT INTO t (b) VALUES (1)`)).toEqual(['2:16 TSQL_PLAN_INVALID']);
    expect(sink(`${table}INSERT INTO t VALUES (1, 2)`).notNull).toEqual([{ index: 0, name: 'a' }]);
  });

  it('finds all faults of a statement set', () => {
    const set = `EXECUTE STATEMENT SET BEGIN\nINSERT INTO dst SELECT nope, name FROM src;\nINSERT INTO dst SELECT id, nope FROM src;\nEND`;
    expect(errors(TABLES + set)).toEqual(['3:24 TSQL_NAME_UNKNOWN', '4:28 TSQL_NAME_UNKNOWN']);
  });
});

describe('metadata', () => {
  const table = (columns: string): string => `CREATE TABLE m (${columns}) WITH ('connector' = 'log');\n`;

  it('is read only where it is used', () => {
    const sql = `${table("id INT, o BIGINT METADATA FROM 'offset' VIRTUAL, p STRING METADATA FROM 'partition' VIRTUAL, d AS id * 2")}${TABLES}INSERT INTO dst SELECT d, p FROM m`;
    const { input } = sink(sql);
    expect(input).toMatchObject({ kind: 'project', input: { source: { metadata: [{ key: 'partition' }] } } });
  });

  it('stands behind the physical columns of a sink', () => {
    const sql = `${table("ts TIMESTAMP(3) METADATA FROM 'timestamp', id INT")}INSERT INTO m VALUES (TIMESTAMP '2024-01-01 00:00:00', 1)`;
    expect(sink(sql).input.fields.map((field) => field.name)).toEqual(['id', '$metadata$timestamp']);
  });

  it.each([
    ["x INT METADATA FROM 'nope', id INT", 'SELECT id FROM m', '2:16 TSQL_NAME_UNKNOWN'],
    ["x MAP<INT, INT> METADATA FROM 'offset', id INT", 'SELECT id FROM m', '2:16 TSQL_TYPE_CAST'],
    ["x STRING METADATA FROM 'topic', id INT", "INSERT INTO m VALUES ('t', 1)", '2:13 TSQL_NAME_UNKNOWN'],
    ["x BIGINT METADATA FROM 'offset' VIRTUAL, id INT", 'INSERT INTO m VALUES (1, 2)', '2:15 TSQL_PLAN_SINK_SCHEMA'],
  ])('refuses %s with %s', (columns, sql, expected) => {
    expect(errors(table(columns) + sql)).toEqual([expected]);
  });
});

describe('changelogs', () => {
  const tables =
    "CREATE TABLE u (id INT, a INT, b INT, PRIMARY KEY (id) NOT ENFORCED) WITH ('connector' = 'upsert'); " +
    "CREATE TABLE v (id INT, a INT, PRIMARY KEY (id) NOT ENFORCED) WITH ('connector' = 'upsert'); " +
    "CREATE TABLE l (id INT, a INT) WITH ('connector' = 'log');\n";
  const normalize = (sql: string) => {
    let node = sink(tables + sql).input;
    while (node.kind !== 'changelog-normalize') {
      if (!('input' in node)) throw new Error('there is no changelog-normalize');
      node = node.input;
    }
    return node;
  };

  it('emits rows before an update only where somebody needs them', () => {
    expect(normalize('INSERT INTO v SELECT id, a FROM u').emitsBefore).toBe(false);
    expect(normalize('INSERT INTO v SELECT id, a FROM u WHERE id > 1').emitsBefore).toBe(false);
    expect(normalize('INSERT INTO v SELECT id, a FROM u WHERE a > 1').emitsBefore).toBe(true);
    expect(normalize('INSERT INTO v SELECT a, id FROM u').emitsBefore).toBe(true);
  });

  it('keeps of the last rows only what is read', () => {
    const node = normalize('INSERT INTO v SELECT id, a FROM u');
    expect(node.fields.map((field) => field.name)).toEqual(['id', 'a']);
  });

  it('refuses them for tables that take inserts only', () => {
    expect(errors(`${tables}INSERT INTO l SELECT id, a FROM u`)).toEqual(['2:13 TSQL_PLAN_CHANGELOG']);
  });

  it('refuses them in batch mode', () => {
    expect(errors(`${tables}SET 'execution.runtime-mode' = 'batch'; SELECT * FROM u`)).toHaveLength(1);
  });
});
