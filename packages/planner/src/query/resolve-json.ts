import { type LogicalType, STRING } from '@tsql/core';
import { textLiteralType } from '@tsql/functions';
import type {
  Expression as ExpressionNode,
  JsonArrayExpression,
  JsonExpression,
  JsonObjectExpression,
  JsonQueryExpression,
  JsonValueBehavior,
  JsonValueExpression,
} from '@tsql/grammar';
import type { Expression } from '../plan/index.js';
import { resolveType } from '../types/resolve-type.js';
import { call, literal, nullLiteral } from './build-expression.js';
import { type ExpressionContext, invalid, unsupported } from './expression-context.js';
import { resolveExpression } from './resolve-expression.js';

/**
 * The JSON functions with a syntax of their own, as calls of the registry. Keywords become constant texts, the type of
 * RETURNING a NULL of that type:
 *
 *     JSON_EXISTS(input, path, onError)
 *     JSON_VALUE(input, path, onEmpty, emptyDefault, onError, errorDefault, returning)
 *     JSON_QUERY(input, path, wrapper, onEmpty, onError, returning)
 *     JSON_OBJECT(onNull, key, value, …)
 *     JSON_ARRAY(onNull, element, …)
 */
export function resolveJson(context: ExpressionContext, node: JsonExpression): Expression | undefined {
  switch (node.kind) {
    case 'JsonExistsExpression':
      return callWith(context, node, 'JSON_EXISTS', [node.input, node.path], [word(node.onError ?? 'FALSE')]);
    case 'JsonValueExpression':
      return resolveJsonValue(context, node);
    case 'JsonQueryExpression':
      return resolveJsonQuery(context, node);
    case 'JsonObjectExpression':
      return resolveJsonObject(context, node);
    case 'JsonArrayExpression':
      return resolveJsonArray(context, node);
    case 'JsonObjectAggExpression':
    case 'JsonArrayAggExpression':
      if (context.clause !== undefined) return invalid(context, `an aggregate in ${context.clause}`, node.span);
      return unsupported(context, 'a JSON aggregate', node.span);
  }
}

const word = (text: string): Expression => literal(text, textLiteralType(text));

function callWith(
  context: ExpressionContext,
  node: JsonExpression,
  name: string,
  operands: readonly ExpressionNode[],
  rest: readonly (Expression | undefined)[],
): Expression | undefined {
  const args = [...operands.map((operand) => resolveExpression(context, operand)), ...rest];
  return args.every((argument) => argument !== undefined) ? call(context, name, args, node.span) : undefined;
}

function resolveJsonValue(context: ExpressionContext, node: JsonValueExpression): Expression | undefined {
  const behaviour = (given: JsonValueBehavior | undefined): readonly (Expression | undefined)[] => [
    word(given?.behavior ?? 'NULL'),
    given?.defaultValue === undefined ? nullLiteral(STRING) : resolveExpression(context, given.defaultValue),
  ];
  const rest = [...behaviour(node.onEmpty), ...behaviour(node.onError), returning(context, node, STRING)];
  return callWith(context, node, 'JSON_VALUE', [node.input, node.path], rest);
}

function resolveJsonQuery(context: ExpressionContext, node: JsonQueryExpression): Expression | undefined {
  const rest = [
    word(node.wrapper ?? 'WITHOUT'),
    word(node.onEmpty ?? 'NULL'),
    word(node.onError ?? 'NULL'),
    returning(context, node, STRING),
  ];
  return callWith(context, node, 'JSON_QUERY', [node.input, node.path], rest);
}

function returning(
  context: ExpressionContext,
  node: JsonValueExpression | JsonQueryExpression,
  otherwise: LogicalType,
): Expression | undefined {
  if (node.returning === undefined) return nullLiteral(otherwise);
  const type = resolveType(node.returning, context.planner.accept);
  return type && nullLiteral(type, node.returning.span);
}

function resolveJsonObject(context: ExpressionContext, node: JsonObjectExpression): Expression | undefined {
  const entries = node.entries.flatMap((entry) => [entry.key, entry.value]);
  const args = entries.map((operand) => resolveExpression(context, operand));
  if (!args.every((argument) => argument !== undefined)) return undefined;
  for (const [index, key] of args.entries()) {
    const isText = key.kind === 'literal' && typeof key.value === 'string';
    const span = entries[index]?.span ?? node.span;
    if (index % 2 === 0 && !isText) return invalid(context, 'the keys of JSON_OBJECT are constant texts', span);
  }
  return call(context, 'JSON_OBJECT', [word(node.onNull ?? 'NULL'), ...args], node.span);
}

function resolveJsonArray(context: ExpressionContext, node: JsonArrayExpression): Expression | undefined {
  const args = node.elements.map((operand) => resolveExpression(context, operand));
  if (!args.every((argument) => argument !== undefined)) return undefined;
  return call(context, 'JSON_ARRAY', [word(node.onNull ?? 'ABSENT'), ...args], node.span);
}
