import { inputsOf } from './inputs-of.js';
import { isBounded } from './is-bounded.js';
import type { PlanNode } from './plan-node.js';

/** Why a node needs more than the row at hand, or undefined where it does not. */
const STATES: Readonly<Record<PlanNode['kind'], string | undefined>> = {
  scan: undefined,
  values: undefined,
  project: undefined,
  filter: undefined,
  union: undefined,
  unnest: undefined,
  expand: undefined,
  window: undefined,
  over: 'OVER needs all rows of a partition in one task',
  rank: 'ROW_NUMBER and ORDER BY … LIMIT need all rows of a partition in one task',
  'drop-update-before': undefined,
  aggregate: 'GROUP BY and DISTINCT need all rows of a key in one task',
  'changelog-normalize': 'the last row of each key is kept in one task',
  'sink-upsert-materialize': 'the rows of each key of the sink are kept in one task',
  sort: 'ORDER BY needs all rows in one task',
  limit: 'LIMIT counts rows in one task',
  join: 'a join needs the rows of both tables in one task',
  'set-operation': 'INTERSECT and EXCEPT count the rows of both sides in one task',
};

/**
 * Why rows of a tree are made of more than the record at hand, undefined where they are not. Positions on the way say nothing of what
 * a tree with state holds: it can neither go on from them nor go back to them, and it is one task.
 */
export function stateOf(node: PlanNode): string | undefined {
  if (node.kind === 'window' && node.window.kind === 'SESSION') return 'sessions need all rows of a key in one task';
  return (
    STATES[node.kind] ??
    inputsOf(node)
      .map(stateOf)
      .find((reason) => reason !== undefined)
  );
}

/** What keeps its whole input, as messages name it: an endless one would not fit. */
const KEEPERS: Partial<Readonly<Record<PlanNode['kind'], string>>> = {
  aggregate: 'GROUP BY',
  sort: 'ORDER BY',
  over: 'OVER',
  rank: 'a Top-N',
  join: 'a join',
  'set-operation': 'INTERSECT or EXCEPT',
};

/** What of a tree would have to keep all rows of an input without end, by name. */
export function endlessKeepers(node: PlanNode): readonly string[] {
  if (isBounded(node)) return [];
  const own = KEEPERS[node.kind];
  return [...(own === undefined ? [] : [own]), ...inputsOf(node).flatMap(endlessKeepers)];
}
