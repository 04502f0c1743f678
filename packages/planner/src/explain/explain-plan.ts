import { printType, type SinkPlan, type SourcePlan } from '@tsql/core';
import { inputsOf, type JobPlan, type PlanNode, type SinkNode, type StatementPlan } from '../plan/index.js';
import { printExpression } from './print-expression.js';

/** A plan for people: the steps from sink to source, and which column goes to key, value, header or timestamp. */
export function explainPlan(plan: StatementPlan): string {
  switch (plan.kind) {
    case 'job':
      return [...explainParallelism(plan), plan.sinks.map((sink) => explainSink(sink).join('\n')).join('\n\n')].join(
        '\n',
      );
    case 'query':
      return explainNode(plan.input, '').join('\n');
    default:
      return plan.kind;
  }
}

/** Nothing for one task where nobody asked for more. */
function explainParallelism({ parallelism: { tasks, reason } }: JobPlan): readonly string[] {
  return reason !== undefined ? [`1 task: ${reason}`] : tasks > 1 ? [`${tasks} tasks`] : [];
}

function explainSink({ sink, input, notNull, notNullEnforcer }: SinkNode): readonly string[] {
  const enforced = notNull.map((column) => column.name).join(', ');
  return [
    `write ${sink.table} (${sink.connector})`,
    ...explainTable(sink),
    ...(enforced === ''
      ? []
      : [`  not null: ${enforced}, else ${notNullEnforcer === 'DROP' ? 'dropped' : 'an error'}`]),
    ...explainNode(input, '  '),
  ];
}

/** Which column is where in a record. */
function explainTable(table: SinkPlan | SourcePlan): readonly string[] {
  const lines: string[] = [];
  const names = (projection: readonly number[]): string =>
    projection.map((index) => table.physical[index]?.name ?? '?').join(', ');
  if (table.kind === 'record-sink' || table.kind === 'record-source') {
    if (table.key !== undefined) lines.push(`  key (${table.key.format.identifier}): ${names(table.key.projection)}`);
    lines.push(`  value (${table.value.format.identifier}): ${names(table.value.projection)}`);
  } else {
    lines.push(`  row: ${table.physical.map((column) => column.name).join(', ')}`);
  }
  for (const { key, type } of table.metadata) lines.push(`  ${key}: ${printType(type)}`);
  return lines;
}

function explainNode(node: PlanNode, indent: string): readonly string[] {
  const deeper = `${indent}  `;
  const below = inputsOf(node).flatMap((input) => explainNode(input, deeper));
  switch (node.kind) {
    case 'scan':
      return [
        `${indent}read ${node.source.table} (${node.source.connector}, ${node.source.isBounded ? 'bounded' : 'unbounded'})`,
        ...explainTable(node.source).map((line) => indent + line),
      ];
    case 'values':
      return [`${indent}values: ${node.rows.length} rows`];
    case 'project':
      return [
        `${indent}select ${node.expressions.map((expression, index) => printColumn(node, expression, index)).join(', ')}`,
        ...below,
      ];
    case 'filter':
      return [`${indent}where ${printExpression(node.condition, node.input.fields)}`, ...below];
    case 'union':
      return [`${indent}union all`, ...below];
    case 'unnest':
      return [`${indent}unnest ${printExpression(node.collection, node.input.fields)}`, ...below];
    case 'sort':
      return [`${indent}sort by ${node.keys.map((key) => sortKey(node, key)).join(', ')}`, ...below];
    case 'limit':
      return [`${indent}limit ${node.count ?? 'all'}${node.offset > 0 ? ` offset ${node.offset}` : ''}`, ...below];
    case 'drop-update-before':
      return [`${indent}without the old rows of updates`, ...below];
    case 'aggregate': {
      const names = node.input.fields.map((field) => field.name);
      const keys = names.slice(0, node.keyCount).join(', ');
      const calls = node.calls.map(
        (call) =>
          `${call.function}(${call.isDistinct ? 'DISTINCT ' : ''}${call.argument === undefined ? '*' : names[call.argument]})`,
      );
      return [`${indent}group by (${keys})${calls.length === 0 ? '' : `: ${calls.join(', ')}`}`, ...below];
    }
    case 'over':
      return [`${indent}over (${partitioned(node)}): ${node.calls.map((call) => call.function).join(', ')}`, ...below];
    case 'rank':
      return [
        `${indent}${node.isDeduplicate ? 'one row' : `rows ${node.start} to ${node.end}`} of (${partitioned(node)})`,
        ...below,
      ];
    case 'window':
      return [
        `${indent}${node.window.kind.toLowerCase()} windows of ${printExpression(node.time, node.input.fields)}`,
        ...below,
      ];
    case 'expand':
      return [`${indent}${node.projections.length} rows of each`, ...below];
    case 'join':
      return [`${indent}${node.joinType} join${joinCondition(node)}`, ...below];
    case 'set-operation':
      return [`${indent}${node.operator.toLowerCase()}${node.all ? ' all' : ''}`, ...below];
    case 'sink-upsert-materialize':
      return [
        `${indent}last standing row of each key: ${node.key.map((index) => node.fields[index]?.name ?? '?').join(', ')}`,
        ...below,
      ];
    case 'changelog-normalize':
      return [
        `${indent}last row of each key: ${node.key.map((index) => node.fields[index]?.name ?? '?').join(', ')}`,
        ...below,
      ];
  }
}

type ProjectNode = Extract<PlanNode, { readonly kind: 'project' }>;
type SortNode = Extract<PlanNode, { readonly kind: 'sort' }>;

function partitioned({ partition, order, input }: Extract<PlanNode, { readonly kind: 'over' | 'rank' }>): string {
  const name = (index: number) => input.fields[index]?.name ?? '?';
  const keys = order.map(({ index, isDescending }) => `${name(index)}${isDescending ? ' DESC' : ''}`);
  return [
    ...(partition.length === 0 ? [] : [`partition by ${partition.map(name).join(', ')}`]),
    ...(keys.length === 0 ? [] : [`order by ${keys.join(', ')}`]),
  ].join(' ');
}

function joinCondition({
  keys,
  condition,
  inputs: [left, right],
}: Extract<PlanNode, { readonly kind: 'join' }>): string {
  const equal = keys.map(
    (key) => `${printExpression(key.left, left.fields)} = ${printExpression(key.right, right.fields)}`,
  );
  const rest = condition === undefined ? [] : [printExpression(condition, [...left.fields, ...right.fields])];
  return equal.length + rest.length === 0 ? '' : ` on ${[...equal, ...rest].join(' AND ')}`;
}

function printColumn(node: ProjectNode, expression: ProjectNode['expressions'][number], index: number): string {
  const text = printExpression(expression, node.input.fields);
  const name = node.fields[index]?.name ?? '';
  return text === name ? text : `${text} AS ${name}`;
}

function sortKey(node: SortNode, { index, isDescending }: SortNode['keys'][number]): string {
  return `${node.fields[index]?.name ?? '?'}${isDescending ? ' DESC' : ''}`;
}
