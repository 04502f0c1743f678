import { type Expression, inputsOf, type PlanNode } from '../plan/index.js';
import { allOf, conjuncts, OUTER } from './build-join.js';
import { filter, project } from './build-node.js';
import { mapInputs, usedInputs } from './substitute.js';

/** A subquery without what it read of the query around it: that is now a condition between the two. */
export interface Decorrelated {
  /** Its first fields are the subquery's; what the conditions read stands behind them. */
  readonly node: PlanNode;
  /** Over the node's fields, and over those of the outer query from {@link OUTER} on. */
  readonly conditions: readonly Expression[];
}

/** Pulls the conditions with outer columns out of a subquery; undefined where they stand in a place that does not allow it. */
export function decorrelate(node: PlanNode, localTimeZone: string): Decorrelated | undefined {
  if (!readsOuter(node)) return { node, conditions: [] };
  switch (node.kind) {
    case 'filter': {
      const inner = decorrelate(node.input, localTimeZone);
      if (inner === undefined) return undefined;
      const parts = conjuncts(node.condition);
      const local = allOf(parts.filter((part) => !isOuter(part)));
      const filtered = local === undefined ? inner.node : filter(inner.node, local, localTimeZone);
      return { node: filtered, conditions: [...inner.conditions, ...parts.filter(isOuter)] };
    }
    case 'project':
      return throughProject(node, localTimeZone);
    case 'aggregate':
      return throughAggregate(node, localTimeZone);
    case 'join': {
      const parts = conjuncts(node.condition);
      if (node.joinType !== 'inner' || node.inputs.some(readsOuter)) return undefined;
      const condition = allOf(parts.filter((part) => !isOuter(part)));
      return { node: { ...node, condition }, conditions: parts.filter(isOuter) };
    }
    default:
      return undefined;
  }
}

const isOuter = (expression: Expression): boolean => [...usedInputs([expression])].some((index) => index >= OUTER);

function readsOuter(node: PlanNode): boolean {
  return expressionsOf(node).some(isOuter) || inputsOf(node).some(readsOuter);
}

function expressionsOf(node: PlanNode): readonly Expression[] {
  switch (node.kind) {
    case 'project':
      return node.expressions;
    case 'filter':
      return [node.condition];
    case 'unnest':
      return [node.collection];
    case 'expand':
      return node.projections.flat();
    case 'window':
      return [node.time];
    case 'join':
      return [...node.keys.flatMap(({ left, right }) => [left, right]), ...conjuncts(node.condition)];
    default:
      return [];
  }
}

type ProjectNode = Extract<PlanNode, { readonly kind: 'project' }>;
type AggregateNode = Extract<PlanNode, { readonly kind: 'aggregate' }>;

/** What the conditions read is projected too. */
function throughProject(node: ProjectNode, localTimeZone: string): Decorrelated | undefined {
  if (node.expressions.some(isOuter)) return undefined;
  const inner = decorrelate(node.input, localTimeZone);
  if (inner === undefined) return undefined;
  const expressions = [...node.expressions];
  const placeOf = (index: number, input: Expression): number => {
    const known = expressions.findIndex((each) => each.kind === 'input' && each.index === index);
    return known >= 0 ? known : expressions.push({ ...input, index } as Expression) - 1;
  };
  const conditions = inner.conditions.map((condition) =>
    mapInputs(
      condition,
      (index, input) => (index >= OUTER ? input : ({ ...input, index: placeOf(index, input) } as Expression)),
      localTimeZone,
    ),
  );
  const names = expressions.map((_, index) => node.fields[index]?.name ?? `$outer$${index}`);
  return { node: project(inner.node, expressions, names, localTimeZone), conditions };
}

/** Equalities become keys: a group for each value that the outer query may have. */
function throughAggregate(node: AggregateNode, localTimeZone: string): Decorrelated | undefined {
  const inner = decorrelate(node.input, localTimeZone);
  const pairs = inner?.conditions.map(asEquality);
  if (inner === undefined || pairs === undefined || !pairs.every((pair) => pair !== undefined)) return undefined;
  const { keyCount } = node;
  const columns = node.input.fields.map(({ type }, index): Expression => ({ kind: 'input', index, type }));
  const keys = pairs.map(({ inner: key }) => key);
  const added = keys.length;
  const rows = project(
    inner.node,
    [...columns.slice(0, keyCount), ...keys, ...columns.slice(keyCount)],
    [],
    localTimeZone,
  );
  const moved = (index: number | undefined) => (index === undefined || index < keyCount ? index : index + added);
  const keyFields = keys.map(({ type }, index) => ({ name: `$outer$${index}`, type }));
  const fields = [...node.fields.slice(0, keyCount), ...keyFields, ...node.fields.slice(keyCount)];
  const grouped: AggregateNode = {
    ...node,
    input: rows,
    keyCount: keyCount + added,
    calls: node.calls.map((call) => ({ ...call, argument: moved(call.argument), filter: moved(call.filter) })),
    fields,
  };
  const at = (index: number): Expression => ({
    kind: 'input',
    index,
    type: fields[index]?.type ?? { kind: 'NULL', nullable: true },
  });
  const order = [...node.fields.map((_, index) => moved(index) ?? index), ...keys.map((_, index) => keyCount + index)];
  const names = [...node.fields.map(({ name }) => name), ...keyFields.map(({ name }) => name)];
  const width = node.fields.length;
  return {
    node: project(grouped, order.map(at), names, localTimeZone),
    conditions: pairs.map(({ condition, outer, inner: key }, index) => ({
      ...condition,
      arguments: [outer, { kind: 'input', index: width + index, type: key.type }],
    })),
  };
}

interface Equality {
  readonly condition: Extract<Expression, { readonly kind: 'call' }>;
  readonly outer: Expression;
  readonly inner: Expression;
}

/** `outer = inner`, in whichever order. */
function asEquality(condition: Expression): Equality | undefined {
  if (condition.kind !== 'call' || condition.function !== '=') return undefined;
  const [left, right] = condition.arguments;
  if (left === undefined || right === undefined) return undefined;
  const isOnlyOuter = (each: Expression) => [...usedInputs([each])].every((index) => index >= OUTER);
  if (isOnlyOuter(left) && !isOuter(right)) return { condition, outer: left, inner: right };
  if (isOnlyOuter(right) && !isOuter(left)) return { condition, outer: right, inner: left };
  return undefined;
}
