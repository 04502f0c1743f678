import { type OptionEntry, printType, STRING, withNullability } from '@tsql/core';
import { type CatalogObject, type CatalogTable, type CatalogView, printPath } from '@tsql/planner';
import type { Shell } from '../shell.js';
import { tableRoles } from '../table-roles.js';
import { isSensitive } from '../without-secrets.js';
import { CommandError, type ShellCommand } from './shell-command.js';

const columnsOf = (names: readonly string[]) => names.map((name) => ({ name, type: STRING }));

/** `\d` and `\d TABLE`. */
export const describeCommand: ShellCommand = {
  name: '\\d',
  syntax: '[TABLE]',
  doc: 'the tables and views; of one its columns and what each is in a record: key, value, header, timestamp, …',
  argument: 'table',
  run: (shell, argument) => (argument === '' ? listTables(shell) : describeTable(shell, argument)),
};

function listTables(shell: Shell): Promise<void> {
  const { catalog } = shell.session.state;
  const rows = catalog
    .objects(catalog.namespace)
    .map((object) => [object.path.name, kindOf(object), ...(object.kind === 'table' ? whereOf(object) : [null, null])]);
  return shell.showRows(columnsOf(['name', 'kind', 'connector', 'topic or path']), rows);
}

const kindOf = ({ kind, isTemporary }: CatalogObject): string => (isTemporary ? `temporary ${kind}` : kind);

function whereOf({ options }: CatalogTable): (string | null)[] {
  const shown = (key: string) => options.get(key)?.shownValue;
  return [shown('connector') ?? null, shown('topic') ?? shown('topic-pattern') ?? shown('path') ?? null];
}

async function describeTable(shell: Shell, argument: string): Promise<void> {
  const { catalog } = shell.session.state;
  const parts = argument.match(/`(?:[^`]|``)+`|[^.\s]+/g) ?? [];
  const path = catalog.qualify(parts.map((part) => part.replace(/^`|`$/g, '').replaceAll('``', '`')));
  const object = path && catalog.find(path);
  if (object === undefined || object.kind === 'broken') {
    throw new CommandError(`there is no table ${argument}: \\d lists all`);
  }
  shell.output.line(`${kindOf(object)} ${printPath(object.path)}${object.comment ? `: ${object.comment}` : ''}`);
  if (object.kind === 'view') await showView(shell, object);
  else await showTable(shell, object);
}

async function showView(shell: Shell, { fields, text }: CatalogView): Promise<void> {
  await shell.showRows(
    columnsOf(['column', 'type', 'null']),
    fields.map(({ name, type }) => [name, printType(withNullability(type, true)), type.nullable ? 'yes' : 'no']),
  );
  for (const line of text.split('\n')) shell.output.line(`  ${line}`);
}

async function showTable(shell: Shell, table: CatalogTable): Promise<void> {
  const { columns, primaryKey, watermark } = table.schema;
  const { roles, faults } = tableRoles(table, shell.session.state);
  const hasComment = columns.some(({ comment }) => comment !== undefined && comment !== '');
  await shell.showRows(
    columnsOf(['column', 'type', 'null', 'role', ...(hasComment ? ['comment'] : [])]),
    columns.map((column, index) => [
      column.name,
      printType(withNullability(column.type, true)),
      column.type.nullable ? 'yes' : 'no',
      column.kind === 'computed' ? `computed: ${column.expression}` : (roles[index] ?? ''),
      ...(hasComment ? [column.comment ?? ''] : []),
    ]),
  );
  if (primaryKey !== undefined) shell.output.line(`  primary key (${primaryKey.columns.join(', ')}) not enforced`);
  if (watermark !== undefined) shell.output.line(`  watermark for ${watermark.column} as ${watermark.expression}`);
  for (const entry of table.options.values()) shell.output.line(`  '${entry.key}' = '${shownOption(entry)}'`);
  for (const { code, message } of faults) shell.complain(`${code}: ${message}`);
}

const shownOption = ({ key, shownValue }: OptionEntry): string => (isSensitive(key) ? '******' : shownValue);
