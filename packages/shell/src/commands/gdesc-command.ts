import { printType, STRING, withNullability } from '@tsql/core';
import { CommandError, type ShellCommand } from './shell-command.js';

/** `\gdesc`: psql's. */
export const gdescCommand: ShellCommand = {
  name: '\\gdesc',
  syntax: '',
  doc: 'the columns of the query before it, or of the last one, without running it',
  argument: 'statement',
  run: async (shell, _argument, statement) => {
    if (statement === undefined) throw new CommandError('\\gdesc follows a query: SELECT … \\gdesc');
    const plan = shell.compile(statement);
    if (plan === undefined) return false;
    if (plan.kind !== 'query') throw new CommandError('\\gdesc describes queries: this statement gives no rows');
    await shell.showRows(
      ['column', 'type', 'null'].map((name) => ({ name, type: STRING })),
      plan.input.fields.map(({ name, type }) => [
        name,
        printType(withNullability(type, true)),
        type.nullable ? 'yes' : 'no',
      ]),
    );
    return true;
  },
};
