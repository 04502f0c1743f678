import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { CommandError, type ShellCommand } from './shell-command.js';

/** `\i FILE`. */
export const includeCommand: ShellCommand = {
  name: '\\i',
  syntax: 'FILE',
  doc: 'run the statements and commands of a file',
  argument: 'file',
  run: async (shell, argument) => {
    if (argument === '') throw new CommandError('\\i needs a file');
    const file = resolve(shell.folder, argument.replace(/^'(.*)'$/, '$1'));
    let text: string;
    try {
      text = readFileSync(file, 'utf8');
    } catch (error) {
      throw new CommandError(`${argument} cannot be read: ${(error as Error).message}`);
    }
    return shell.inFolder(dirname(file), () => shell.submit(text, argument));
  },
};

/** `\e`. */
export const editCommand: ShellCommand = {
  name: '\\e',
  syntax: '',
  doc: 'edit the statement before it, or the last one, with $EDITOR',
  argument: 'statement',
  run: async (shell, _argument, statement) => {
    if (shell.editText === undefined) throw new CommandError('\\e needs a terminal');
    shell.proposal = (await shell.editText(statement ?? '')).trimEnd();
  },
};
