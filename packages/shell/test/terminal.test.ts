import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { PseudoTerminal, type PseudoTerminalOptions } from './pseudo-terminal.js';

const PROMPT = 'tsql streaming> ';
const KEY = {
  enter: '\r',
  up: '\u001b[A',
  left: '\u001b[D',
  ctrlC: '\u0003',
  ctrlD: '\u0004',
  ctrlE: '\u0005',
};

let terminal: PseudoTerminal | undefined;
const folders: string[] = [];

async function start(options: PseudoTerminalOptions = {}): Promise<PseudoTerminal> {
  terminal = new PseudoTerminal(options);
  await terminal.cursorBehind(PROMPT);
  return terminal;
}

afterEach(() => {
  terminal?.kill();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tsql-shell-'));
  folders.push(folder);
  return folder;
}

test('a statement of two lines runs when its semicolon is there', { timeout: 60_000 }, async () => {
  const shell = await start();
  shell.type(`SELECT 1 AS a,${KEY.enter}`);
  await shell.cursorBehind('> ');
  shell.type(`'x' AS b;${KEY.enter}`);
  await shell.shows('1 row in set');
  await shell.cursorBehind(PROMPT);
  expect(shell.lines().slice(1)).toEqual([
    `${PROMPT}SELECT 1 AS a,`,
    "              > 'x' AS b;",
    '+---+---+',
    '| a | b |',
    '+---+---+',
    '| 1 | x |',
    '+---+---+',
    '1 row in set',
    PROMPT,
  ]);
  shell.type(KEY.ctrlD);
  expect(await shell.exits()).toBe(0);
});

test('keys edit in the middle of a line, among wide characters', { timeout: 60_000 }, async () => {
  const shell = await start();
  shell.type("SELECT '中文é' AS x;");
  await shell.cursorBehind('AS x;');
  shell.type(`${KEY.left.repeat(7)}ö`);
  await shell.cursorBehind("'中文éö");
  shell.type(KEY.enter);
  await shell.shows('| 中文éö |');
});

test('ctrl-c drops what is typed', { timeout: 60_000 }, async () => {
  const shell = await start();
  shell.type('SELECT nonsense');
  await shell.shows('nonsense');
  shell.type(KEY.ctrlC);
  await shell.shows('nonsense^C');
  await shell.cursorBehind(PROMPT);
  shell.type(`SELECT 5;${KEY.enter}`);
  await shell.shows('1 row in set');
});

test('ctrl-c stops a query that does not end, and keeps the shell', { timeout: 60_000 }, async () => {
  const shell = await start();
  shell.type(`CREATE TABLE d (n INT) WITH ('connector' = 'datagen', 'rows-per-second' = '5');${KEY.enter}`);
  await shell.shows('OK');
  shell.type(`SELECT 'row' AS r FROM d;${KEY.enter}`);
  await shell.shows('| row |');
  shell.type(KEY.ctrlC);
  await shell.shows('stopped');
  await shell.cursorBehind(PROMPT);
  shell.type(`\\q${KEY.enter}`);
  expect(await shell.exits()).toBe(0);
});

test('the history keeps whole statements, without secrets, for its owner alone', { timeout: 60_000 }, async () => {
  const file = join(newFolder(), 'state', 'history');
  const first = await start({ env: { TSQL_HISTORY: file } });
  first.type(`SELECT 1${KEY.enter}AS a;${KEY.enter}`);
  await first.shows('1 row in set');
  first.type(`SET 'x.password' = 'hunter2';${KEY.enter}`);
  await first.until(({ written }) => written.includes('hunter2'), 'the statement');
  await first.cursorBehind(PROMPT);
  first.type(`\\q${KEY.enter}`);
  await first.exits();
  expect(readFileSync(file, 'utf8')).not.toContain('hunter2');
  expect(statSync(file).mode & 0o777).toBe(0o600);

  const second = await start({ env: { TSQL_HISTORY: file } });
  second.type(KEY.up.repeat(3));
  await second.cursorBehind('AS a;');
  second.type(`${KEY.up}${KEY.ctrlE}`);
  await second.cursorBehind('SELECT 1');
  second.type('4');
  await second.shows('SELECT 14');
});

test('tab completes, and lists what there is with its kind and help', { timeout: 60_000 }, async () => {
  const shell = await start();
  shell.type(`CREATE TABLE d (n INT, name STRING)${KEY.enter}WITH ('conn\t`);
  await shell.cursorBehind("'connector' = '");
  shell.type('dat\t');
  await shell.cursorBehind("'connector' = 'datagen'");
  shell.type(`, 'rows-per-second' = '1');${KEY.enter}`);
  await shell.shows('OK');
  shell.type(`SELECT d. FROM d${KEY.left.repeat(7)}\t`);
  await shell.shows(/ n +column INT +row of d/);
  await shell.shows(/ name +column STRING +row of d/);
  shell.type('\t\t\r');
  await shell.cursorBehind('SELECT d.name');
  await shell.shows('name STRING, row of d');
  shell.type(KEY.ctrlC);
  await shell.cursorBehind(PROMPT);
});

test('ctrl-r finds earlier statements', { timeout: 60_000 }, async () => {
  const shell = await start();
  for (const statement of ['SELECT 11 AS a;', 'SELECT 22 AS b;', 'SELECT 33 AS c;']) {
    shell.type(`${statement}${KEY.enter}`);
    await shell.shows(`| ${statement.slice(7, 9)} |`);
    await shell.cursorBehind(PROMPT);
  }
  shell.type('\u0012select');
  await shell.cursorBehind('SELECT 33 AS c;');
  shell.type('\u0012');
  await shell.cursorBehind('SELECT 22 AS b;');
  shell.type(KEY.enter);
  await shell.until((terminal) => terminal.lines().filter((line) => line === '| 22 |').length === 2, 'the result');
});

test('a pasted text keeps its lines, and what is typed ahead is not lost', { timeout: 60_000 }, async () => {
  const shell = await start();
  shell.type('\u001b[200~SELECT 1 AS a,\r\n\t2 AS b;\nSELECT 3 AS c;\u001b[201~');
  await shell.cursorBehind('SELECT 3 AS c;');
  shell.type(`${KEY.enter}SELECT 4 AS d;${KEY.enter}`);
  await shell.shows('| 4 |');
  expect(shell.lines().filter((line) => /^\| +\d/.test(line))).toEqual(['| 1 | 2 |', '| 3 |', '| 4 |']);
});
