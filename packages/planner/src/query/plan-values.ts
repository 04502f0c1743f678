import { type LogicalType, printType, withNullability } from '@tsql/core';
import { commonType } from '@tsql/functions';
import type { Values } from '@tsql/grammar';
import type { Expression, PlanField, PlanNode } from '../plan/index.js';
import { convert } from './build-expression.js';
import { ONE_ROW, project } from './build-node.js';
import { invalid, refuse } from './expression-context.js';
import { isLiteral } from './fold.js';
import type { QueryContext } from './query-context.js';
import { resolveExpression } from './resolve-expression.js';
import { EMPTY_SCOPE } from './scope.js';

/** Plans VALUES: constant rows, or a union of one-row projections where an expression is no constant. */
export function planValues(context: QueryContext, values: Values): PlanNode | undefined {
  const { planner, localTimeZone } = context;
  const rows: readonly (readonly (Expression | undefined)[])[] = values.rows.map((row) =>
    row.values.map((value) => resolveExpression({ planner, scope: EMPTY_SCOPE, localTimeZone }, value)),
  );
  const width = rows[0]?.length ?? 0;
  for (const [index, row] of rows.entries()) {
    const span = values.rows[index]?.span ?? values.span;
    if (row.length !== width) return invalid(planner, `this row has ${row.length} values, the first ${width}`, span);
  }
  const complete = rows.filter(isComplete);
  if (complete.length < rows.length) return undefined;
  const types = columnTypes(context, values, complete);
  if (types === undefined) return undefined;
  const fields = types.map((type, index) => ({ name: `EXPR$${index}`, type }));
  const converted = complete.map((row) =>
    row.map((value, index) => convert(value, types[index] ?? value.type, localTimeZone)),
  );
  return valuesNode(converted, fields, localTimeZone);
}

const isComplete = (row: readonly (Expression | undefined)[]): row is readonly Expression[] =>
  row.every((value) => value !== undefined);

function columnTypes(
  { planner }: QueryContext,
  values: Values,
  rows: readonly (readonly Expression[])[],
): readonly LogicalType[] | undefined {
  const types: LogicalType[] = [];
  for (const [index] of (rows[0] ?? []).entries()) {
    const column = rows.flatMap((row) => row[index] ?? []);
    const span = values.rows[0]?.values[index]?.span ?? values.span;
    if (column.every((value) => value.type.kind === 'NULL')) {
      return invalid(planner, 'a NULL needs a type here', span, 'write CAST(NULL AS STRING), say');
    }
    const type = commonType(
      column.map((value) => value.type),
      { promotesToString: true },
    );
    if (type === undefined) {
      const found = column.map((value) => printType(value.type)).join(', ');
      return refuse(planner, 'TSQL_TYPE_MISMATCH', { found, expected: `one type in column ${index + 1}` }, span);
    }
    types.push(
      withNullability(
        type,
        column.some((value) => value.type.nullable),
      ),
    );
  }
  return types;
}

function valuesNode(
  rows: readonly (readonly Expression[])[],
  fields: readonly PlanField[],
  localTimeZone: string,
): PlanNode {
  if (rows.every((row) => row.every(isLiteral))) {
    const constants = rows.map((row) => row.map((value) => (isLiteral(value) ? value.value : null)));
    return { kind: 'values', fields, rows: constants, isUpdating: false };
  }
  const names = fields.map((field) => field.name);
  const inputs = rows.map((row) => ({ ...project(ONE_ROW, row, names, localTimeZone), fields }));
  const [only] = inputs;
  return only !== undefined && inputs.length === 1 ? only : { kind: 'union', inputs, fields, isUpdating: false };
}
