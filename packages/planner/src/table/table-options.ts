import { diagnostic, type OptionEntries, type OptionEntry, type SourceSpan } from '@tsql/core';
import type { CharacterLiteral, TableHint, TableOption } from '@tsql/grammar';
import type { PlannerContext } from '../environment.js';
import { invalid } from '../query/expression-context.js';

/** The entries of a WITH clause. A key given twice takes the last value, as in Flink. */
export function optionEntries(context: PlannerContext, options: readonly TableOption[] = []): OptionEntries {
  return new Map(options.map(({ key, value }) => [key.value, optionEntry(context, key, value)]));
}

function optionEntry(
  context: PlannerContext,
  key: { readonly value: string; readonly span: SourceSpan },
  value: CharacterLiteral,
): OptionEntry {
  return {
    key: key.value,
    value: context.fillVariables?.(value.value) ?? value.value,
    shownValue: value.value,
    keySpan: key.span,
    valueSpan: value.span,
  };
}

/** Hints that Flink registers besides OPTIONS; they bear on joins and state and have no effect here. */
const OTHER_HINTS: ReadonlySet<string> = new Set([
  'BROADCAST',
  'SHUFFLE_HASH',
  'SHUFFLE_MERGE',
  'NEST_LOOP',
  'LOOKUP',
  'STATE_TTL',
  'JSON_AGGREGATE_WRAPPED',
]);

/** The table's options with those of `OPTIONS(…)` hints over them; unknown hints are refused. */
export function withHints(
  context: PlannerContext,
  entries: OptionEntries,
  hints: readonly TableHint[],
): OptionEntries | undefined {
  let merged = entries;
  for (const hint of hints) {
    if (!checkHint(context, hint)) return undefined;
    if (hint.name.text.toUpperCase() !== 'OPTIONS') continue;
    const given = hint.options.map(({ key, value }): [string, OptionEntry] => {
      const name = key.kind === 'Identifier' ? key.parts.map((part) => part.text).join('.') : key.value;
      return [name, optionEntry(context, { value: name, span: key.span }, value)];
    });
    merged = new Map([...merged, ...given]);
  }
  return merged;
}

/** Reports an unknown hint, or an OPTIONS hint where the session forbids it. */
export function checkHint(context: PlannerContext, hint: TableHint): boolean {
  const name = hint.name.text.toUpperCase();
  if (name !== 'OPTIONS') {
    if (OTHER_HINTS.has(name)) return true;
    context.accept(diagnostic('TSQL_NAME_UNKNOWN', { kind: 'hint', name: hint.name.text }, { span: hint.name.span }));
    return false;
  }
  if (context.settings.get('table.dynamic-table-options.enabled')?.toLowerCase() !== 'false') return true;
  invalid(context, "the hint OPTIONS is switched off by 'table.dynamic-table-options.enabled'", hint.span);
  return false;
}
