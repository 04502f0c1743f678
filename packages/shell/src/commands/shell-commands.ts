import { EDIT_KEYS, EDITOR_KEYS } from '../editor/edit-keys.js';
import { RESULT_STYLES } from '../output/result-style.js';
import { twoColumns, wrapText } from '../output/wrap-text.js';
import { PRINT_SYNTAX } from '../print/print-statement.js';
import { describeCommand } from './describe-command.js';
import { editCommand, includeCommand } from './file-commands.js';
import { gdescCommand } from './gdesc-command.js';
import { saveTestCommand } from './save-test-command.js';
import { CommandError, type ShellCommand } from './shell-command.js';
import { type SwitchValue, switchValue } from './switch-value.js';
import { watchCommand } from './watch-command.js';

/** Node's names of keys, where keyboards have another one. */
const SHOWN_KEYS: Readonly<Record<string, string>> = {
  return: 'enter',
  enter: 'ctrl+j',
  'alt+return': 'alt+enter',
};

/** All backslash commands, in the order of `\?`. */
export const SHELL_COMMANDS: readonly ShellCommand[] = [
  {
    name: '\\?',
    aliases: ['\\h', '\\help'],
    words: ['HELP'],
    syntax: '',
    doc: 'this list',
    argument: 'none',
    run: ({ output }) => {
      const rows = SHELL_COMMANDS.map(({ name, syntax, words, doc }): [string, string] => [
        `${name} ${syntax}`.trimEnd(),
        words === undefined ? doc : `${doc} (also ${words.join(', ')})`,
      ]);
      output.line('Statements end with a semicolon and may take several lines: Flink SQL, and');
      for (const line of wrapText(PRINT_SYNTAX, (output.columns() ?? Number.POSITIVE_INFINITY) - 2)) {
        output.line(`  ${line}`);
      }
      output.line('Commands end with their line:');
      for (const line of twoColumns(rows, output.columns())) output.line(line);
    },
  },
  {
    name: '\\keys',
    syntax: '',
    doc: 'the keys of the line editor',
    argument: 'none',
    run: ({ output }) => {
      const rows = [...EDITOR_KEYS, ...EDIT_KEYS].map(({ keys, doc }): [string, string] => [
        keys.map((key) => SHOWN_KEYS[key] ?? key).join(', '),
        doc,
      ]);
      for (const line of twoColumns(rows, output.columns())) output.line(line);
    },
  },
  describeCommand,
  {
    name: '\\format',
    aliases: ['\\f'],
    syntax: '[STYLE]',
    doc: `how results are shown: ${RESULT_STYLES.map(({ name }) => name).join(', ')}`,
    argument: 'style',
    run: (shell, argument) => {
      const style = argument.toLowerCase();
      if (style !== '' && !RESULT_STYLES.some(({ name }) => name === style)) {
        throw new CommandError(
          `\\format takes ${RESULT_STYLES.map(({ name }) => name).join(', ')}, found '${argument}'`,
        );
      }
      if (style !== '') shell.display.style = style;
      shell.output.line(`results are shown as ${shell.display.style}`);
    },
  },
  {
    name: '\\x',
    syntax: '[on|off|auto]',
    doc: 'one column a line: always, never, or where a table is wider than the terminal',
    argument: 'switch',
    run: (shell, argument) => {
      const { display } = shell;
      display.expanded =
        argument.toLowerCase() === 'auto' ? 'auto' : switchValue('\\x', argument, display.expanded === 'on', 'auto');
      shell.output.line(`one column a line: ${display.expanded}`);
    },
  },
  {
    name: '\\timing',
    syntax: '[on|off]',
    doc: 'say how long each statement took',
    argument: 'switch',
    run: (shell, argument) => {
      const value: SwitchValue = switchValue('\\timing', argument, shell.display.timing);
      shell.display.timing = value === 'on';
      shell.output.line(`timing is ${value}`);
    },
  },
  {
    name: '\\pager',
    syntax: '[on|off|COMMAND]',
    doc: 'whether results longer than the screen go through a pager, and which one',
    argument: 'switch',
    run: ({ display, output, pager }, argument) => {
      const isSwitch = /^(on|off|)$/i.test(argument);
      if (isSwitch)
        display.pager = switchValue('\\pager', argument, display.pager !== undefined) === 'on' ? pager : undefined;
      else display.pager = argument;
      output.line(display.pager === undefined ? 'no pager' : `pager: ${display.pager}`);
    },
  },
  watchCommand,
  gdescCommand,
  editCommand,
  includeCommand,
  saveTestCommand,
  {
    name: '\\clear',
    words: ['CLEAR'],
    syntax: '',
    doc: 'clear the screen',
    argument: 'none',
    run: (shell) => shell.output.clear(),
  },
  {
    name: '\\q',
    aliases: ['\\quit'],
    words: ['QUIT', 'EXIT'],
    syntax: '',
    doc: 'leave',
    argument: 'none',
    run: (shell) => shell.leave(),
  },
];

const BY_NAME = new Map(
  SHELL_COMMANDS.flatMap((command) =>
    [command.name, ...(command.aliases ?? [])].map((name) => [name, command] as const),
  ),
);

const BY_WORD = new Map(
  SHELL_COMMANDS.flatMap((command) => (command.words ?? []).map((word) => [word, command] as const)),
);

/** The command of a name with its backslash. */
export function findCommand(name: string): ShellCommand | undefined {
  return BY_NAME.get(name);
}

/** All names and aliases. */
export function commandNames(): string[] {
  return [...BY_NAME.keys()];
}

/** The command that a statement of one word stands for: `QUIT`, with a semicolon or without. */
export function commandOfWord(text: string): ShellCommand | undefined {
  return BY_WORD.get(
    text
      .replace(/[\s;]+$/, '')
      .trim()
      .toUpperCase(),
  );
}
