import type { Expression as ExpressionNode, Insert } from '@tsql/grammar';
import { type CatalogTable, printPath } from '../catalog/index.js';
import type { PlannerContext } from '../environment.js';
import type { Expression } from '../plan/index.js';
import { explicitCast } from '../query/build-expression.js';
import { invalid, refuse } from '../query/expression-context.js';
import { resolveExpression } from '../query/resolve-expression.js';
import { EMPTY_SCOPE } from '../query/scope.js';
import { jobSettings, runtimeMode } from '../settings/index.js';
import { findConnector, type TableUse } from '../table/table-use.js';

/** The columns that a PARTITION clause gives a value for all rows, by name. */
export type StaticPartition = ReadonlyMap<string, Expression>;

/** Resolves the PARTITION clause of an INSERT, or reports what is wrong with it and returns undefined. */
export function staticPartition(
  context: PlannerContext,
  { partition }: Insert,
  table: CatalogTable,
): StaticPartition | undefined {
  const { localTimeZone } = jobSettings(context.settings);
  const expressions = { planner: context, scope: EMPTY_SCOPE, localTimeZone };
  const values = new Map<string, Expression>();
  for (const { column, value, span } of partition) {
    const name = column.text;
    if (!table.partitionKeys.includes(name)) {
      const keys = table.partitionKeys.length === 0 ? 'it has none' : `they are ${table.partitionKeys.join(', ')}`;
      return invalid(context, `${name} is no partition column of ${printPath(table.path)}: ${keys}`, span);
    }
    if (values.has(name)) return refuse(context, 'TSQL_NAME_DUPLICATE', { kind: 'column', name }, column.span);
    if (value === undefined) return invalid(context, `PARTITION needs a value: ${name} = …`, span);
    const resolved = resolveExpression(expressions, value);
    const type = table.schema.columns.find((each) => each.name === name)?.type;
    const cast = resolved && type && explicitCast(expressions, resolved, type, { isTry: false, span: value.span });
    if (cast === undefined) return undefined;
    values.set(name, cast);
  }
  return values;
}

/** The values of a PARTITION clause as they stand in folders. */
export function partitionTexts({ partition }: Insert): Readonly<Record<string, string>> {
  return Object.fromEntries(
    partition.flatMap(({ column, value }) => (value === undefined ? [] : [[column.text, literalText(value)]])),
  );
}

function literalText(value: ExpressionNode): string {
  switch (value.kind) {
    case 'CharacterLiteral':
      return value.value;
    case 'DateTimeLiteral':
      return value.value.value;
    case 'NumericLiteral':
      return value.text;
    case 'BooleanLiteral':
      return String(value.value);
    default:
      return '';
  }
}

/** INSERT OVERWRITE: for connectors that can, in batch mode only. */
export function checkOverwrite(context: PlannerContext, { span }: Insert, use: TableUse): boolean {
  const connector = findConnector(context, use);
  if (connector === undefined) return false;
  if (connector.canOverwrite !== true) {
    const able = [...context.connectors.values()].filter((each) => each.canOverwrite === true);
    const hint = `the connectors that can: ${able.map(({ identifier }) => identifier).join(', ')}`;
    invalid(context, `INSERT OVERWRITE: the connector '${connector.identifier}' only adds to a table`, span, hint);
    return false;
  }
  if (runtimeMode(context.settings) === 'batch') return true;
  invalid(context, 'INSERT OVERWRITE is for batch mode', span, "SET 'execution.runtime-mode' = 'batch'");
  return false;
}
