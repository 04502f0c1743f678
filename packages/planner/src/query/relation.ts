import type { PlanField, PlanNode } from '../plan/index.js';
import type { Scope, ScopeSource } from './scope.js';

/** A planned entry of FROM: its rows, and what names mean over them. */
export interface Relation {
  readonly node: PlanNode;
  readonly scope: Scope;
}

/** The fields of a node as one source of names, from `offset` on. */
export function sourceOf(
  fields: readonly PlanField[],
  alias: string | undefined,
  { path = [], offset = 0 }: { readonly path?: readonly string[]; readonly offset?: number } = {},
): ScopeSource {
  const columns = fields.map(({ name, type }, index) => ({ name, type, index: index + offset }));
  return { alias, path, columns };
}
