import { printType } from '@tsql/core';
import { findFunction } from '@tsql/functions';
import type { SqlToken } from '@tsql/grammar';
import type { Environment } from '@tsql/planner';
import { findCommand } from '../commands/shell-commands.js';
import { PRINT_SYNTAX } from '../print/print-statement.js';
import { commandBehind } from '../shell-piece.js';
import { columnsOf, objectDoc } from './catalog-columns.js';
import { type CursorContext, cursorContext } from './cursor-context.js';
import { optionDoc } from './option-candidates.js';
import { openParenthesis, optionContext } from './option-context.js';
import { findObject, tablesInScope } from './tables-in-scope.js';

/**
 * A line about what stands at the cursor: an option, a column, a table, a function, or the call that the cursor is in.
 * What stands behind the cursor counts too. Undefined where there is nothing to say.
 */
export function hintAt(text: string, cursor: number, environment: Environment): string | undefined {
  const command = commandBehind(text);
  if (command !== undefined && cursor >= command) return commandHint(text.slice(command));
  const context = cursorContext(text, cursor);
  if (context.kind === 'comment') return undefined;
  if (/^PRINT$/i.test(context.before[0]?.image ?? '')) return PRINT_SYNTAX;
  const word = context.typed + (/^[\p{L}\p{N}_$.-]*/u.exec(text.slice(cursor))?.[0] ?? '');
  return (
    optionHint(context, word, environment) ??
    nameHint(context, word.replace(/^`/, '').replace(/\..*$/s, ''), environment) ??
    callHint(context.before)
  );
}

function commandHint(typed: string): string | undefined {
  const command = findCommand(/^\S+/.exec(typed)?.[0] ?? '');
  return command && `${command.name} ${command.syntax}`.trim().concat(`: ${command.doc}`);
}

function optionHint(context: CursorContext, word: string, environment: Environment): string | undefined {
  const place = optionContext(context, environment);
  if (place === undefined) return undefined;
  const key = place.key ?? word;
  const doc = optionDoc(key, place, environment);
  return doc === undefined ? undefined : `${key}: ${doc}`;
}

function nameHint(context: CursorContext, word: string, environment: Environment): string | undefined {
  if (word === '' || context.kind === 'text') return undefined;
  const { before, after } = context;
  const isTable = /^(?:FROM|JOIN|INTO|TABLE|VIEW|DESCRIBE)$/i.test(before.at(-1)?.image ?? '');
  const object = findObject([word], environment);
  if (isTable) {
    if (object === undefined) return undefined;
    const columns = columnsOf(object, environment).map(({ name, type }) => `${name} ${printType(type)}`);
    return `${object.kind} ${word}: ${columns.join(', ')}`;
  }
  const scope = tablesInScope([...before, ...after], environment);
  for (const { alias, object: table } of scope) {
    if (alias === word) return `${table.kind} ${table.path.name}: ${objectDoc(table)}`;
    const column = columnsOf(table, environment).find(({ name }) => name === word);
    if (column !== undefined) {
      const doc = column.doc === '' ? '' : `, ${column.doc}`;
      return `${word} ${printType(column.type)}${doc} of ${table.path.name}`;
    }
  }
  return functionHint(word);
}

/** The innermost call that the tokens leave open. */
function callHint(before: readonly SqlToken[]): string | undefined {
  for (let open = openParenthesis(before); open > 0; open = openParenthesis(before.slice(0, open))) {
    const hint = functionHint(before[open - 1]?.image ?? '');
    if (hint !== undefined) return hint;
  }
  return undefined;
}

function functionHint(name: string): string | undefined {
  const found = /^[A-Za-z]\w*$/.test(name) ? findFunction(name) : undefined;
  return found && `${found.syntax}: ${found.doc}`;
}
