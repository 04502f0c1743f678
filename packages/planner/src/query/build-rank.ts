import type { Expression, OverNode, PlanNode, RankNode, SortKey } from '../plan/index.js';
import { literal } from './build-expression.js';
import { allOf, conjuncts } from './build-join.js';
import { inputs, project } from './build-node.js';
import { isLiteral } from './fold.js';

/**
 * A Top-N: rows whose ROW_NUMBER is bounded from above, which streaming mode can keep up to date. What of the condition it does not cover is
 * filtered above. Undefined where it is none.
 */
export function rankOf(over: OverNode, condition: Expression, localTimeZone: string): PlanNode | undefined {
  const [call, second] = over.calls;
  if (call?.function !== 'ROW_NUMBER' || second !== undefined) return undefined;
  const rank = over.fields.length - 1;
  let start = 1;
  let end = Number.POSITIVE_INFINITY;
  const rest: Expression[] = [];
  for (const each of conjuncts(condition)) {
    const range = rangeOf(each, rank);
    if (range === undefined) rest.push(each);
    else [start, end] = [Math.max(start, range[0]), Math.min(end, range[1])];
  }
  if (!Number.isFinite(end)) return undefined;
  const node = rankNode(over, { ...over, start, end });
  const rows = start === end ? withConstantRank(node, over, start, localTimeZone) : node;
  const above = allOf(rest);
  return above === undefined
    ? rows
    : { kind: 'filter', input: rows, condition: above, fields: rows.fields, isUpdating: rows.isUpdating };
}

interface RankParts {
  readonly input: PlanNode;
  readonly partition: readonly number[];
  readonly order: readonly SortKey[];
  readonly start: number;
  readonly end: number;
}

function rankNode(over: OverNode, parts: RankParts): RankNode {
  const { input, partition, order, start, end } = parts;
  const outputsRank = start !== end;
  const [key, more] = order;
  const role = key === undefined ? undefined : input.fields[key.index]?.role;
  const isByTime = more === undefined && (role === 'proctime' || role === 'rowtime');
  const isDeduplicate = isByTime && start === 1 && end === 1 && !input.isUpdating;
  const isFirst = isDeduplicate && role === 'proctime' && key?.isDescending === false;
  const fields = outputsRank ? over.fields : input.fields;
  return {
    kind: 'rank',
    input,
    partition,
    order,
    start,
    end,
    outputsRank,
    isDeduplicate,
    fields,
    isUpdating: !isFirst,
  };
}

/** One rank only is a constant. */
function withConstantRank(node: RankNode, over: OverNode, rank: number, localTimeZone: string): PlanNode {
  const type = over.fields.at(-1)?.type ?? { kind: 'BIGINT', nullable: false };
  const names = over.fields.map(({ name }) => name);
  return project(node, [...inputs(node), literal(BigInt(rank), type)], names, localTimeZone);
}

/** `ORDER BY … LIMIT n` in streaming mode. */
export function firstRows(input: PlanNode, order: readonly SortKey[], offset: number, count: number): RankNode {
  return {
    kind: 'rank',
    input,
    partition: [],
    order,
    start: offset + 1,
    end: offset + count,
    outputsRank: false,
    isDeduplicate: false,
    fields: input.fields,
    isUpdating: true,
  };
}

/** The ranks that a condition lets through, both included. */
function rangeOf(condition: Expression, rank: number): readonly [number, number] | undefined {
  if (condition.kind !== 'call') return undefined;
  const [left, right] = condition.arguments;
  if (left === undefined || right === undefined) return undefined;
  const isRank = (each: Expression) => each.kind === 'input' && each.index === rank;
  const isSwapped = isRank(right) && isLiteral(left);
  const bound = isSwapped ? left : right;
  if (!isLiteral(bound) || !(isSwapped || isRank(left)) || bound.value === null) return undefined;
  const value = Number(bound.value);
  if (!Number.isInteger(value)) return undefined;
  const operator = isSwapped ? (SWAPPED[condition.function] ?? condition.function) : condition.function;
  switch (operator) {
    case '=':
      return [value, value];
    case '<=':
      return [1, value];
    case '<':
      return [1, value - 1];
    case '>=':
      return [value, Number.POSITIVE_INFINITY];
    case '>':
      return [value + 1, Number.POSITIVE_INFINITY];
    default:
      return undefined;
  }
}

const SWAPPED: Readonly<Record<string, string>> = { '<': '>', '<=': '>=', '>': '<', '>=': '<=' };
