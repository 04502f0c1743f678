import type { DerivedTable, Join, JoinType as JoinKind } from '@tsql/grammar';
import type { Expression, JoinType, PlanNode } from '../plan/index.js';
import { call } from './build-expression.js';
import { allOf, join } from './build-join.js';
import { inputs, project } from './build-node.js';
import { decorrelate } from './decorrelate.js';
import { type ExpressionContext, invalid, refuse, unsupported } from './expression-context.js';
import { aliased, planFrom } from './plan-from.js';
import { planQuery } from './plan-query.js';
import { planUnnest } from './plan-unnest.js';
import type { QueryContext } from './query-context.js';
import type { Relation } from './relation.js';
import { resolveCondition } from './resolve-predicate.js';
import { findColumns, type Scope, type ScopeColumn, type ScopeSource } from './scope.js';
import { joined as joinedWithSubquery } from './subqueries.js';

const KINDS: Readonly<Record<JoinKind, JoinType>> = {
  INNER: 'inner',
  CROSS: 'inner',
  COMMA: 'inner',
  LEFT: 'left',
  RIGHT: 'right',
  FULL: 'full',
};

/** Plans a join of two entries of FROM. */
export function planJoin(context: QueryContext, node: Join): Relation | undefined {
  const left = planFrom(context, node.left);
  if (node.right.kind === 'Unnest') return left && planUnnest(context, left, node, node.right);
  if (node.right.kind === 'DerivedTable' && node.right.lateral)
    return left && planLateral(context, node, left, node.right);
  const right = planFrom(context, node.right);
  return left && right && joined(context, node, left, right);
}

/** `LATERAL (SELECT …)`: a subquery that reads the columns before it. */
function planLateral(context: QueryContext, node: Join, left: Relation, right: DerivedTable): Relation | undefined {
  const joinType = KINDS[node.joinType];
  if (joinType === 'right' || joinType === 'full')
    return invalid(context.planner, 'LATERAL is joined by a comma, CROSS JOIN, JOIN or LEFT JOIN', node.span);
  const planned = planQuery({ ...context, outer: left.scope }, right.query);
  const pulled = planned && decorrelate(planned, context.localTimeZone);
  if (planned === undefined) return undefined;
  if (pulled === undefined)
    return unsupported(context.planner, 'a LATERAL query that reads outer columns here', right.query.span);
  const named = aliased(context, planned, right.alias, []);
  if (named === undefined) return undefined;
  const width = left.node.fields.length;
  const scope = { sources: [...left.scope.sources, ...named.scope.sources.map((source) => moved(source, width))] };
  const { planner, localTimeZone } = context;
  const on = node.on && resolveCondition({ planner, scope, localTimeZone, clause: 'ON' }, node.on, 'ON');
  if (node.on !== undefined && on === undefined) return undefined;
  const rows = joinedWithSubquery(context, left.node, pulled, { joinType, condition: on });
  return { node: rows, scope: typed(scope, rows) };
}

/** The join of two relations by ON, USING or NATURAL. */
export function joined(context: QueryContext, node: Join, left: Relation, right: Relation): Relation | undefined {
  const width = left.node.fields.length;
  const both = { sources: [...left.scope.sources, ...right.scope.sources.map((source) => moved(source, width))] };
  const { planner, localTimeZone } = context;
  const expressions: ExpressionContext = { planner, scope: both, localTimeZone, clause: 'ON' };
  const shared = sharedColumns(context, node, left.scope, right.scope);
  if (shared === undefined) return undefined;
  const pairs = shared.map(({ mine, other }) => ({ mine, other: { ...other, index: other.index + width } }));
  const equal = pairs.map(({ mine, other }) => call(expressions, '=', [input(mine), input(other)], node.span));
  const on = node.on === undefined ? undefined : resolveCondition(expressions, node.on, 'ON');
  if ((node.on !== undefined && on === undefined) || !equal.every((each) => each !== undefined)) return undefined;
  const condition = allOf([...equal, ...(on === undefined ? [] : [on])]);
  const isStreaming = context.runtimeMode === 'streaming';
  const joinType = KINDS[node.joinType];
  const planned = join(left.node, right.node, { joinType, condition, isStreaming, localTimeZone });
  return merged(context, { node: planned, scope: typed(both, planned) }, pairs, joinType);
}

const input = ({ index, type }: ScopeColumn): Expression => ({ kind: 'input', index, type });

const moved = (source: ScopeSource, by: number): ScopeSource => ({
  ...source,
  columns: source.columns.map((column) => ({ ...column, index: column.index + by })),
});

/** Columns with the types that they have behind an outer join. */
function typed({ sources }: Scope, { fields }: PlanNode): Scope {
  const type = (column: ScopeColumn) => ({ ...column, type: fields[column.index]?.type ?? column.type });
  return { sources: sources.map((source) => ({ ...source, columns: source.columns.map(type) })) };
}

interface SharedColumn {
  readonly mine: ScopeColumn;
  readonly other: ScopeColumn;
}

/** The columns of USING, or all of the same name with NATURAL. */
function sharedColumns(
  context: QueryContext,
  node: Join,
  left: Scope,
  right: Scope,
): readonly SharedColumn[] | undefined {
  const names = (scope: Scope) =>
    scope.sources.flatMap(({ columns }) => columns.filter(({ isMerged }) => isMerged !== true).map(({ name }) => name));
  const others = new Set(names(right));
  const wanted = node.natural
    ? names(left).flatMap((text) => (others.has(text) ? [{ text, span: node.span }] : []))
    : (node.using ?? []);
  const found: SharedColumn[] = [];
  for (const { text, span } of wanted) {
    const sides = [findColumns(left, text), findColumns(right, text)];
    const [mine, other] = sides.map((columns) => columns[0]?.column);
    if (mine === undefined || other === undefined)
      return refuse(context.planner, 'TSQL_NAME_UNKNOWN', { kind: 'column', name: `${text} on both sides` }, span);
    if (sides.some((columns) => columns.length > 1))
      return invalid(context.planner, `the column ${text} is there more than once on one side of the join`, span);
    found.push({ mine: { ...mine, qualifier: mine.qualifier ?? sides[0]?.[0]?.source.alias }, other });
  }
  return found;
}

/** Columns of USING stand once, before the others: the left one, or the right one where there is no left row. */
function merged(
  context: QueryContext,
  relation: Relation,
  pairs: readonly SharedColumn[],
  joinType: JoinType,
): Relation | undefined {
  if (pairs.length === 0) return relation;
  const { planner, localTimeZone } = context;
  const hidden = new Set(pairs.flatMap(({ mine, other }) => [mine.index, other.index]));
  const sources = relation.scope.sources.map((source) => ({
    ...source,
    columns: source.columns.map((column) => (hidden.has(column.index) ? { ...column, isMerged: true } : column)),
  }));
  const fields = relation.node.fields;
  const at = (index: number, { name, qualifier }: Pick<ScopeColumn, 'name' | 'qualifier'>): ScopeColumn => ({
    name,
    qualifier,
    index,
    type: fields[index]?.type ?? { kind: 'NULL', nullable: true },
  });
  if (joinType !== 'full') {
    const columns = pairs.map(({ mine, other }) => at(joinType === 'right' ? other.index : mine.index, mine));
    return { node: relation.node, scope: { sources: [{ alias: undefined, path: [], columns }, ...sources] } };
  }
  const expressions: ExpressionContext = { planner, scope: relation.scope, localTimeZone };
  const values = pairs.map(({ mine, other }) =>
    call(expressions, 'COALESCE', [input(at(mine.index, mine)), input(at(other.index, other))], planner.statementSpan),
  );
  if (!values.every((value) => value !== undefined)) return undefined;
  const names = [...fields.map(({ name }) => name), ...pairs.map(({ mine }) => mine.name)];
  const node = project(relation.node, [...inputs(relation.node), ...values], names, localTimeZone);
  const columns = values.map(({ type }, index) => ({
    name: pairs[index]?.mine.name ?? '',
    qualifier: pairs[index]?.mine.qualifier,
    type,
    index: fields.length + index,
  }));
  return { node, scope: { sources: [{ alias: undefined, path: [], columns }, ...sources] } };
}
