import { BIGINT, notNull, type SourceSpan, withNullability } from '@tsql/core';
import type { AggregateCall, AggregateNode, Expression, PlanField, PlanNode } from '../plan/index.js';
import { literal, nullLiteral } from './build-expression.js';
import { project } from './build-node.js';
import type { ExpressionContext } from './expression-context.js';
import { refuse } from './expression-context.js';
import { OVER } from './over-calls.js';

/** Stands in an expression for the result of the aggregate with the number behind it. */
const PLACEHOLDER = 1_000_000;
/** Stands for the result of GROUPING with the number behind it. */
const GROUPING = 1_500_000;

interface PendingCall extends Omit<AggregateCall, 'argument' | 'filter'> {
  readonly argument: Expression | undefined;
  readonly filter: Expression | undefined;
}

/** The keys and aggregates of one SELECT, collected while its expressions are resolved over FROM. */
export class Aggregation {
  private readonly calls: PendingCall[] = [];
  /** Which keys each GROUPING asks for. */
  private readonly groupings: (readonly number[])[] = [];

  /** `sets`: the keys of each grouping set, where there are several. */
  constructor(
    readonly keys: readonly Expression[],
    private readonly sets?: readonly (readonly number[])[],
  ) {}

  get hasCalls(): boolean {
    return this.calls.length > 0;
  }

  /** Takes an aggregate and returns what stands for its result. */
  add(call: PendingCall, span: SourceSpan): Expression {
    const text = textOf(call);
    let index = this.calls.findIndex((known) => textOf(known) === text);
    if (index < 0) index = this.calls.push(call) - 1;
    return { kind: 'input', index: PLACEHOLDER + index, type: call.type, span };
  }

  /** GROUPING: a bit for each argument, 1 where it is no key of the row's set. Undefined where one is no key at all. */
  addGrouping(args: readonly Expression[], span: SourceSpan): Expression | undefined {
    const found = args.map((argument) => this.keys.findIndex((key) => keyOf(key) === keyOf(argument)));
    if (found.includes(-1)) return undefined;
    const type = notNull(BIGINT);
    if (this.sets === undefined) return literal(0n, type, span);
    return { kind: 'input', index: GROUPING + this.groupings.push(found) - 1, type, span };
  }

  /** The rows of the groups: keys, what tells the sets apart, then results. */
  node(input: PlanNode, isStreaming: boolean, localTimeZone: string): AggregateNode {
    const keys: Expression[] = [...this.keyTypes(), ...this.setColumns(this.sets?.[0] ?? [], 0)];
    const argumentsOf: Expression[] = [];
    const column = (expression: Expression | undefined) =>
      expression === undefined ? undefined : keys.length + argumentsOf.push(expression) - 1;
    const calls = this.calls.map((call) => ({ ...call, argument: column(call.argument), filter: column(call.filter) }));
    const names = [...keys, ...argumentsOf].map((_, index) => `$${index}`);
    const grouped =
      this.sets === undefined
        ? project(input, [...this.keys, ...argumentsOf], names, localTimeZone)
        : this.expanded(input, argumentsOf, this.sets);
    const windowEnd = isStreaming && this.sets === undefined ? windowEndOf(input, this.keys) : undefined;
    const fields: PlanField[] = [
      ...keys.map(({ type }, index) => ({ name: `$${index}`, type, ...roleOf(input, keys[index]) })),
      ...calls.map(({ type }, index) => ({ name: `$${keys.length + index}`, type })),
    ];
    return {
      kind: 'aggregate',
      input: grouped,
      keyCount: keys.length,
      calls,
      fields,
      isUpdating: isStreaming && windowEnd === undefined,
      emitsBefore: true,
      isRetracting: input.isUpdating,
      ...(windowEnd === undefined ? {} : { windowEnd }),
    };
  }

  /** Keys as they come out: with grouping sets each may be NULL. */
  private keyTypes(): readonly Expression[] {
    if (this.sets === undefined) return this.keys;
    return this.keys.map((key) => ({ ...key, type: withNullability(key.type, true) }));
  }

  /** The number of the set, and what each GROUPING is in it. */
  private setColumns(set: readonly number[], number: number): readonly Expression[] {
    if (this.sets === undefined) return [];
    const bits = this.groupings.map((keys) => keys.reduce((so, key) => so * 2n + (set.includes(key) ? 0n : 1n), 0n));
    return [BigInt(number), ...bits].map((value) => literal(value, notNull(BIGINT)));
  }

  private expanded(input: PlanNode, args: readonly Expression[], sets: readonly (readonly number[])[]): PlanNode {
    const types = this.keyTypes();
    const projections = sets.map((set, number) => [
      ...this.keys.map((key, index) => (set.includes(index) ? key : nullLiteral(types[index]?.type ?? key.type))),
      ...this.setColumns(set, number),
      ...args,
    ]);
    const columns = [...types, ...this.setColumns([], 0), ...args];
    const fields = columns.map(({ type }, index) => ({ name: `$${index}`, type }));
    return { kind: 'expand', input, projections, fields, isUpdating: input.isUpdating };
  }

  /** An expression of SELECT, HAVING or ORDER BY over the groups' rows; undefined, reported, where it reads what is no key. */
  overGroups(context: ExpressionContext, expression: Expression): Expression | undefined {
    const key = this.keys.findIndex((each) => keyOf(each) === keyOf(expression));
    const keyType = withNullability(expression.type, expression.type.nullable || this.sets !== undefined);
    if (key >= 0) return { kind: 'input', index: key, type: keyType, ...spanOf(expression) };
    const inner = (part: Expression) => this.overGroups(context, part);
    switch (expression.kind) {
      case 'literal':
        return expression;
      case 'input': {
        const keyCount = this.keys.length + (this.sets === undefined ? 0 : 1 + this.groupings.length);
        if (expression.index >= OVER) return expression;
        if (expression.index >= GROUPING)
          return { ...expression, index: this.keys.length + 1 + expression.index - GROUPING };
        if (expression.index >= PLACEHOLDER) return { ...expression, index: keyCount + expression.index - PLACEHOLDER };
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

const textOf = (call: PendingCall): string =>
  [keyOf(call.argument), keyOf(call.filter), call.function, call.isDistinct, call.separator].join(' ');

const spanOf = ({ span }: Expression) => (span === undefined ? {} : { span });

function roleOf(input: PlanNode, key: Expression | undefined): Pick<PlanField, 'role'> {
  const role = key?.kind === 'input' ? input.fields[key.index]?.role : undefined;
  return role === undefined ? {} : { role };
}

/** The key that ends the windows which the rows are grouped by: with their start it makes a window aggregate. */
function windowEndOf(input: PlanNode, keys: readonly Expression[]): number | undefined {
  const roles = keys.map((key) => roleOf(input, key).role);
  const end = roles.indexOf('window-end');
  return end >= 0 && roles.includes('window-start') ? end : undefined;
}

/** Equal for equal expressions, wherever they stand. */
function keyOf(expression: Expression | undefined): string {
  return JSON.stringify(expression ?? null, (name, value: unknown) => {
    if (name === 'span') return undefined;
    if (typeof value === 'bigint') return `${value}n`;
    return value instanceof Uint8Array ? [...value] : value;
  });
}
