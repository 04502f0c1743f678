import { type Diagnostic, diagnostic } from '@tsql/core';
import type { ParsedStatement, Statement } from '@tsql/grammar';
import { createTable } from './ddl/create-table.js';
import { runDdl } from './ddl/run-ddl.js';
import type { Environment, PlannerContext } from './environment.js';
import { explain } from './explain/explain.js';
import { planInsert, queryContext } from './insert/plan-insert.js';
import type { JobPlan, PlanNode, QueryPlan, SinkNode, StatementPlan } from './plan/index.js';
import { inputsOf } from './plan/inputs-of.js';
import { isBounded } from './plan/is-bounded.js';
import { parallelismOf } from './plan/parallelism.js';
import { endlessKeepers } from './plan/state-of.js';
import { withDistinctNames } from './query/distinct-names.js';
import { unsupported } from './query/expression-context.js';
import { planQuery } from './query/plan-query.js';
import { prune } from './query/prune.js';
import { runSessionStatement } from './session-statement.js';
import { jobSettings } from './settings/index.js';
import { describe } from './show/describe.js';
import { show } from './show/show.js';

/** What became of a statement: a plan unless an error was found. */
export interface CompiledStatement {
  readonly plan?: StatementPlan;
  /** Errors, warnings and notices in the order of the text. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Compiles one statement against an environment, without I/O. DDL changes the environment's catalog and SET its settings,
 * unless an error is found.
 *
 * @example compileStatement(parseScript('INSERT INTO out SELECT * FROM orders', 'job.sql').statements[0], environment)
 */
export function compileStatement(parsed: ParsedStatement, environment: Environment): CompiledStatement {
  const diagnostics: Diagnostic[] = [];
  if (parsed.statement === undefined) return { diagnostics };
  const context: PlannerContext = {
    ...environment,
    statementSpan: parsed.span,
    namespace: environment.catalog.namespace,
    shared: new Map(),
    accept: (found) => {
      diagnostics.push(found);
    },
  };
  const plan = planStatement(context, parsed.statement);
  const sorted = distinct(diagnostics).sort(byPosition);
  const failed = sorted.some((found) => found.severity === 'error');
  return plan === undefined || failed ? { diagnostics: sorted } : { plan, diagnostics: sorted };
}

/** The plan of a statement, or undefined where it was refused. */
function planStatement(context: PlannerContext, statement: Statement): StatementPlan | undefined {
  const span = context.statementSpan;
  switch (statement.kind) {
    case 'Query': {
      const node = planQuery(queryContext(context), statement);
      return node && queryPlan(context, node);
    }
    case 'Insert':
      return jobPlan(context, [planInsert(context, statement)]);
    case 'StatementSet':
      return jobPlan(
        context,
        statement.statements.map((insert) => planInsert(context, insert)),
      );
    case 'CreateTable': {
      const sink = createTable(context, statement);
      if (statement.query !== undefined) return jobPlan(context, [sink]);
      return { kind: 'done', span };
    }
    case 'Execute':
      return planStatement(context, statement.statement);
    case 'Show':
      return show(context, statement);
    case 'DescribeTable':
    case 'DescribeCatalog':
    case 'DescribeDatabase':
      return describe(context, statement);
    case 'Explain':
      return explain(context, statement, (inner) => planStatement(context, inner));
    case 'Delete':
    case 'Update':
    case 'TruncateTable':
    case 'AnalyzeTable':
      return unsupported(context, statement.kind.replace('Table', '').toUpperCase(), statement.span);
    default: {
      const plan = runSessionStatement(context, statement);
      return plan === 'other' ? runDdl(context, statement) : plan;
    }
  }
}

function jobPlan(context: PlannerContext, sinks: readonly (SinkNode | undefined)[]): JobPlan | undefined {
  if (!sinks.every((sink) => sink !== undefined)) return undefined;
  const endless = sinks
    .flatMap(({ input, sink }) =>
      endlessKeepers(input).filter((each) => each !== GROUPS || sink.changelogMode !== 'upsert'),
    )
    .at(0);
  if (endless !== undefined) return refuseEndless(context, endless);
  if (!sinks.every(({ input }) => checkOver(context, input))) return undefined;
  const settings = jobSettings(context.settings);
  const parallelism = parallelismOf(sinks, settings);
  const { reason } = parallelism;
  if (reason !== undefined) {
    const span = context.statementSpan;
    context.accept(diagnostic('TSQL_OPTION_NO_EFFECT', { name: 'parallelism.default', reason }, { span }));
  }
  return {
    kind: 'job',
    span: context.statementSpan,
    sinks,
    settings,
    isBounded: sinks.every((sink) => isBounded(sink.input)),
    parallelism,
  };
}

/** The one that an upsert table can keep up to date, since a restart reads its input from the start again. */
const GROUPS = 'GROUP BY';

function refuseEndless(context: PlannerContext, what: string): undefined {
  const but = what === GROUPS ? ', but for an upsert sink,' : '';
  return unsupported(context, `${what} over an endless input${but}`, context.statementSpan);
}

/** In streaming mode rows have an order in time only, but for a Top-N. */
function checkOver(context: PlannerContext, node: PlanNode): boolean {
  if (node.kind === 'over' && node.isStreaming) {
    const [key, more] = node.order;
    const role = key === undefined ? undefined : node.input.fields[key.index]?.role;
    const isByTime = role === 'rowtime' || role === 'proctime';
    if (!isByTime || more !== undefined || key?.isDescending === true || node.input.isUpdating) {
      const hint = "ROW_NUMBER bounded from above (WHERE n <= 3) is a Top-N; or SET 'execution.runtime-mode' = 'batch'";
      const reason = 'OVER is ordered by one ascending time attribute in streaming mode, over rows that do not change';
      context.accept(diagnostic('TSQL_PLAN_INVALID', { reason }, { span: context.statementSpan, hint }));
      return false;
    }
  }
  return inputsOf(node).every((input) => checkOver(context, input));
}

function queryPlan(context: PlannerContext, node: PlanNode): QueryPlan | undefined {
  if (!checkOver(context, node)) return undefined;
  const [endless] = endlessKeepers(node);
  if (endless !== undefined) return refuseEndless(context, endless);
  return {
    kind: 'query',
    span: context.statementSpan,
    input: withDistinctNames(prune(node, jobSettings(context.settings).localTimeZone)),
    settings: jobSettings(context.settings),
    isBounded: isBounded(node),
  };
}

function byPosition(a: Diagnostic, b: Diagnostic): number {
  return (a.span?.start.offset ?? 0) - (b.span?.start.offset ?? 0);
}

function distinct(found: readonly Diagnostic[]): Diagnostic[] {
  const seen = new Set<string>();
  return found.filter((each) => {
    const key = `${each.code} ${each.message} ${each.span?.start.offset}`;
    return seen.has(key) ? false : seen.add(key) !== undefined;
  });
}
