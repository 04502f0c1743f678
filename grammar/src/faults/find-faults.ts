import type { Diagnostic } from '@tsql/core';
import type { SqlToken } from '../lexer/sql-token.js';
import { explainFault } from './explain-fault.js';
import { replaceablePartAt } from './replaceable-part.js';
import { type EntryRule, type Run, runParser } from './run-parser.js';

const MAX_FAULTS = 50;

/**
 * All faults of a text whose first run failed. Where a fault lies within a part that stands for itself (a column of
 * CREATE TABLE, an option, an INSERT of a statement set, an entry of a SELECT list), that part is replaced by a sound
 * one and the text is parsed again: what is found then is independent of it.
 */
export function findFaults<N>(tokens: readonly SqlToken[], rule: EntryRule<N>, first: Run<N>): readonly Diagnostic[] {
  const diagnostics: Diagnostic[] = [...first.findings];
  let current = tokens;
  let run = first;
  for (let count = 0; run.fault !== undefined && count < MAX_FAULTS; count++) {
    diagnostics.push(explainFault({ tokens: current, fault: run.fault, rule }));
    const part = run.fault.isTooDeep ? undefined : replaceablePartAt(current, run.fault.index);
    if (part === undefined) break;
    current = [...current.slice(0, part.start), ...part.replacement, ...current.slice(part.end)];
    run = runParser(current, rule);
    diagnostics.push(...run.findings);
  }
  return unique(diagnostics);
}

function unique(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const seen = new Set<string>();
  return diagnostics.filter(({ code, span }) => {
    const key = `${code} ${span?.start.offset}`;
    return !seen.has(key) && seen.add(key);
  });
}
