import { describe, expect, it } from 'vitest';
import { explainPlan, type JobPlan } from '../src/index.js';
import { compile } from './support/fakes.js';

const TABLES = `CREATE TABLE src (id INT, name STRING) WITH ('connector' = 'records', 'bounded' = 'true');
CREATE TABLE made (id INT, name STRING) WITH ('connector' = 'log', 'bounded' = 'true');
CREATE TABLE changes (id INT, name STRING, PRIMARY KEY (id) NOT ENFORCED) WITH ('connector' = 'changes');
CREATE TABLE dst (id INT, name STRING) WITH ('connector' = 'log');
SET 'parallelism.default' = '4';
`;

function job(sql: string): { readonly plan: JobPlan; readonly notices: readonly string[] } {
  const { plans, diagnostics } = compile(TABLES + sql);
  return { plan: plans.at(-1) as JobPlan, notices: diagnostics.map(({ message }) => message) };
}

describe('parallelism', () => {
  it.each(['SELECT * FROM src WHERE id > 1', 'SELECT * FROM src UNION ALL SELECT id + 1, name FROM src'])(
    'spreads records that stand for themselves: %s',
    (query) => {
      const { plan, notices } = job(`INSERT INTO dst ${query}`);
      expect(plan.parallelism).toEqual({ tasks: 4, reason: undefined });
      expect(explainPlan(plan).split('\n')[0]).toBe('4 tasks');
      expect(notices).toEqual([]);
    },
  );

  it.each([
    ['INSERT INTO changes SELECT id, MAX(name) FROM src GROUP BY id', 'changes of one key'],
    ['INSERT INTO dst SELECT * FROM made', "the connector 'log' makes its rows in one task"],
  ])('keeps in one task what needs rows of several partitions: %s', (sql, reason) => {
    const { plan, notices } = job(sql);
    expect(plan.parallelism.tasks).toBe(1);
    expect(plan.parallelism.reason).toContain(reason);
    expect(explainPlan(plan).split('\n')[0]).toContain(reason);
    expect(notices).toEqual([expect.stringContaining(`'parallelism.default' has no effect here: `)]);
  });

  it('is not asked for constant rows', () => {
    const { plan, notices } = job("INSERT INTO dst VALUES (1, 'a')");
    expect(plan.parallelism).toEqual({ tasks: 1, reason: undefined });
    expect(notices).toEqual([]);
  });
});
