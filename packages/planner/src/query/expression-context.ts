import { type Code, type DiagnosticArgs, type DiagnosticPlace, diagnostic, type SourceSpan } from '@tsql/core';
import type { NamedWindow } from '@tsql/grammar';
import type { PlannerContext } from '../environment.js';
import type { Aggregation } from './aggregation.js';
import type { GroupWindow } from './group-window.js';
import type { OverCalls } from './over-calls.js';
import type { Scope } from './scope.js';
import type { Subqueries } from './subqueries.js';

/** Where an expression is resolved. */
export interface ExpressionContext {
  readonly planner: PlannerContext;
  readonly scope: Scope;
  readonly localTimeZone: string;
  /** The clause, where aggregates are not even Flink's: "WHERE". */
  readonly clause?: string;
  /** Collects the aggregates of a SELECT; missing where none can stand. */
  readonly aggregation?: Aggregation;
  /** Collects the OVER calls of a SELECT; missing where none can stand. */
  readonly over?: OverCalls;
  /** The columns of the query around this one. */
  readonly outer?: Scope | undefined;
  /** Collects the subqueries that stand for values; missing where none can stand. */
  readonly subqueries?: Subqueries;
  /** The WINDOW clause. */
  readonly windows?: readonly NamedWindow[];
  /** The window of old that GROUP BY names. */
  readonly groupWindow?: GroupWindow | undefined;
}

/** Reports a diagnostic at a place; returns undefined, as all that could not be resolved. */
export function refuse(
  context: ExpressionContext | PlannerContext,
  code: Code,
  args: DiagnosticArgs,
  span: SourceSpan,
  place: Omit<DiagnosticPlace, 'span'> = {},
): undefined {
  const planner = 'planner' in context ? context.planner : context;
  planner.accept(diagnostic(code, args, { ...place, span }));
  return undefined;
}

/** Reports a plan that Flink refuses too. */
export function invalid(
  context: ExpressionContext | PlannerContext,
  reason: string,
  span: SourceSpan,
  hint?: string,
): undefined {
  return refuse(context, 'TSQL_PLAN_INVALID', { reason }, span, hint === undefined ? {} : { hint });
}

/** Reports what Flink can do and the local engine cannot. */
export function unsupported(context: ExpressionContext | PlannerContext, what: string, span: SourceSpan): undefined {
  return refuse(context, 'TSQL_PLAN_UNSUPPORTED', { what }, span);
}
