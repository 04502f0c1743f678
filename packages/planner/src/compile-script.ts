import type { Diagnostic } from '@tsql/core';
import type { ParsedScript, ParsedStatement } from '@tsql/grammar';
import { type CompiledStatement, compileStatement } from './compile-statement.js';
import type { Environment } from './environment.js';
import type { StatementPlan } from './plan/index.js';

/** A whole file, checked before anything of it runs. */
export interface CompiledScript {
  /** One for each statement in order; undefined where one was refused. */
  readonly plans: readonly (StatementPlan | undefined)[];
  /** All syntax errors and all that planning found, in the order of the text. */
  readonly diagnostics: readonly Diagnostic[];
  /** What each statement's planning found, by statement. */
  readonly statements: readonly CompiledStatement[];
  /** Catalog and settings as they are behind the last statement; the given ones are unchanged. */
  readonly environment: Environment;
}

/**
 * Compiles all statements of a file against copies of the catalog and the settings. The plans hold the settings they need
 * and can be run in order if there is no error.
 */
export function compileScript(parsed: ParsedScript, environment: Environment): CompiledScript {
  const copy: Environment = {
    ...environment,
    catalog: environment.catalog.copy(),
    settings: environment.settings.copy(),
  };
  const statements = parsed.statements.map((statement) => {
    if (statement.statement === undefined) markBroken(statement, copy);
    return compileStatement(statement, copy);
  });
  const found = statements.flatMap((statement) => statement.diagnostics);
  const diagnostics = [...parsed.diagnostics, ...found].sort(
    (a, b) => (a.span?.start.offset ?? 0) - (b.span?.start.offset ?? 0),
  );
  return { plans: statements.map((statement) => statement.plan), diagnostics, statements, environment: copy };
}

const CREATED =
  /^\s*CREATE\s+(?:TEMPORARY\s+)?(?:TABLE|VIEW)\s+(?:IF\s+NOT\s+EXISTS\s+)?((?:`[^`]+`|\w+)(?:\.(?:`[^`]+`|\w+))*)/i;

/** A table whose CREATE has a syntax error is known all the same, so that its uses are no errors of their own. */
function markBroken({ text, span }: ParsedStatement, { catalog }: Environment): void {
  const name = CREATED.exec(text)?.[1];
  if (name === undefined) return;
  const parts = name.match(/`[^`]+`|\w+/g) ?? [];
  const path = catalog.qualify(parts.map((part) => part.replace(/^`|`$/g, '')));
  if (path !== undefined && catalog.find(path) === undefined) {
    catalog.put({ kind: 'broken', path, isTemporary: false, span });
  }
}
