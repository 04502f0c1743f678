import type { DropColumns, Expression, RenameColumn } from '@tsql/grammar';
import type { PlannerContext } from '../environment.js';
import { invalid, refuse, unsupported } from '../query/expression-context.js';
import type { TableDraft } from './table-builder.js';

/** The names that an expression of a table's definition mentions. */
export function mentionedNames(node: unknown, names: Set<string> = new Set()): Set<string> {
  if (Array.isArray(node)) {
    for (const item of node) mentionedNames(item, names);
  } else if (typeof node === 'object' && node !== null) {
    const { kind, parts } = node as { kind?: string; parts?: readonly { text: string }[] };
    if (kind === 'Identifier' && parts?.[0] !== undefined) names.add(parts[0].text);
    for (const [key, value] of Object.entries(node)) {
      if (key !== 'span' && !(kind === 'FunctionCall' && key === 'name')) mentionedNames(value, names);
    }
  }
  return names;
}

/** What in a table depends on a column, as a phrase; undefined where nothing does. */
export function dependent(draft: TableDraft, name: string, besides: ReadonlySet<string>): string | undefined {
  for (const [computed, expression] of draft.computed) {
    if (!besides.has(computed) && mentions(expression, name)) return `the computed column ${computed}`;
  }
  if (draft.primaryKey?.columns.includes(name)) return 'the primary key';
  const { watermark, watermarkStrategy } = draft;
  if (watermark?.column === name || (watermarkStrategy && mentions(watermarkStrategy, name))) return 'the watermark';
  if (draft.partitionKeys.includes(name)) return 'PARTITIONED BY';
  return draft.distribution?.columns.includes(name) ? 'DISTRIBUTED BY' : undefined;
}

const mentions = (expression: Expression, name: string): boolean => mentionedNames(expression).has(name);

export function dropColumns(context: PlannerContext, draft: TableDraft, { columns }: DropColumns): boolean {
  const dropped = new Set<string>();
  for (const column of columns) {
    const name = column.parts.map((part) => part.text).join('.');
    if (column.parts.length > 1) {
      unsupported(context, 'ALTER TABLE of a nested field', column.span);
      return false;
    }
    if (dropped.has(name)) {
      refuse(context, 'TSQL_NAME_DUPLICATE', { kind: 'column', name }, column.span);
      return false;
    }
    if (!draft.columns.some((candidate) => candidate.name === name)) {
      refuse(context, 'TSQL_NAME_UNKNOWN', { kind: 'column', name }, column.span);
      return false;
    }
    dropped.add(name);
  }
  for (const column of columns) {
    const name = column.parts[0]?.text ?? '';
    const used = dependent(draft, name, dropped);
    if (used === undefined) continue;
    invalid(context, `column ${name} is used by ${used}`, column.span);
    return false;
  }
  draft.columns = draft.columns.filter((column) => !dropped.has(column.name));
  draft.computed = new Map([...draft.computed].filter(([name]) => !dropped.has(name)));
  return true;
}

/** RENAME a TO b: keys follow, but computed columns and watermarks that use it forbid it. */
export function renameColumn(context: PlannerContext, draft: TableDraft, { from, to }: RenameColumn): boolean {
  const name = from.parts.map((part) => part.text).join('.');
  const newName = to.parts.map((part) => part.text).join('.');
  if (from.parts.length > 1) {
    unsupported(context, 'ALTER TABLE of a nested field', from.span);
    return false;
  }
  if (!draft.columns.some((column) => column.name === name)) {
    refuse(context, 'TSQL_NAME_UNKNOWN', { kind: 'column', name }, from.span);
    return false;
  }
  if (draft.columns.some((column) => column.name === newName)) {
    refuse(context, 'TSQL_NAME_EXISTS', { kind: 'column', name: newName }, to.span);
    return false;
  }
  const used = dependent({ ...draft, primaryKey: undefined }, name, new Set());
  if (used !== undefined) {
    invalid(context, `column ${name} is used by ${used}`, from.span);
    return false;
  }
  const renamed = (column: string): string => (column === name ? newName : column);
  draft.columns = draft.columns.map((column) => ({ ...column, name: renamed(column.name) }));
  draft.computed = new Map([...draft.computed].map(([key, expression]) => [renamed(key), expression]));
  if (draft.primaryKey !== undefined) {
    draft.primaryKey = { ...draft.primaryKey, columns: draft.primaryKey.columns.map(renamed) };
  }
  return true;
}
