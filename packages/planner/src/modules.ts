import { diagnostic } from '@tsql/core';
import type { LoadModule, NamePart, UnloadModule, UseModules } from '@tsql/grammar';
import type { PlannerContext } from './environment.js';
import type { DonePlan } from './plan/index.js';
import { invalid, unsupported } from './query/expression-context.js';

/** The one module that there is. */
const CORE = 'core';

/**
 * LOAD, UNLOAD and USE MODULES, as Flink's `ModuleManager`: they change what SHOW MODULES and SHOW FUNCTIONS list. Functions of the
 * core module are found all the same.
 */
export function runModules(
  context: PlannerContext,
  statement: LoadModule | UnloadModule | UseModules,
): DonePlan | undefined {
  const { catalog } = context;
  const done: DonePlan = { kind: 'done', span: context.statementSpan };
  switch (statement.kind) {
    case 'LoadModule': {
      const { text, span } = statement.name;
      if (text !== CORE) return unsupported(context, 'another module than core', statement.span);
      if (catalog.modules.some(({ name }) => name === text)) {
        context.accept(diagnostic('TSQL_NAME_EXISTS', { kind: 'module', name: text }, { span }));
        return undefined;
      }
      if ((statement.options ?? []).length > 0)
        return invalid(context, 'the module core has no options', statement.span);
      catalog.setModules([...catalog.modules, { name: text, isUsed: true }]);
      return done;
    }
    case 'UnloadModule':
      if (!isLoaded(context, statement.name)) return undefined;
      catalog.setModules(catalog.modules.filter(({ name }) => name !== statement.name.text));
      return done;
    case 'UseModules':
      return useModules(context, statement) ? done : undefined;
  }
}

function useModules(context: PlannerContext, { modules }: UseModules): boolean {
  const { catalog } = context;
  if (!modules.every((module) => isLoaded(context, module))) return false;
  const names = modules.map(({ text }) => text);
  const twice = modules.find(({ text }, index) => names.indexOf(text) !== index);
  if (twice !== undefined) {
    invalid(context, `the module ${twice.text} is named twice`, twice.span);
    return false;
  }
  const others = catalog.modules.filter(({ name }) => !names.includes(name));
  catalog.setModules([
    ...names.map((name) => ({ name, isUsed: true })),
    ...others.map(({ name }) => ({ name, isUsed: false })),
  ]);
  return true;
}

function isLoaded({ catalog, accept }: PlannerContext, { text, span }: NamePart): boolean {
  if (catalog.modules.some(({ name }) => name === text)) return true;
  accept(diagnostic('TSQL_NAME_UNKNOWN', { kind: 'module', name: text }, { span }));
  return false;
}
