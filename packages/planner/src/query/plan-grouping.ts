import type { GroupingElement, Select } from '@tsql/grammar';
import type { Expression } from '../plan/index.js';
import { Aggregation } from './aggregation.js';
import type { ExpressionContext } from './expression-context.js';
import { isWindowOfOld, windowColumns } from './group-window.js';
import { resolveExpression } from './resolve-expression.js';

/** Keys by number: `[0, 1]` for (a, b). */
type GroupingSet = readonly number[];

/** The keys and grouping sets of GROUP BY; undefined, reported, where something was refused. */
export function planGrouping(context: ExpressionContext, { groupBy }: Select): Aggregation | undefined {
  if (groupBy === undefined) return new Aggregation([]);
  const keys = new Keys({ ...context, clause: 'GROUP BY' });
  const parts = groupBy.items.map((item) => setsOf(item, keys));
  if (!parts.every((sets) => sets !== undefined)) return undefined;
  // Several entries: each set of one with each of the others.
  let sets: readonly GroupingSet[] = [[]];
  for (const part of parts) sets = sets.flatMap((left) => part.map((right) => union(left, right)));
  if (groupBy.quantifier === 'DISTINCT') sets = distinct(sets);
  const isPlain = sets.length === 1 && sets[0]?.length === keys.expressions.length;
  return isPlain ? new Aggregation(keys.expressions) : new Aggregation(keys.expressions, sets);
}

/** The expressions of GROUP BY, each once. */
class Keys {
  readonly expressions: Expression[] = [];

  constructor(private readonly context: ExpressionContext) {}

  /** Start, end and last millisecond of the window of old. */
  addWindow(): GroupingSet {
    const { groupWindow } = this.context;
    return (groupWindow === undefined ? [] : windowColumns(groupWindow)).map(
      (column) => this.expressions.push(column) - 1,
    );
  }

  add(node: Parameters<typeof resolveExpression>[1]): number | undefined {
    const key = resolveExpression(this.context, node);
    if (key === undefined) return undefined;
    const known = this.expressions.findIndex(
      (each) => each.kind === 'input' && key.kind === 'input' && each.index === key.index,
    );
    return known >= 0 ? known : this.expressions.push(key) - 1;
  }
}

function setsOf(item: GroupingElement, keys: Keys): readonly GroupingSet[] | undefined {
  if (isWindowOfOld(item)) return [keys.addWindow()];
  if (item.kind !== 'GroupingSets') {
    const set = setOf(item, keys);
    return set && [set];
  }
  if (item.operator === 'GROUPING SETS') {
    const nested = item.elements.map((element) => setsOf(element, keys));
    return nested.every((sets) => sets !== undefined) ? nested.flat() : undefined;
  }
  const elements = item.elements.map((element) => (element.kind === 'GroupingSets' ? undefined : setOf(element, keys)));
  if (!elements.every((set) => set !== undefined)) return undefined;
  return item.operator === 'ROLLUP' ? rollup(elements) : cube(elements);
}

function setOf(item: Exclude<GroupingElement, { kind: 'GroupingSets' }>, keys: Keys): GroupingSet | undefined {
  const indexes = item.kind === 'GroupingTuple' ? item.expressions.map((each) => keys.add(each)) : [keys.add(item)];
  return indexes.every((index) => index !== undefined) ? [...new Set(indexes)] : undefined;
}

/** (a, b), (a), (). */
function rollup(elements: readonly GroupingSet[]): readonly GroupingSet[] {
  return Array.from({ length: elements.length + 1 }, (_, dropped) =>
    elements.slice(0, elements.length - dropped).reduce(union, []),
  );
}

/** (a, b), (a), (b), (). */
function cube([first, ...rest]: readonly GroupingSet[]): readonly GroupingSet[] {
  if (first === undefined) return [[]];
  const below = cube(rest);
  return [...below.map((set) => union(first, set)), ...below];
}

const union = (left: GroupingSet, right: GroupingSet): GroupingSet => [...new Set([...left, ...right])];

function distinct(sets: readonly GroupingSet[]): readonly GroupingSet[] {
  const seen = new Set<string>();
  return sets.filter((set) => {
    const name = [...set].sort((a, b) => a - b).join();
    return seen.has(name) ? false : seen.add(name) !== undefined;
  });
}
