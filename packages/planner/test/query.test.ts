import { describe, expect, it } from 'vitest';
import { compile, errors, TABLES } from './support/fakes.js';

function fields(sql: string): readonly string[] {
  const { plans, diagnostics } = compile(TABLES + sql);
  expect(diagnostics).toEqual([]);
  const plan = plans.at(-1);
  if (plan?.kind !== 'query') throw new Error('there is no query');
  return plan.input.fields.map((field) => field.name);
}

describe('names of columns', () => {
  it.each([
    ['SELECT * FROM src', ['id', 'name', 'price', 'r', 'xs']],
    ['SELECT s.id, r.b, xs[1], id + 1 FROM src AS s', ['id', 'b', 'EXPR$2', 'EXPR$3']],
    ['SELECT r.*, s.r.a FROM src AS s', ['a', 'b', 'a0']],
    ['SELECT a, b AS a, a AS a0 FROM (VALUES (1, 2)) AS t (a, b)', ['a', 'a0', 'a00']],
    ['SELECT id, x FROM src CROSS JOIN UNNEST(xs) AS t (x)', ['id', 'x']],
    ['SELECT id, x FROM src LEFT JOIN UNNEST(xs) AS x ON TRUE', ['id', 'x']],
    ['WITH a AS (SELECT id FROM src), b (n) AS (SELECT id FROM a) SELECT * FROM b', ['n']],
    ['SELECT 1 UNION ALL SELECT 2', ['EXPR$0']],
  ])('%s', (sql, expected) => {
    expect(fields(sql)).toEqual(expected);
  });
});

describe('refusals', () => {
  it.each([
    ['SELECT nope FROM src', '2:8 TSQL_NAME_UNKNOWN'],
    ['SELECT ID FROM src', '2:8 TSQL_NAME_UNKNOWN'],
    ['SELECT s.nope FROM src AS s', '2:10 TSQL_NAME_UNKNOWN'],
    ['SELECT x.id FROM src AS s', '2:8 TSQL_NAME_UNKNOWN'],
    ['SELECT r.z FROM src', '2:10 TSQL_NAME_UNKNOWN'],
    ['SELECT id FROM nope', '2:16 TSQL_NAME_UNKNOWN'],
    ['SELECT id FROM src WHERE id', '2:26 TSQL_TYPE_MISMATCH'],
    ['SELECT id FROM src WHERE COUNT(*) > 1', '2:26 TSQL_PLAN_INVALID'],
    ['SELECT CAST(TRUE AS DATE)', '2:8 TSQL_TYPE_CAST'],
    ["SELECT no_such(id, 'x') FROM src", '2:8 TSQL_NAME_UNKNOWN'],
    ["SELECT '5' + 1", '2:8 TSQL_TYPE_ARGUMENTS'],
    ['SELECT 12345678901234567890', '2:8 TSQL_PLAN_INVALID'],
    ['SELECT NULL AS x', '2:8 TSQL_PLAN_INVALID'],
    ['SELECT xs[0] FROM src', '2:11 TSQL_PLAN_INVALID'],
    ["SELECT id FROM src WHERE name LIKE 'a' ESCAPE '\\'", '2:47 TSQL_PLAN_INVALID'],
    ['SELECT 1 UNION ALL SELECT 1, 2', '2:20 TSQL_PLAN_INVALID'],
    ['SELECT id FROM src ORDER BY name', '2:29 TSQL_PLAN_INVALID'],
    ['SELECT DISTINCT id FROM src', '2:1 TSQL_PLAN_UNSUPPORTED'],
    ['SELECT id FROM src AS a JOIN src AS b ON a.id = b.id', '2:8 TSQL_NAME_AMBIGUOUS'],
  ])('%s', (sql, expected) => {
    expect(errors(TABLES + sql)).toEqual([expected]);
  });

  it('finds all of a statement', () => {
    expect(errors(`${TABLES}SELECT x, y FROM src WHERE z > 1`)).toEqual([
      '2:8 TSQL_NAME_UNKNOWN',
      '2:11 TSQL_NAME_UNKNOWN',
      '2:28 TSQL_NAME_UNKNOWN',
    ]);
  });
});

describe('constants', () => {
  it('are computed when planned, but what fails is left for the run', () => {
    const { plans } = compile("SELECT CAST('5' AS INT) + 1, CAST('x' AS INT)");
    expect(plans[0]).toMatchObject({
      input: { expressions: [{ kind: 'literal', value: 6 }, { kind: 'cast' }] },
    });
  });
});
