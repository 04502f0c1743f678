import { diagnostic } from '@tsql/core';
import type { Statement } from '@tsql/grammar';
import type { PlannerContext } from './environment.js';
import { runModules } from './modules.js';
import type { DonePlan, ResultPlan } from './plan/index.js';
import { invalid, unsupported } from './query/expression-context.js';
import { checkSetting } from './settings/index.js';

/** SET, RESET, ADD JAR and the like; `other` for statements of another kind, undefined where it is refused. */
export function runSessionStatement(
  context: PlannerContext,
  statement: Statement,
): DonePlan | ResultPlan | 'other' | undefined {
  const done: DonePlan = { kind: 'done', span: context.statementSpan };
  switch (statement.kind) {
    case 'SetOption': {
      const { option } = statement;
      if (option === undefined) return listSettings(context);
      const key = option.key.value.trim();
      const value = context.fillVariables?.(option.value.value) ?? option.value.value;
      const place = { keySpan: option.key.span, valueSpan: option.value.span, shownValue: option.value.value };
      const found = checkSetting(key, value, place);
      for (const each of found) context.accept(each);
      if (!found.some((each) => each.severity === 'error')) context.settings.set(key, value, option.value.value);
      return done;
    }
    case 'ResetOption':
      context.settings.reset(statement.key?.value.trim());
      return done;
    case 'AddJar':
    case 'RemoveJar':
      noEffect(
        context,
        statement.kind === 'AddJar' ? 'ADD JAR' : 'REMOVE JAR',
        'there is no Java here',
        statement.span,
      );
      return done;
    case 'UseModules':
    case 'LoadModule':
    case 'UnloadModule':
      return runModules(context, statement);
    case 'CreateFunction':
    case 'AlterFunction':
      return unsupported(context, 'a function written in Java or Python', statement.span);
    case 'DropFunction':
      if (!statement.ifExists) {
        const name = statement.name.parts.map((part) => part.text).join('.');
        context.accept(diagnostic('TSQL_NAME_UNKNOWN', { kind: 'function', name }, { span: statement.name.span }));
      }
      return done;
    case 'CompilePlan':
    case 'ExecutePlan':
      return unsupported(context, 'a compiled plan', statement.span);
    case 'Call':
      return unsupported(context, 'CALL', statement.span);
    case 'StopJob':
    case 'DescribeJob':
      return invalid(context, 'there is no such job: jobs end with the process that runs them', statement.span);
    case 'CreateMaterializedTable':
    case 'AlterMaterializedTable':
    case 'DropMaterializedTable':
      return unsupported(context, 'a materialized table', statement.span);
    default:
      return 'other';
  }
}

function noEffect(context: PlannerContext, name: string, reason: string, span: PlannerContext['statementSpan']): void {
  context.accept(diagnostic('TSQL_OPTION_NO_EFFECT', { name, reason }, { span }));
}

/** `SET` alone: all settings that are given. */
function listSettings(context: PlannerContext): ResultPlan {
  const columns = [{ name: 'key' }, { name: 'value' }];
  return { kind: 'result', span: context.statementSpan, columns, rows: context.settings.shownEntries() };
}
