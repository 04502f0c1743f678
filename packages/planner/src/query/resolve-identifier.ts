import { joinSpans, nearest, printType, type SourceSpan, withNullability } from '@tsql/core';
import type { Identifier, NamePart } from '@tsql/grammar';
import type { Expression } from '../plan/index.js';
import { OUTER } from './build-join.js';
import { type ExpressionContext, refuse } from './expression-context.js';
import { fold } from './fold.js';
import { findColumns, findSource, type Scope, type ScopeColumn, scopeNames } from './scope.js';

/** A column, `t.column`, or a field of one: a qualifier is tried first, from the longest, as Calcite does. */
export function resolveIdentifier(context: ExpressionContext, node: Identifier): Expression | undefined {
  const { parts, span } = node;
  if (context.outer !== undefined && !isKnown(context.scope, parts) && isKnown(context.outer, parts)) {
    const { outer: _, ...outside } = { ...context, scope: outerScope(context.outer) };
    return resolveIdentifier(outside, node);
  }
  for (let length = Math.min(3, parts.length - 1); length > 0; length--) {
    const qualifier = parts.slice(0, length).map((part) => part.text);
    const source = findSource(context.scope, qualifier);
    const name = parts[length];
    if (source === undefined || name === undefined) continue;
    const column = source.columns.find((candidate) => candidate.name === name.text);
    if (column === undefined) {
      const names = source.columns.map((candidate) => candidate.name);
      return unknownColumn(context, name, names, ` in table ${qualifier.join('.')}`);
    }
    return fieldsOf(context, input(column, span), parts.slice(length + 1), span);
  }
  return resolveColumn(context, node);
}

/** Whether the first name means something in a scope. */
function isKnown(scope: Scope, [first, second]: readonly NamePart[]): boolean {
  if (first === undefined) return false;
  return (
    findColumns(scope, first.text).length > 0 || (second !== undefined && findSource(scope, [first.text]) !== undefined)
  );
}

/** Columns of the outer query are told from those of the subquery by their indexes. */
function outerScope({ sources }: Scope): Scope {
  return {
    sources: sources.map((source) => ({
      ...source,
      columns: source.columns.map((column) => ({ ...column, index: column.index + OUTER })),
    })),
  };
}

function resolveColumn(context: ExpressionContext, node: Identifier): Expression | undefined {
  const { parts, span } = node;
  const [name] = parts;
  if (name === undefined) return undefined;
  const found = findColumns(context.scope, name.text);
  const [first] = found;
  if (first === undefined) {
    const isTable = parts.length > 1 && findColumns(context.scope, parts[1]?.text ?? '').length > 0;
    if (isTable) return refuse(context, 'TSQL_NAME_UNKNOWN', { kind: 'table', name: name.text }, name.span);
    return unknownColumn(context, name, scopeNames(context.scope), '');
  }
  if (found.length > 1) {
    const candidates = found.map(({ source }) => `${source.alias ?? '(subquery)'}.${name.text}`).join(', ');
    return refuse(context, 'TSQL_NAME_AMBIGUOUS', { name: name.text, candidates }, name.span);
  }
  const qualifier = first.column.qualifier ?? first.source.alias;
  if (node.parts.length === 1 && qualifier !== undefined) context.planner.names?.qualifiers.set(node, qualifier);
  return fieldsOf(context, input(first.column, span), parts.slice(1), span);
}

const input = ({ index, type }: ScopeColumn, span: SourceSpan): Expression => ({ kind: 'input', index, type, span });

function fieldsOf(
  context: ExpressionContext,
  column: Expression,
  parts: readonly NamePart[],
  span: SourceSpan,
): Expression | undefined {
  let result: Expression | undefined = column;
  for (const part of parts) {
    if (result === undefined) return undefined;
    result = resolveField(context, result, part, joinSpans(span, part.span));
  }
  return result;
}

/** `row.field`: NULL of a NULL row. */
export function resolveField(
  context: ExpressionContext,
  row: Expression,
  field: NamePart,
  span: SourceSpan,
): Expression | undefined {
  if (row.type.kind !== 'ROW') {
    return refuse(context, 'TSQL_TYPE_MISMATCH', { found: printType(row.type), expected: 'a ROW' }, field.span);
  }
  const index = row.type.fields.findIndex((candidate) => candidate.name === field.text);
  const found = row.type.fields[index];
  if (found === undefined) {
    const names = row.type.fields.map((candidate) => candidate.name);
    return unknownColumn(context, field, names, '', 'field');
  }
  const type = withNullability(found.type, found.type.nullable || row.type.nullable);
  return fold({ kind: 'field', input: row, index, type, span }, context.localTimeZone);
}

function unknownColumn(
  context: ExpressionContext,
  name: NamePart,
  known: readonly string[],
  where: string,
  kind = 'column',
): undefined {
  const close = nearest(name.text, known);
  const hint =
    close === undefined ? (known.length === 0 ? undefined : `there are ${known.join(', ')}`) : `did you mean ${close}?`;
  const suggestions =
    close === undefined ? undefined : [{ title: `write ${close}`, span: name.span, text: `\`${close}\`` }];
  return refuse(context, 'TSQL_NAME_UNKNOWN', { kind, name: `${name.text}${where}` }, name.span, {
    hint,
    suggestions,
  });
}
