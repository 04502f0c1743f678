import { BYTES, type LogicalType, type Row, STRING, type Value } from '@tsql/core';
import { createCast } from '@tsql/functions';
import type { Expression, FieldRole, FilterNode, PlanField, PlanNode, ProjectNode, ValuesNode } from '../plan/index.js';
import { logic } from './build-expression.js';
import { filterJoin } from './build-join.js';
import { rankOf } from './build-rank.js';
import { foldExactly, isLiteral } from './fold.js';
import { isDeterministic, mapInputs, mapLiterals, usedInputs } from './substitute.js';

/** Projects; a projection of a projection becomes one, as Flink merges them. */
export function project(
  input: PlanNode,
  given: readonly Expression[],
  names: readonly string[],
  localTimeZone: string,
): PlanNode {
  const expressions = given.map(asConstant);
  const fields = expressions.map((expression, index): PlanField => {
    const role = roleOf(input, expression);
    const field = { name: names[index] ?? `EXPR$${index}`, type: expression.type };
    return role === undefined ? field : { ...field, role };
  });
  if (isIdentity(input, expressions)) return rename(input, fields);
  if (input.kind === 'project' && canMerge(input, expressions)) {
    const merged = expressions.map((expression) => inlined(expression, input, localTimeZone));
    return foldValues(projectNode(input.input, merged, fields), localTimeZone);
  }
  return foldValues(projectNode(input, expressions, fields), localTimeZone);
}

/** A column that is only handed on keeps its role; PROCTIME() is a time attribute by itself. */
function roleOf(input: PlanNode, expression: Expression): FieldRole | undefined {
  if (expression.kind === 'call' && expression.function === 'PROCTIME') return 'proctime';
  return expression.kind === 'input' ? input.fields[expression.index]?.role : undefined;
}

function projectNode(input: PlanNode, expressions: readonly Expression[], fields: readonly PlanField[]): ProjectNode {
  return { kind: 'project', input, expressions, fields, isUpdating: input.isUpdating };
}

const inlined = (expression: Expression, { expressions }: ProjectNode, localTimeZone: string): Expression =>
  mapInputs(expression, (index, original) => expressions[index] ?? original, localTimeZone);

/** What is not deterministic may be moved, but not doubled, nor dropped into a condition. */
function canMerge(inner: ProjectNode, outer: readonly Expression[]): boolean {
  if (inner.expressions.every(isDeterministic)) return true;
  const used = outer.flatMap((expression) => [...usedInputs([expression])]);
  return inner.expressions.every(
    (expression, index) => isDeterministic(expression) || used.filter((each) => each === index).length <= 1,
  );
}

function isIdentity(input: PlanNode, expressions: readonly Expression[]): boolean {
  return (
    expressions.length === input.fields.length &&
    expressions.every((expression, index) => expression.kind === 'input' && expression.index === index)
  );
}

/** The same rows under other names and types. */
export function rename(node: PlanNode, fields: readonly PlanField[]): PlanNode {
  return { ...node, fields };
}

/** A projection of constant rows whose results are constants is constant rows again. */
function foldValues(node: ProjectNode, localTimeZone: string): PlanNode {
  const { input, expressions, fields } = node;
  if (input.kind !== 'values' || !expressions.every(isDeterministic)) return node;
  const rows: Row[] = [];
  for (const row of input.rows) {
    const results = expressions.map((expression) =>
      mapInputs(
        expression,
        (index, original) => ({ kind: 'literal', value: row[index] ?? null, type: original.type }),
        localTimeZone,
        foldExactly,
      ),
    );
    if (!results.every(isLiteral)) return node;
    rows.push(results.map((result) => result.value));
  }
  return { kind: 'values', fields, isUpdating: false, rows };
}

/** Constants as Flink keeps them: a zero has no sign, and a CHAR or BINARY is exactly as long as its type says. */
function asConstant(expression: Expression): Expression {
  return mapLiterals(expression, (literal) => {
    const { type, value } = literal;
    if (Object.is(value, -0)) return expression === literal ? { ...literal, value: 0 } : literal;
    if (typeof value === 'string' && type.kind === 'CHAR') return { ...literal, value: fitted(value, STRING, type) };
    if (value instanceof Uint8Array && type.kind === 'BINARY')
      return value.length === type.length ? literal : { ...literal, value: fitted(value, BYTES, type) };
    return literal;
  });
}

const fitted = (value: Value, from: LogicalType, to: LogicalType): Value =>
  createCast(from, to, { isTry: true, context: { localTimeZone: 'UTC' } })(value);

/** Filters below a projection, so that what is filtered away is never computed. */
export function filter(input: PlanNode, condition: Expression, localTimeZone: string): PlanNode {
  if (isLiteral(condition) && condition.value === true) return input;
  if (input.kind === 'project' && canSink(input, condition)) {
    const below = filter(input.input, inlined(condition, input, localTimeZone), localTimeZone);
    return { ...input, input: below };
  }
  if (input.kind === 'filter') return { ...input, condition: logic('and', [input.condition, condition]) };
  if (isLiteral(condition) && input.kind === 'values') return { ...input, rows: [] };
  if (input.kind === 'over' && input.isStreaming) {
    const rank = rankOf(input, condition, localTimeZone);
    if (rank !== undefined) return rank;
  }
  const joined = input.kind === 'join' ? filterJoin(input, condition, localTimeZone) : undefined;
  if (joined !== undefined) return joined;
  const node: FilterNode = { kind: 'filter', input, condition, fields: input.fields, isUpdating: input.isUpdating };
  return node;
}

function canSink(input: ProjectNode, condition: Expression): boolean {
  const used = usedInputs([condition]);
  return input.expressions.every((expression, index) => !used.has(index) || isDeterministic(expression));
}

/** One row without fields, for a SELECT without FROM. */
export const ONE_ROW: ValuesNode = { kind: 'values', fields: [], rows: [[]], isUpdating: false };

/** References to all fields of a node. */
export const inputs = (node: PlanNode): readonly Expression[] =>
  node.fields.map(({ type }, index) => ({ kind: 'input', index, type }));
