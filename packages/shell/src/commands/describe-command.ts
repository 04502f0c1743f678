import type { ShellCommand } from './shell-command.js';

/** `\d` and `\d TABLE`. */
export const describeCommand: ShellCommand = {
  name: '\\d',
  syntax: '[TABLE]',
  doc: 'the tables and views; of one its columns and what they are in a record',
  argument: 'table',
  run: (shell, argument) => (argument === '' ? shell.run('SHOW TABLES') : shell.run(`DESCRIBE ${argument}`)),
};
