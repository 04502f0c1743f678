import type { CaseFile } from './case-file.js';
import { errorLines } from './compare-end.js';
import type { CaseResult } from './run-case.js';
import { replaceSection } from './txtar.js';

/** The case's text with what came out as its expectation, or why it cannot be taken over. */
export type CaseUpdate = { readonly text: string } | { readonly refusal: string };

/**
 * Rewrites the expected sections that differ and leaves the rest as it is. Refuses where the job did not end as the case
 * expects: whether it fails is the author's to say, by a section `expected-error`.
 */
export function updateCase(text: string, file: CaseFile, { differences, records, outcome }: CaseResult): CaseUpdate {
  const { end, records: inRecords, lines, registry } = differences;
  const mayTakeErrors = file.expected.errors !== undefined && outcome.exitStatus !== 0;
  if (end !== undefined && !mayTakeErrors) return { refusal: end };
  if (registry !== undefined) return { refusal: registry };
  let updated = text;
  if (end !== undefined) updated = replaceSection(updated, 'expected-error', errorLines(outcome.errors));
  if (inRecords.length > 0) {
    updated = replaceSection(
      updated,
      'expected.jsonl',
      records.map((record) => JSON.stringify(record)),
    );
  }
  if (lines !== undefined) updated = replaceSection(updated, 'expected-output', lines.found);
  return { text: updated };
}
