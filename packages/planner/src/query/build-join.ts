import { withNullability } from '@tsql/core';
import type { Expression, JoinKey, JoinNode, JoinType, PlanField, PlanNode } from '../plan/index.js';
import { logic } from './build-expression.js';
import { filter } from './build-node.js';
import { mapInputs, usedInputs } from './substitute.js';

/** From this index on, inputs are columns of the query around a subquery. */
export const OUTER = 2_000_000;

/** The conditions of an AND. */
export const conjuncts = (condition: Expression | undefined): readonly Expression[] =>
  condition === undefined ? [] : condition.kind === 'and' ? condition.operands.flatMap(conjuncts) : [condition];

/** The AND of conditions; undefined without any. */
export const allOf = (conditions: readonly Expression[]): Expression | undefined =>
  conditions.length === 0 ? undefined : logic('and', conditions);

/** The expression with its inputs moved, those of an outer query left. */
export const shifted = (expression: Expression, by: number, localTimeZone: string): Expression =>
  mapInputs(
    expression,
    (index, input) => (index >= OUTER ? input : ({ ...input, index: index + by } as Expression)),
    localTimeZone,
  );

export interface JoinParts {
  readonly joinType: JoinType;
  /** Over the left row with the right one behind it. */
  readonly condition: Expression | undefined;
  readonly isStreaming: boolean;
  readonly localTimeZone: string;
}

/** A join: what compares the two sides for equality become its keys, what looks at one side is filtered there where that is the same. */
export function join(left: PlanNode, right: PlanNode, parts: JoinParts): JoinNode {
  const { joinType, isStreaming, localTimeZone } = parts;
  const width = left.fields.length;
  const total = width + right.fields.length;
  const keys: JoinKey[] = [];
  const rest: Expression[] = [];
  const below: { readonly left: Expression[]; readonly right: Expression[] } = { left: [], right: [] };
  for (const each of conjuncts(parts.condition)) {
    const side = sideOf(each, width, total);
    const key = keyOf(each, width, total, localTimeZone);
    if (key !== undefined) keys.push(key);
    else if (side === 'left' && canFilter(joinType, 'left')) below.left.push(each);
    else if (side === 'right' && canFilter(joinType, 'right')) below.right.push(shifted(each, -width, localTimeZone));
    else rest.push(each);
  }
  const inputs = [
    filtered(left, allOf(below.left), localTimeZone),
    filtered(right, allOf(below.right), localTimeZone),
  ] as const;
  const fields =
    joinType === 'semi' || joinType === 'anti'
      ? left.fields
      : [
          ...nullableIf(left.fields, joinType === 'right' || joinType === 'full'),
          ...nullableIf(right.fields, joinType === 'left' || joinType === 'full'),
        ];
  const forwards = joinType === 'inner' || joinType === 'semi';
  const isUpdating = isStreaming && (!forwards || inputs.some((input) => input.isUpdating));
  return { kind: 'join', inputs, joinType, keys, condition: allOf(rest), isStreaming, fields, isUpdating };
}

const filtered = (node: PlanNode, condition: Expression | undefined, localTimeZone: string): PlanNode =>
  condition === undefined ? node : filter(node, condition, localTimeZone);

const nullableIf = (fields: readonly PlanField[], nullable: boolean): readonly PlanField[] =>
  nullable ? fields.map((field) => ({ ...field, type: withNullability(field.type, true) })) : fields;

/** A condition of ON may be a filter of a side whose rows do not come out without a partner. */
function canFilter(joinType: JoinType, side: 'left' | 'right'): boolean {
  switch (joinType) {
    case 'inner':
    case 'semi':
      return true;
    case 'left':
    case 'anti':
      return side === 'right';
    case 'right':
      return side === 'left';
    case 'full':
      return false;
  }
}

function sideOf(expression: Expression, width: number, total: number): 'left' | 'right' | 'both' | 'none' {
  const used = [...usedInputs([expression])];
  if (used.length === 0 || used.some((index) => index >= total)) return used.length === 0 ? 'none' : 'both';
  const isLeft = used.some((index) => index < width);
  const isRight = used.some((index) => index >= width);
  return isLeft && isRight ? 'both' : isLeft ? 'left' : 'right';
}

/** `left = right`, where each side looks at one input only. */
function keyOf(expression: Expression, width: number, total: number, localTimeZone: string): JoinKey | undefined {
  if (expression.kind !== 'call' || expression.function !== '=') return undefined;
  const [first, second] = expression.arguments;
  if (first === undefined || second === undefined) return undefined;
  const sides = [sideOf(first, width, total), sideOf(second, width, total)];
  if (sides[0] === 'left' && sides[1] === 'right')
    return { left: first, right: shifted(second, -width, localTimeZone) };
  if (sides[0] === 'right' && sides[1] === 'left')
    return { left: second, right: shifted(first, -width, localTimeZone) };
  return undefined;
}

/** A filter above an inner join is part of its condition; what looks at the left side only is filtered below a left join too. */
export function filterJoin(node: JoinNode, condition: Expression, localTimeZone: string): PlanNode | undefined {
  const [left, right] = node.inputs;
  const width = left.fields.length;
  if (node.joinType === 'inner') {
    const known = node.keys.map(({ left: mine, right: other }) =>
      keyCondition(mine, shifted(other, width, localTimeZone)),
    );
    const all = allOf([...known, ...conjuncts(node.condition), ...conjuncts(condition)]);
    return join(left, right, { joinType: 'inner', condition: all, isStreaming: node.isStreaming, localTimeZone });
  }
  if (node.joinType !== 'left' && node.joinType !== 'semi' && node.joinType !== 'anti') return undefined;
  const all = conjuncts(condition);
  const isOnLeft = (each: Expression) => [...usedInputs([each])].every((index) => index < width);
  if (!all.some(isOnLeft)) return undefined;
  const below = allOf(all.filter(isOnLeft));
  const above = allOf(all.filter((each) => !isOnLeft(each)));
  const inner: JoinNode = { ...node, inputs: [filtered(left, below, localTimeZone), right] };
  return above === undefined
    ? inner
    : { kind: 'filter', input: inner, condition: above, fields: inner.fields, isUpdating: inner.isUpdating };
}

const keyCondition = (left: Expression, right: Expression): Expression => ({
  kind: 'call',
  function: '=',
  arguments: [left, right],
  type: { kind: 'BOOLEAN', nullable: left.type.nullable || right.type.nullable },
});
