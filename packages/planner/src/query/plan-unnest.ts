import { INT, type LogicalType, notNull, printType, withNullability } from '@tsql/core';
import type { Join, Unnest } from '@tsql/grammar';
import type { PlanField, PlanNode, UnnestNode } from '../plan/index.js';
import { filter } from './build-node.js';
import { invalid, refuse, unsupported } from './expression-context.js';
import { isLiteral } from './fold.js';
import type { QueryContext } from './query-context.js';
import { type Relation, sourceOf } from './relation.js';
import { resolveExpression } from './resolve-expression.js';
import { resolveCondition } from './resolve-predicate.js';

/** Plans a join with the elements of a column. It needs no state. */
export function planUnnest(context: QueryContext, left: Relation, join: Join, unnest: Unnest): Relation | undefined {
  const { planner, localTimeZone } = context;
  const [operand, second] = unnest.operands;
  if (operand === undefined || second !== undefined) {
    return unsupported(planner, 'UNNEST of several collections', unnest.span);
  }
  if (join.joinType === 'RIGHT' || join.joinType === 'FULL' || join.natural || join.using !== undefined) {
    return invalid(planner, 'UNNEST is joined by CROSS JOIN or LEFT JOIN … ON TRUE', join.span);
  }
  const collection = resolveExpression({ planner, scope: left.scope, localTimeZone }, operand);
  if (collection === undefined) return undefined;
  const elements = elementFields(collection.type);
  if (elements === undefined) {
    const found = printType(collection.type);
    return refuse(planner, 'TSQL_TYPE_MISMATCH', { found, expected: 'an ARRAY, MAP or MULTISET' }, operand.span);
  }
  const isOuter = join.joinType === 'LEFT';
  const fields = unnestedFields(context, unnest, elements, isOuter);
  if (fields === undefined) return undefined;
  const node: UnnestNode = {
    kind: 'unnest',
    input: left.node,
    collection,
    isOuter,
    withOrdinality: unnest.withOrdinality,
    fields: [...left.node.fields, ...fields],
    isUpdating: left.node.isUpdating,
  };
  const source = sourceOf(fields, unnest.alias?.name.text, { offset: left.node.fields.length });
  return joinCondition(context, { node, scope: { sources: [...left.scope.sources, source] } }, join);
}

/** What one element gives: the fields of a ROW, key and value of a map's entry, or the element. */
function elementFields(type: LogicalType): readonly PlanField[] | undefined {
  if (type.kind === 'MAP') {
    return [
      { name: 'KEY', type: type.key },
      { name: 'VALUE', type: type.value },
    ];
  }
  if (type.kind !== 'ARRAY' && type.kind !== 'MULTISET') return undefined;
  const { element } = type;
  if (element.kind !== 'ROW') return [{ name: 'EXPR$0', type: element }];
  return element.fields.map((field) => ({
    name: field.name,
    type: withNullability(field.type, field.type.nullable || element.nullable),
  }));
}

function unnestedFields(
  context: QueryContext,
  { alias, withOrdinality, span }: Unnest,
  elements: readonly PlanField[],
  isOuter: boolean,
): readonly PlanField[] | undefined {
  const all = withOrdinality ? [...elements, { name: 'ORDINALITY', type: notNull(INT) }] : elements;
  const names = alias?.columns;
  if (names !== undefined && names.length !== all.length) {
    const reason = `${names.length} column names are given for ${all.length} columns`;
    return invalid(context.planner, reason, names[0]?.span ?? span);
  }
  const isSingle = names === undefined && all.length === 1 && all[0]?.name === 'EXPR$0';
  return all.map(({ name, type }, index) => ({
    name: names?.[index]?.text ?? (isSingle && alias !== undefined ? alias.name.text : name),
    type: isOuter ? withNullability(type, true) : type,
  }));
}

function joinCondition(context: QueryContext, joined: Relation, join: Join): Relation | undefined {
  if (join.on === undefined) return joined;
  const { planner, localTimeZone } = context;
  const condition = resolveCondition({ planner, scope: joined.scope, localTimeZone, clause: 'ON' }, join.on, 'ON');
  if (condition === undefined) return undefined;
  if (isLiteral(condition) && condition.value === true) return joined;
  if (join.joinType === 'LEFT') {
    return unsupported(context.planner, 'LEFT JOIN UNNEST with a condition other than TRUE', join.on.span);
  }
  const node: PlanNode = filter(joined.node, condition, localTimeZone);
  return { ...joined, node };
}
