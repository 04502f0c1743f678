import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { PseudoTerminal, type PseudoTerminalOptions } from './pseudo-terminal.js';

const PROMPT = 'tsql streaming> ';
// biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is looked for
const COLOR = /\u001b\[[0-9;]*m/;

let terminal: PseudoTerminal | undefined;
const folders: string[] = [];

async function start(options: PseudoTerminalOptions = {}, prompt = PROMPT): Promise<PseudoTerminal> {
  terminal = new PseudoTerminal(options);
  await terminal.cursorBehind(prompt);
  return terminal;
}

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tsql-shell-'));
  folders.push(folder);
  return folder;
}

function script(name: string, text: string): string {
  const file = join(newFolder(), name);
  writeFileSync(file, `#!/bin/sh\n${text}\n`);
  chmodSync(file, 0o700);
  return file;
}

afterEach(() => {
  terminal?.kill();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

test('colours are on, and off under NO_COLOR', { timeout: 60_000 }, async () => {
  const painted = await start();
  painted.type("SELECT 'x' AS a; SELEC 1;\r");
  await painted.shows('did you mean SELECT?');
  expect(painted.written).toMatch(COLOR);
  painted.kill();
  const plain = await start({ env: { NO_COLOR: '1' } });
  plain.type("SELECT 'x' AS a; SELEC 1;\r");
  await plain.shows('did you mean SELECT?');
  expect(plain.written).not.toMatch(COLOR);
});

test.each([80, 200])('nothing is wider than %d columns', { timeout: 60_000 }, async (columns) => {
  const shell = await start({ columns, rows: 60 });
  shell.type('\\?\r\\keys\r');
  await shell.shows('ctrl+j');
  await shell.cursorBehind(PROMPT);
  shell.type(
    "SELECT 'a long text, and on it goes, for it is to be wider than a terminal of eighty columns' AS t, 1 AS n;\r",
  );
  await shell.shows('1 row in set');
  shell.type(
    "SELECT 'a' AS t, nothing FROM (VALUES (1)) AS v (something_with_a_long_name, another_one_with_a_long_name);\r",
  );
  await shell.shows('another_one_with_a_long_name');
  expect(shell.wrapped).toEqual([]);
});

test('a terminal that is dumb is sent lines, no control sequences', { timeout: 60_000 }, async () => {
  const shell = await start({ env: { TERM: 'dumb' } });
  shell.type('SELECT 1 AS a,\r');
  await shell.cursorBehind('> ');
  shell.type('2 AS b;\r');
  await shell.shows('1 row in set');
  await shell.cursorBehind(PROMPT);
  shell.type('SELECT nonsense\r');
  await shell.cursorBehind('              > ');
  shell.type('\u0003');
  await shell.cursorBehind(PROMPT);
  shell.type("CREATE TABLE d (n INT) WITH ('connector' = 'datagen', 'rows-per-second' = '1');\r");
  await shell.shows('OK');
  shell.type("SELECT 'endless' AS r FROM d;\r");
  await shell.shows('| endless |');
  shell.type('\u0003');
  await shell.shows('stopped');
  expect(shell.written).not.toContain('\u001b');
  shell.type('\\q\r');
  expect(await shell.exits()).toBe(0);
});

test('a change of the size paints the statement anew', { timeout: 60_000 }, async () => {
  const shell = await start({ columns: 60 });
  shell.type("SELECT 'a text that is as long as this one' AS a;");
  await shell.shows('AS a;');
  shell.resize(100, 24);
  await shell.until(({ written }) => written.split('\u001b[?2026h').length > 2, 'the statement');
  shell.type('\r');
  await shell.shows('1 row in set');
});

test('a long result goes through the pager, and the shell goes on behind it', { timeout: 60_000 }, async () => {
  const pager = script('pager', 'sed "s/^/paged: /"; echo done-with-paging');
  const shell = await start({ rows: 10, env: { PAGER: pager } });
  shell.type('SHOW FUNCTIONS;\r');
  await shell.shows('done-with-paging');
  await shell.shows('paged: | upper ');
  await shell.cursorBehind(PROMPT);
  shell.type('SELECT 1 AS short;\r');
  await shell.shows('| short |');
  await shell.shows('1 row in set');
  expect(shell.lines().join('\n')).not.toContain('paged: | short');
});

test('\\e edits the last statement in an editor', { timeout: 60_000 }, async () => {
  const editor = script('editor', 'sed -i "s/11/22/" "$1"');
  const shell = await start({ env: { EDITOR: editor, VISUAL: '' } });
  shell.type('SELECT 11 AS a;\r');
  await shell.shows('| 11 |');
  await shell.cursorBehind(PROMPT);
  shell.type('\\e\r');
  await shell.cursorBehind(`${PROMPT}SELECT 22 AS a;`);
  shell.type('\r');
  await shell.shows('| 22 |');
});

test('the table that changes make is painted anew, and stands at the end', { timeout: 60_000 }, async () => {
  const shell = await start({ env: { NO_COLOR: '1' } });
  shell.type("CREATE TABLE d (n BIGINT) WITH ('connector' = 'datagen', 'rows-per-second' = '10',\r");
  shell.type("'fields.n.kind' = 'sequence', 'fields.n.start' = '1', 'fields.n.end' = '15');\r");
  await shell.shows('OK');
  shell.type('SELECT COUNT(*) AS total FROM d;\r');
  await shell.shows('|    15 |');
  await shell.cursorBehind(PROMPT);
  expect(shell.lines().filter((line) => line.includes('| total |'))).toHaveLength(1);
  expect(shell.written.split('| total').length).toBeGreaterThan(2);
});

test('the prompt names profile and mode, and the profile is run first', { timeout: 60_000 }, async () => {
  const folder = newFolder();
  const { mkdirSync } = await import('node:fs');
  mkdirSync(join(folder, 'tsql', 'profiles'), { recursive: true });
  writeFileSync(
    join(folder, 'tsql', 'profiles', 'lab.sql'),
    "SET 'execution.runtime-mode' = 'batch';\nCREATE VIEW v AS SELECT 7 AS n;\n",
  );
  const shell = await start(
    { args: ['shell', '--profile', 'lab'], env: { XDG_CONFIG_HOME: folder } },
    'tsql lab batch> ',
  );
  shell.type('SELECT n FROM v;\r');
  await shell.shows('| 7 |');
});

test('tsql run shows counts and rate on one line that is gone at the end', { timeout: 60_000 }, async () => {
  const file = join(newFolder(), 'job.sql');
  writeFileSync(
    file,
    `CREATE TABLE d (n INT) WITH ('connector' = 'datagen', 'rows-per-second' = '20', 'number-of-rows' = '60');
CREATE TABLE b (n INT) WITH ('connector' = 'blackhole');
INSERT INTO b SELECT n FROM d;
`,
  );
  terminal = new PseudoTerminal({ args: ['run', file], columns: 80 });
  await terminal.shows(/^\d+ in, \d+ out, \d+\/s/m);
  await terminal.shows('done: 60 records in, 60 out, all acknowledged');
  expect(await terminal.exits()).toBe(0);
  expect(terminal.lines().join('\n')).not.toMatch(/\d\/s/);
  expect(terminal.wrapped).toEqual([]);
});
