import { printType } from '@tsql/core';
import { describe, expect, it } from 'vitest';
import type { CatalogTable } from '../src/index.js';
import { compile, errors } from './support/fakes.js';

function table(sql: string, name = 't'): CatalogTable {
  const { environment, diagnostics } = compile(sql);
  expect(diagnostics).toEqual([]);
  const path = { catalog: 'default_catalog', database: 'default_database', name };
  const object = environment.catalog.find(path);
  if (object?.kind !== 'table') throw new Error(`there is no table ${name}`);
  return object;
}

const columns = (sql: string): readonly string[] =>
  table(sql).schema.columns.map((column) => `${column.name} ${printType(column.type)}`);

const WITH = "WITH ('connector' = 'log')";

describe('CREATE TABLE', () => {
  it('settles types as Flink does', () => {
    const sql = `CREATE TABLE t (a DECIMAL(39, 0), b TIMESTAMP(10), c CHAR(0), d VARCHAR, e TIME(3), f ROW<x INT NOT NULL>) ${WITH}`;
    expect(columns(sql)).toEqual([
      'a DECIMAL(38, 0)',
      'b TIMESTAMP(9)',
      'c CHAR(0)',
      'd STRING',
      'e TIME(0)',
      'f ROW<`x` INT>',
    ]);
  });

  it('makes key columns NOT NULL', () => {
    expect(columns(`CREATE TABLE t (a INT, b INT, PRIMARY KEY (b, a) NOT ENFORCED) ${WITH}`)).toEqual([
      'a INT NOT NULL',
      'b INT NOT NULL',
    ]);
  });

  it.each([
    [`CREATE TABLE t (a INT, a STRING) ${WITH}`, '1:24 TSQL_NAME_DUPLICATE'],
    [`CREATE TABLE t (a TEXT) ${WITH}`, '1:19 TSQL_NAME_UNKNOWN'],
    [`CREATE TABLE t (a DECIMAL(3, 5)) ${WITH}`, '1:19 TSQL_PLAN_INVALID'],
    [`CREATE TABLE t (a INT, b AS a + 1, c AS b + 1) ${WITH}`, '1:41 TSQL_NAME_UNKNOWN'],
    [`CREATE TABLE t (a INT, PRIMARY KEY (a)) ${WITH}`, '1:24 TSQL_PLAN_INVALID'],
    [`CREATE TABLE t (a INT, PRIMARY KEY (b) NOT ENFORCED) ${WITH}`, '1:37 TSQL_NAME_UNKNOWN'],
    [`CREATE TABLE t (a INT, k AS a, PRIMARY KEY (k) NOT ENFORCED) ${WITH}`, '1:45 TSQL_PLAN_INVALID'],
    [`CREATE TABLE t (a STRING, WATERMARK FOR a AS a) ${WITH}`, '1:41 TSQL_TYPE_MISMATCH'],
    [`CREATE TABLE t (a INT, WATERMARK FOR b AS b) ${WITH}`, '1:38 TSQL_NAME_UNKNOWN'],
    ["CREATE TABLE t (a INT) WITH ('topic' = 'x')", '1:30 TSQL_OPTION_MISSING'],
    [`CREATE TABLE x.t (a INT) ${WITH}`, '1:14 TSQL_NAME_UNKNOWN'],
    [
      `CREATE TABLE t (a INT METADATA FROM 'offset' VIRTUAL, b INT METADATA FROM 'offset') ${WITH}`,
      '1:55 TSQL_PLAN_INVALID',
    ],
  ])('refuses %s', (sql, expected) => {
    expect(errors(sql)).toEqual([expected]);
  });

  it('reports uses of a refused table no more', () => {
    expect(errors(`CREATE TABLE t (a TEXT) ${WITH}; INSERT INTO t SELECT * FROM t`)).toHaveLength(1);
    expect(errors(`CREATE TABLE t (a INT,) ${WITH}; INSERT INTO t SELECT * FROM t`)).toHaveLength(1);
  });
});

describe('LIKE', () => {
  const base = `CREATE TABLE base (a INT, b AS a + 1, PRIMARY KEY (a) NOT ENFORCED) WITH ('connector' = 'log', 'x' = '1'); `;

  it('takes everything over and lets options be given anew', () => {
    const made = table(`${base}CREATE TABLE t (c INT) WITH ('x' = '2') LIKE base`);
    expect(made.schema.columns.map((column) => column.name)).toEqual(['a', 'b', 'c']);
    expect(made.schema.primaryKey?.columns).toEqual(['a']);
    expect(made.options.get('x')?.value).toBe('2');
  });

  it('leaves out what is excluded', () => {
    const made = table(`${base}CREATE TABLE t WITH ('connector' = 'log') LIKE base (EXCLUDING ALL)`);
    expect(made.schema.columns.map((column) => column.name)).toEqual(['a']);
    expect([...made.options.keys()]).toEqual(['connector']);
  });

  it.each([
    ["CREATE TABLE t WITH ('x' = '2') LIKE base (INCLUDING OPTIONS)", 'TSQL_PLAN_INVALID'],
    ['CREATE TABLE t (a INT) LIKE base', 'TSQL_NAME_DUPLICATE'],
    ['CREATE TABLE t (c INT, PRIMARY KEY (c) NOT ENFORCED) LIKE base', 'TSQL_PLAN_INVALID'],
    ['CREATE TABLE t LIKE nothing', 'TSQL_NAME_UNKNOWN'],
  ])('refuses %s', (sql, code) => {
    expect(errors(base + sql)).toEqual([expect.stringContaining(code)]);
  });
});

describe('ALTER TABLE', () => {
  const base = `CREATE TABLE t (a INT, b INT, c AS b + 1) ${WITH};\n`;

  it('places columns', () => {
    expect(columns(`${base}ALTER TABLE t ADD (x INT FIRST, y INT AFTER a)`)).toEqual([
      'x INT',
      'a INT',
      'y INT',
      'b INT',
      'c INT',
    ]);
    expect(columns(`${base}ALTER TABLE t MODIFY a STRING AFTER b`)).toEqual(['b INT', 'a STRING', 'c INT']);
  });

  it.each([
    ['ALTER TABLE t ADD a INT', '2:19 TSQL_NAME_DUPLICATE'],
    ['ALTER TABLE t DROP b', '2:20 TSQL_PLAN_INVALID'],
    ['ALTER TABLE t RENAME b TO d', '2:22 TSQL_PLAN_INVALID'],
    ["ALTER TABLE t RESET ('connector')", '2:22 TSQL_PLAN_INVALID'],
    ['ALTER TABLE t DROP WATERMARK', '2:15 TSQL_PLAN_INVALID'],
    ["ALTER TABLE nope SET ('a' = 'b')", '2:13 TSQL_NAME_UNKNOWN'],
  ])('refuses %s', (sql, expected) => {
    expect(errors(base + sql)).toEqual([expected]);
  });
});

describe('names', () => {
  it('lets a temporary table hide the permanent one until it is dropped', () => {
    const both = `CREATE TABLE t (a INT) ${WITH}; CREATE TEMPORARY TABLE t (b INT) ${WITH};\n`;
    expect(errors(`${both}SELECT b FROM t; DROP TEMPORARY TABLE t; SELECT a FROM t; SELECT b FROM t`)).toEqual([
      '2:66 TSQL_NAME_UNKNOWN',
    ]);
    expect(errors(`${both}DROP TABLE t`)).toEqual(['2:12 TSQL_PLAN_INVALID']);
  });

  it('tells views from tables', () => {
    const view = 'CREATE VIEW v AS SELECT 1 AS a;\n';
    expect(errors(`${view}DROP TABLE v`)).toEqual(['2:12 TSQL_NAME_UNKNOWN']);
    expect(errors(`${view}CREATE VIEW v AS SELECT 2 AS a`)).toEqual(['2:13 TSQL_NAME_EXISTS']);
    expect(errors('CREATE VIEW v (a, b) AS SELECT 1 AS x')).toEqual(['1:16 TSQL_PLAN_INVALID']);
    expect(errors('CREATE VIEW v AS SELECT NULL AS x')).toEqual(['1:25 TSQL_PLAN_INVALID']);
  });

  it('finds a view’s tables from where it was made', () => {
    const sql = `CREATE TABLE t (a INT) ${WITH}; CREATE VIEW v AS SELECT a FROM t; CREATE DATABASE d; USE d; SELECT a FROM default_database.v`;
    expect(errors(sql)).toEqual([]);
  });

  it('leaves the given catalog as it was', () => {
    const { environment } = compile('CREATE DATABASE d');
    expect(environment.catalog.database('default_catalog', 'd')).toBeDefined();
  });
});
