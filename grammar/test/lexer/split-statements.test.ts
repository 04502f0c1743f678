import { describe, expect, it } from 'vitest';
import { parseScript } from '../../src/index.js';

const textsOf = (text: string): string[] => parseScript(text, 'x.sql').statements.map((statement) => statement.text);

describe('splitting a script', () => {
  it('cuts at semicolons, not at those in texts, names and comments', () => {
    expect(textsOf("SELECT ';'; SELECT `;` -- ;\n; SELECT /* ; */ 1")).toEqual([
      "SELECT ';'",
      'SELECT `;`',
      'SELECT /* ; */ 1',
    ]);
  });

  it('takes empty statements for nothing', () => {
    expect(textsOf(' ;; SELECT 1;; ')).toEqual(['SELECT 1']);
    expect(textsOf('-- nothing\n')).toEqual([]);
  });

  it('keeps a statement set together', () => {
    const set =
      'EXECUTE STATEMENT SET BEGIN INSERT INTO a SELECT CASE WHEN x THEN 1 END FROM t; INSERT INTO b SELECT 1; END';
    expect(textsOf(`${set}; SELECT 1;`)).toEqual([set, 'SELECT 1']);
    const begin = 'BEGIN STATEMENT SET; INSERT INTO a SELECT 1; INSERT INTO b SELECT 2; END';
    expect(textsOf(`${begin};SELECT 2`)).toEqual([begin, 'SELECT 2']);
    expect(textsOf(`EXPLAIN ${set.slice(8)};`)).toEqual([`EXPLAIN ${set.slice(8)}`]);
  });

  it('ends a statement set that lacks its END before what cannot belong to it', () => {
    expect(textsOf('BEGIN STATEMENT SET; INSERT INTO a SELECT 1; SELECT 2')).toHaveLength(2);
  });

  it('gives each statement its span', () => {
    const [, second] = parseScript('SELECT 1;\n  SELECT 2;', 'x.sql').statements;
    expect(second?.span).toMatchObject({ start: { line: 2, column: 3, offset: 12 }, end: { line: 2, column: 11 } });
  });
});
