import { expect, test } from 'vitest';
import { expectedBehind } from '../../src/index.js';

test('a statement begins with a word', () => {
  const { words } = expectedBehind('');
  expect(words).toEqual(expect.arrayContaining(['SELECT', 'CREATE', 'INSERT', 'SHOW', 'EXPLAIN']));
  expect(words).not.toContain('WHERE');
});

test('behind a table come the clauses', () => {
  const { words } = expectedBehind('SELECT a FROM t');
  expect(words).toEqual(expect.arrayContaining(['WHERE', 'GROUP', 'ORDER', 'LIMIT', 'JOIN', 'UNION']));
});

test('places of expressions, types and tables are told apart', () => {
  expect(expectedBehind('SELECT a FROM t WHERE')).toMatchObject({ takesExpression: true, takesType: false });
  expect(expectedBehind('SELECT')).toMatchObject({ takesExpression: true, takesName: true });
  expect(expectedBehind('CREATE TABLE t (a')).toMatchObject({ takesExpression: false, takesType: true });
  expect(expectedBehind('SELECT CAST(a AS')).toMatchObject({ takesExpression: false, takesType: true });
  expect(expectedBehind('SELECT a FROM').rules).toContain('tableReference');
  expect(expectedBehind('SELECT a FROM')).toMatchObject({ takesName: true, takesExpression: false });
  expect(expectedBehind('INSERT INTO').words).not.toContain('SELECT');
});

test('words that are mere names where a name can stand are left out', () => {
  expect(expectedBehind('SELECT').words).not.toContain('ABSENT');
  expect(expectedBehind('DROP TABLE')).toMatchObject({ words: [], takesName: true });
  expect(expectedBehind('CREATE TABLE t (a INT').words).toContain('METADATA');
});

test('behind a fault nothing can be told', () => {
  expect(expectedBehind('SELECT FROM WHERE')).toEqual({
    words: [],
    takesName: false,
    takesExpression: false,
    takesType: false,
    rules: [],
  });
});
