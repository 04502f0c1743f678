import { existsSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { TsqlError } from '@tsql/core';
import { saveTest } from '../save-test/save-test.js';
import { CommandError, type ShellCommand } from './shell-command.js';

/** `\save-test FILE`. */
export const saveTestCommand: ShellCommand = {
  name: '\\save-test',
  syntax: 'FILE',
  doc: "make a case file of this session's statements and the records that they read, for `tsql test`",
  argument: 'file',
  run: async (shell, argument) => {
    const { notes, completeCase } = shell;
    if (notes === undefined || completeCase === undefined)
      throw new CommandError('\\save-test needs a session of its own');
    if (!argument.endsWith('.txtar')) throw new CommandError('\\save-test needs the name of a case file: NAME.txtar');
    const file = resolve(shell.folder, argument);
    if (existsSync(file)) throw new CommandError(`${argument} is there already`);
    if (!shell.statements.some(({ kind }) => kind !== 'done')) {
      throw new CommandError('nothing to save: no query and no INSERT has run in this session');
    }
    const text = await shell.interruptible((signal) =>
      saveTest({
        session: shell.session,
        signal,
        statements: shell.statements,
        notes,
        settings: shell.initialSettings,
        now: Date.now(),
      }).catch((error: unknown) => {
        if (error instanceof TsqlError) throw new CommandError(`${error.diagnostic.code}: ${error.message}`);
        throw error;
      }),
    );
    const completed = await completeCase(text);
    if ('refusal' in completed) throw new CommandError(`the case does not run by itself: ${completed.refusal}`);
    writeFileSync(file, completed.text, { flag: 'wx' });
    shell.output.line(`saved: run it with tsql test ${argument}`);
  },
};
