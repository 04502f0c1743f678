import { BIGINT, decimal, type LogicalType, notNull, type SourceSpan, withNullability } from '@tsql/core';
import type { AggregateCall, AggregateFunction, AggregateNode, Expression, PlanNode } from '../plan/index.js';
import { project } from './build-node.js';
import type { ExpressionContext } from './expression-context.js';
import { refuse } from './expression-context.js';

/** Stands in an expression for the result of the aggregate with the number behind it. */
const PLACEHOLDER = 1_000_000;

const SUPPORTED: ReadonlySet<string> = new Set(['COUNT', 'SUM', 'AVG', 'MIN', 'MAX']);

export const isSupportedAggregate = (name: string): name is AggregateFunction => SUPPORTED.has(name);

interface PendingCall extends Omit<AggregateCall, 'argument' | 'filter'> {
  readonly argument: Expression | undefined;
  readonly filter: Expression | undefined;
}

/** The keys and aggregates of one SELECT, collected while its expressions are resolved over FROM. */
export class Aggregation {
  private readonly calls: PendingCall[] = [];

  constructor(readonly keys: readonly Expression[]) {}

  get hasCalls(): boolean {
    return this.calls.length > 0;
  }

  /** Takes an aggregate and returns what stands for its result. */
  add(call: PendingCall, span: SourceSpan): Expression {
    const text = keyOf(call.argument) + keyOf(call.filter) + call.function + call.isDistinct;
    let index = this.calls.findIndex(
      (known) => keyOf(known.argument) + keyOf(known.filter) + known.function + known.isDistinct === text,
    );
    if (index < 0) index = this.calls.push(call) - 1;
    return { kind: 'input', index: PLACEHOLDER + index, type: call.type, span };
  }

  /** The rows of the groups: keys, then results. */
  node(input: PlanNode, isStreaming: boolean, localTimeZone: string): AggregateNode {
    const columns: Expression[] = [...this.keys];
    const column = (expression: Expression | undefined) =>
      expression === undefined ? undefined : columns.push(expression) - 1;
    const calls = this.calls.map((call) => ({ ...call, argument: column(call.argument), filter: column(call.filter) }));
    const names = columns.map((_, index) => `$${index}`);
    const projected = project(input, columns, names, localTimeZone);
    const fields = [
      ...this.keys.map(({ type }, index) => ({ name: `$${index}`, type })),
      ...calls.map(({ type }, index) => ({ name: `$${this.keys.length + index}`, type })),
    ];
    const keyCount = this.keys.length;
    return {
      kind: 'aggregate',
      input: projected,
      keyCount,
      calls,
      fields,
      isUpdating: isStreaming,
      emitsBefore: true,
      isRetracting: input.isUpdating,
    };
  }

  /** An expression of SELECT, HAVING or ORDER BY over the groups' rows; undefined, reported, where it reads what is no key. */
  overGroups(context: ExpressionContext, expression: Expression): Expression | undefined {
    const key = this.keys.findIndex((each) => keyOf(each) === keyOf(expression));
    if (key >= 0) return { kind: 'input', index: key, type: expression.type, ...spanOf(expression) };
    const inner = (part: Expression) => this.overGroups(context, part);
    switch (expression.kind) {
      case 'literal':
        return expression;
      case 'input': {
        if (expression.index >= PLACEHOLDER) {
          return { ...expression, index: this.keys.length + expression.index - PLACEHOLDER };
        }
        const name = context.scope.sources
          .flatMap(({ columns }) => columns)
          .find(({ index }) => index === expression.index)?.name;
        const reason = `the column ${name ?? expression.index} is neither in GROUP BY nor within an aggregate`;
        const span = expression.span ?? context.planner.statementSpan;
        return refuse(context, 'TSQL_PLAN_INVALID', { reason }, span);
      }
      case 'field':
      case 'cast': {
        const input = inner(expression.input);
        return input && { ...expression, input };
      }
      case 'call': {
        const given = expression.arguments.map(inner);
        return given.every((each) => each !== undefined) ? { ...expression, arguments: given } : undefined;
      }
      case 'and':
      case 'or': {
        const operands = expression.operands.map(inner);
        return operands.every((each) => each !== undefined) ? { ...expression, operands } : undefined;
      }
      case 'case': {
        const branches = expression.branches.map(({ when, then }) => [inner(when), inner(then)] as const);
        const otherwise = inner(expression.otherwise);
        if (otherwise === undefined) return undefined;
        const complete: { when: Expression; then: Expression }[] = [];
        for (const [when, then] of branches) {
          if (when === undefined || then === undefined) return undefined;
          complete.push({ when, then });
        }
        return { ...expression, branches: complete, otherwise };
      }
    }
  }
}

const spanOf = ({ span }: Expression) => (span === undefined ? {} : { span });

/** Equal for equal expressions, wherever they stand. */
function keyOf(expression: Expression | undefined): string {
  return JSON.stringify(expression ?? null, (name, value: unknown) => {
    if (name === 'span') return undefined;
    if (typeof value === 'bigint') return `${value}n`;
    return value instanceof Uint8Array ? [...value] : value;
  });
}

/** The type of a result, as Flink derives it; undefined where the argument does not fit. */
export function aggregateType(
  name: AggregateFunction,
  argument: LogicalType | undefined,
  canBeEmpty: boolean,
): LogicalType | undefined {
  if (name === 'COUNT') return notNull(BIGINT);
  if (argument === undefined) return undefined;
  const nullable = argument.nullable || canBeEmpty;
  if (name === 'MIN' || name === 'MAX') {
    return ['ARRAY', 'MAP', 'MULTISET', 'ROW', 'RAW', 'BINARY', 'VARBINARY', 'NULL'].includes(argument.kind)
      ? undefined
      : withNullability(argument, nullable);
  }
  switch (argument.kind) {
    case 'DECIMAL':
      return withNullability(decimal(38, name === 'SUM' ? argument.scale : Math.max(6, argument.scale)), nullable);
    case 'TINYINT':
    case 'SMALLINT':
    case 'INTEGER':
    case 'BIGINT':
    case 'FLOAT':
    case 'DOUBLE':
      return withNullability(argument, nullable);
    default:
      return undefined;
  }
}
