import { describe, expect, it } from 'vitest';
import { parseExpression, printExpression } from '../../src/index.js';

/** What is written, and the same with all parentheses that matter; the printer leaves out the others. */
const SAME: readonly (readonly [written: string, meant: string])[] = [
  ['a + b * c', 'a + (b * c)'],
  ['a - b - c', '(a - b) - c'],
  ['NOT a = b', 'NOT (a = b)'],
  ['NOT a AND b OR c', '((NOT a) AND b) OR c'],
  ['a = b IS NULL', '(a = b) IS NULL'],
  ['a BETWEEN 1 AND 2 AND b', '(a BETWEEN 1 AND 2) AND b'],
  ["a LIKE 'x' || 'y' AND b", "(a LIKE ('x' || 'y')) AND b"],
  ['- a * b', '(-a) * b'],
  ['-a[1].b', '-((a[1]).b)'],
  ['a IN (1, 2) = b', '(a IN (1, 2)) = b'],
  ['a IS DISTINCT FROM b + 1', 'a IS DISTINCT FROM (b + 1)'],
  ['a <= ALL (1, 2) OR b', '(a <= ALL (1, 2)) OR b'],
];

/** Text that is printed as it stands. */
const KEPT: readonly string[] = [
  "CASE a WHEN 1, 2 THEN 'x' ELSE 'y' END",
  'CAST(a AS ARRAY<ROW<x INT NOT NULL, y MAP<STRING, DECIMAL(10, 2)>>>)',
  'TRY_CAST(a AS INTERVAL DAY TO SECOND(3))',
  "TRIM(BOTH ' ' FROM a)",
  'TRIM(LEADING FROM a)',
  'EXTRACT(QUARTER FROM a)',
  'FLOOR(a TO HOUR)',
  'TIMESTAMPDIFF(SECOND, a, b)',
  'SUBSTRING(a FROM 2 FOR 3)',
  'SUBSTRING(a, 2, 3)',
  "OVERLAY(a PLACING 'x' FROM 2 FOR 3)",
  'POSITION(a IN b)',
  "JSON_VALUE(a, '$.b' RETURNING INT DEFAULT 0 ON EMPTY ERROR ON ERROR)",
  "JSON_QUERY(a, '$.b' RETURNING ARRAY<STRING> WITH CONDITIONAL WRAPPER EMPTY ARRAY ON EMPTY)",
  "JSON_EXISTS(a, '$.b' FALSE ON ERROR)",
  "JSON_OBJECT(KEY 'k' VALUE v, KEY 'l' VALUE w ABSENT ON NULL)",
  'JSON_ARRAY(a, b NULL ON NULL)',
  'JSON_OBJECTAGG(KEY k VALUE v)',
  'a IS NOT JSON OBJECT',
  'COUNT(DISTINCT a) FILTER (WHERE b > 1) OVER (PARTITION BY c ORDER BY d DESC NULLS LAST ROWS BETWEEN 1 PRECEDING AND CURRENT ROW)',
  'SUM(a) OVER w',
  'LAG(a, 1) IGNORE NULLS OVER w',
  "LISTAGG(a, ',') WITHIN GROUP (ORDER BY b)",
  'db.my_function(a => 1, b => DEFAULT)',
  "INTERVAL -'1 02:03' DAY TO MINUTE",
  'INTERVAL a HOUR',
  "TIMESTAMP '2024-01-31 12:00:00.123'",
  'ARRAY[1, 2][1]',
  'MAP[1, 2][1]',
  '(a).b.c',
  'ROW(1, 2).a',
  '(a, b) OVERLAPS (c, d)',
  'a MULTISET UNION DISTINCT b',
  '(a - b) DAY TO SECOND',
  'CURRENT_TIMESTAMP',
  'a NOT IN (SELECT b FROM t)',
  'EXISTS (SELECT 1)',
  '((SELECT 1) + 2)'.slice(1, -1),
  'a BETWEEN SYMMETRIC 1 AND 2',
  "a SIMILAR TO 'x' ESCAPE '!'",
  "U&'\\0041\\\\'",
];

const parsed = (text: string) => {
  const { node, diagnostics } = parseExpression(text, 'x.sql');
  expect(diagnostics, text).toEqual([]);
  return node as NonNullable<typeof node>;
};

describe('expressions', () => {
  it.each(SAME)('%s is %s', (written, meant) => {
    expect(printExpression(parsed(written))).toBe(printExpression(parsed(meant)));
  });

  it.each(KEPT)('%s', (text) => {
    expect(printExpression(parsed(text))).toBe(text);
  });

  it('decodes texts', () => {
    expect(parsed("'it''s' 'so'")).toMatchObject({ value: "it'sso" });
    expect(parsed("U&'\\4E2D!' UESCAPE '!'")).toMatchObject({ kind: 'CharacterLiteral' });
    expect(parsed("U&'!4E2D!!' UESCAPE '!'")).toMatchObject({ value: '中!' });
  });

  it('gives each node its span', () => {
    const sum = parsed('a +\n bc * 2');
    expect(sum.span).toMatchObject({ start: { offset: 0 }, end: { line: 2, column: 8, offset: 11 } });
    expect(sum).toMatchObject({ right: { left: { span: { start: { line: 2, column: 2 }, end: { column: 4 } } } } });
  });

  it('tells columns of all kinds of words from the words', () => {
    for (const name of ['map', 'key', 'timestampadd', 'metadata', 'descriptor', 'final', 'try_cast']) {
      expect(parsed(name)).toMatchObject({ kind: 'Identifier', parts: [{ text: name, quoted: false }] });
    }
  });
});
