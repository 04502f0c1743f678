import { describe, expect, it } from 'vitest';
import { checkCommandLineSetting, checkSetting, planToJson } from '../src/index.js';
import { compile, errors, TABLES } from './support/fakes.js';

const rows = (sql: string) => {
  const plan = compile(TABLES + sql).plans.at(-1);
  return plan?.kind === 'result' ? plan.rows : undefined;
};

describe('settings', () => {
  it('refuses values that Flink cannot read', () => {
    const codes = (key: string, value: string) => checkSetting(key, value, {}).map((found) => found.code);
    expect(codes('execution.runtime-mode', 'batch')).toEqual([]);
    expect(codes('execution.runtime-mode', 'later')).toEqual(['TSQL_OPTION_VALUE']);
    expect(codes('table.local-time-zone', 'Asia/Tokyo')).toEqual([]);
    expect(codes('table.local-time-zone', 'Mars/Olympus')).toEqual(['TSQL_OPTION_VALUE']);
    expect(codes('state.backend', 'rocksdb')).toEqual(['TSQL_OPTION_NO_EFFECT']);
  });

  it('suggests the nearest key on the command line', () => {
    expect(checkCommandLineSetting('table.local-timezone', 'UTC')).toMatchObject([
      { code: 'TSQL_OPTION_UNKNOWN', hint: "did you mean 'table.local-time-zone'?" },
    ]);
  });

  it('are those of each statement’s moment', () => {
    const { plans } = compile(
      "SET 'table.local-time-zone' = 'Asia/Tokyo'; SELECT 1; RESET 'table.local-time-zone'; SELECT 1",
    );
    expect(plans.map((plan) => (plan?.kind === 'query' ? plan.settings.localTimeZone : ''))).toEqual([
      '',
      'Asia/Tokyo',
      '',
      'UTC',
    ]);
  });
});

describe('SHOW and DESCRIBE', () => {
  it('lists what there is', () => {
    expect(rows('CREATE VIEW v AS SELECT 1 AS a; SHOW TABLES')).toEqual([['dst'], ['src'], ['v']]);
    expect(rows('SHOW CURRENT DATABASE')).toEqual([['default_database']]);
    expect(rows("SHOW TABLES LIKE 's%'")).toEqual([['src']]);
    expect(rows('DESCRIBE dst')).toEqual([
      ['id', 'INT', 'TRUE', '', '', ''],
      ['name', 'STRING', 'TRUE', '', '', ''],
    ]);
    expect(errors('SHOW TABLES FROM nope')).toEqual(['1:18 TSQL_NAME_UNKNOWN']);
  });

  it('writes CREATE TABLE as Flink does', () => {
    expect(rows('SHOW CREATE TABLE dst')?.[0]?.[0]).toBe(
      'CREATE TABLE `default_catalog`.`default_database`.`dst` (\n  `id` INT,\n  `name` VARCHAR(2147483647)\n) WITH (\n' +
        "  'connector' = 'log'\n)\n",
    );
  });
});

describe('plans', () => {
  it('are printed as JSON and as text', () => {
    const plan = compile(`${TABLES}INSERT INTO dst SELECT id, name FROM src WHERE id > 1`).plans.at(-1);
    if (plan === undefined) throw new Error('there is no plan');
    expect(planToJson(plan)).toMatchObject({ kind: 'job', isBounded: false });
    const text = rows('EXPLAIN INSERT INTO dst SELECT id, name FROM src WHERE id > 1')?.[0]?.[0];
    expect(text).toContain('where (id > 1)');
  });
});
