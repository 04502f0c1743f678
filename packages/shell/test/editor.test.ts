import { appendFileSync, chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { EditBuffer } from '../src/editor/edit-buffer.js';
import { cutToWidth, textWidth } from '../src/editor/graphemes.js';
import { History } from '../src/editor/history.js';
import { layOut } from '../src/editor/lay-out.js';
import { plainPaint } from '../src/editor/palette.js';
import { withoutSecrets } from '../src/without-secrets.js';

/** A buffer with a text and the cursor at the mark. */
function buffer(marked: string): EditBuffer {
  const made = new EditBuffer();
  made.set(marked.replace('‸', ''), marked.indexOf('‸'));
  return made;
}

const shown = ({ text, cursor }: EditBuffer): string => `${text.slice(0, cursor)}‸${text.slice(cursor)}`;

describe('editing', () => {
  test.each<[keyof EditBuffer & string, string, string]>([
    ['left', 'a👍🏽‸b', 'a‸👍🏽b'],
    ['right', 'a‸e\u0301b', 'ae\u0301‸b'],
    ['left', 'a\n‸b', 'a‸\nb'],
    ['wordLeft', 'select foo_1, ‸bar', 'select ‸foo_1, bar'],
    ['wordRight', 'select‸ foo_1, bar', 'select foo_1‸, bar'],
    ['lineStart', 'ab\ncd‸', 'ab\n‸cd'],
    ['lineEnd', '‸ab\ncd', 'ab‸\ncd'],
    ['up', 'abc\nde\nfgh‸', 'abc\nde‸\nfgh'],
    ['down', '中文‸\nabcdef', '中文\nabcd‸ef'],
    ['deleteLeft', 'a👨‍👩‍👧‸b', 'a‸b'],
    ['deleteRight', 'a‸\nb', 'a‸b'],
    ['cutWordLeft', 'a bc, ‸d', 'a ‸d'],
    ['cutToLineEnd', 'a‸bc\nd', 'a‸\nd'],
    ['cutToLineEnd', 'a‸\nd', 'a‸d'],
    ['cutToLineStart', 'a\nbc‸d', 'a\n‸d'],
  ])('%s: %j becomes %j', (action, before, after) => {
    const made = buffer(before);
    (made[action] as () => void).call(made);
    expect(shown(made)).toBe(after);
  });

  test('moving over a short line keeps the column', () => {
    const made = buffer('abcdef‸\nx\nabcdef');
    made.down();
    expect(shown(made)).toBe('abcdef\nx‸\nabcdef');
    made.down();
    expect(shown(made)).toBe('abcdef\nx\nabcdef‸');
  });

  test('undo takes back a word at a time, and can be taken back', () => {
    const made = new EditBuffer();
    for (const character of 'select 1') made.insert(character);
    made.undo();
    expect(shown(made)).toBe('select‸');
    made.undo();
    expect(shown(made)).toBe('‸');
    made.redo();
    expect(shown(made)).toBe('select‸');
  });

  test('what was cut can be put elsewhere', () => {
    const made = buffer('a bc‸ d');
    made.cutWordLeft();
    made.lineEnd();
    made.paste();
    expect(shown(made)).toBe('a  dbc‸');
  });
});

describe('widths', () => {
  test.each([
    ['abc', 3],
    ['中文', 4],
    ['ｶ', 1],
    ['e\u0301', 1],
    ['👍', 2],
    ['👨‍👩‍👧', 2],
    ['🇩🇪', 2],
    ['', 0],
  ])('%s takes %d cells', (text, width) => {
    expect(textWidth(text)).toBe(width);
  });

  test('a cut is never wider than asked, nor in the middle of a character', () => {
    expect(cutToWidth('中文字', 6)).toBe('中文字');
    expect(cutToWidth('中文字', 5)).toBe('中文…');
    expect(cutToWidth('中文字', 4)).toBe('中…');
    expect(cutToWidth('abc', 0)).toBe('');
  });

  test('rows are as wide as the terminal, and the cursor is never beyond it', () => {
    const request = { spans: [], prompt: '> ', continuation: '. ', columns: 6, paint: plainPaint };
    expect(layOut({ ...request, text: 'abcdef\ngh', cursor: 9 })).toEqual({
      rows: ['> abcd', 'ef', '. gh'],
      cursorRow: 2,
      cursorColumn: 4,
    });
    expect(layOut({ ...request, text: 'abcd', cursor: 4 })).toEqual({
      rows: ['> abcd', ''],
      cursorRow: 1,
      cursorColumn: 0,
    });
    expect(layOut({ ...request, text: 'abc中', cursor: 3 })).toEqual({
      rows: ['> abc', '中'],
      cursorRow: 1,
      cursorColumn: 0,
    });
    expect(layOut({ ...request, text: '\u0007', cursor: 0 }).rows).toEqual(['> ^G']);
  });
});

describe('the history', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'tsql-history-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  test('keeps statements of several lines, and finds them again', () => {
    const file = join(folder, 'history');
    const first = new History(file);
    first.add('SELECT 1\nFROM t;');
    first.add('SELECT 2;');
    first.add('SELECT 2;');
    first.add('  ');
    const second = new History(file);
    expect([second.length, second.at(0), second.at(1)]).toEqual([2, 'SELECT 1\nFROM t;', 'SELECT 2;']);
    expect(second.search('from', 2)).toBe(0);
    expect(second.search('nothing', 2)).toBeUndefined();
  });

  test('is private, also where the file was not', () => {
    const file = join(folder, 'history');
    writeFileSync(file, '');
    chmodSync(file, 0o644);
    new History(file).add('SELECT 1;');
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  test('passes over half a line, and forgets the oldest of too many', () => {
    const file = join(folder, 'history');
    appendFileSync(file, `"SELECT 0;"\n{"broken\n${'"x"\n"y"\n'.repeat(1_500)}"SELECT`);
    const history = new History(file);
    expect(history.length).toBe(1_000);
    expect(history.at(999)).toBe('y');
    expect(readFileSync(file, 'utf8').split('\n')).toHaveLength(1_001);
  });

  test('lasts as long as the shell where the file cannot be written', () => {
    writeFileSync(join(folder, 'file'), '');
    const history = new History(join(folder, 'file', 'history'));
    history.add('SELECT 1;');
    expect(history.at(0)).toBe('SELECT 1;');
  });
});

describe('secrets', () => {
  test.each([
    ["SET 'x.password' = 'hunter2';", "SET 'x.password' = '******';"],
    [
      "WITH ('properties.sasl.jaas.config' = 'x ''y''', 'topic' = 't')",
      "WITH ('properties.sasl.jaas.config' = '******', 'topic' = 't')",
    ],
    [
      "WITH ('value.avro-confluent.basic-auth.user-info' = 'a:b')",
      "WITH ('value.avro-confluent.basic-auth.user-info' = '******')",
    ],
    [
      "WITH ('properties.ssl.key.password' = '{{ PASSWORD }}')",
      "WITH ('properties.ssl.key.password' = '{{ PASSWORD }}')",
    ],
    ["WITH ('avro-confluent.url' = 'http://user:pass@host/')", "WITH ('avro-confluent.url' = 'http://******@host/')"],
    ["SELECT 'password' FROM t WHERE password = 'x'", "SELECT 'password' FROM t WHERE password = 'x'"],
  ])('%s', (statement, clean) => {
    expect(withoutSecrets(statement)).toBe(clean);
  });

  test('are left out of a statement that is not finished', () => {
    expect(withoutSecrets("CREATE TABLE t (a INT) WITH ('properties.sasl.password' = 'hun")).not.toContain('hun');
  });
});
