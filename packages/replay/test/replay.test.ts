import { expect, test } from 'vitest';
import { fromBytes, parseTxtar, statementLines, toBytes } from '../src/index.js';

test('a txtar file has a comment and sections', () => {
  const { comment, sections } = parseTxtar('title\n-- a --\none\ntwo\n-- b --\n');
  expect(comment).toBe('title\n');
  expect([...sections]).toEqual([
    ['a', 'one\ntwo\n'],
    ['b', ''],
  ]);
});

test('bytes are text where they are text, else base64', () => {
  for (const bytes of [null, Uint8Array.of(), Uint8Array.of(0xff, 0), Buffer.from('é\n')]) {
    const found = toBytes(fromBytes(bytes));
    expect(found === null ? null : [...found]).toEqual(bytes === null ? null : [...bytes]);
  }
});

test('statements are found again by their lines', () => {
  const sql = "SET 'a' = ';';\n\nINSERT INTO t\nSELECT 1;\nBEGIN STATEMENT SET; INSERT INTO t VALUES (1); END;";
  expect(statementLines(sql)).toEqual([
    { first: 1, last: 1 },
    { first: 3, last: 4 },
    { first: 5, last: 5 },
  ]);
});
