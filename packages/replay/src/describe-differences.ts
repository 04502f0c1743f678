import { diffArrays } from 'diff';
import type { LinesDifference } from './compare-lines.js';
import type { RecordDifference } from './compare-records.js';
import { recordDifference, showRecord } from './record-difference.js';
import type { CaseDifferences } from './run-case.js';

/** Lines of context around a printed line that differs. */
const CONTEXT_LINES = 2;

/** The differences as text: lines that begin with `-` are expected, those with `+` were found. Empty where there is none. */
export function describeDifferences({ end, records, lines, registry }: CaseDifferences): string {
  return [
    ...(end === undefined ? [] : [end]),
    ...describeRecords(records, end !== undefined),
    ...(lines === undefined ? [] : ['printed lines differ', ...describeLines(lines)]),
    ...(registry === undefined ? [] : [registry]),
  ].join('\n');
}

/** A job that was refused wrote nothing: that every record is missing is no news then. */
function describeRecords(records: readonly RecordDifference[], endDiffers: boolean): string[] {
  if (records.length === 0) return [];
  if (endDiffers && records.every(({ kind }) => kind === 'missing'))
    return [records.length === 1 ? '1 record is missing' : `${records.length} records are missing`];
  return ['records differ', ...records.flatMap(describeRecord)];
}

function describeRecord(difference: RecordDifference): string[] {
  const { kind, number } = difference;
  switch (kind) {
    case 'missing':
      return [
        `  topic ${difference.wanted.topic}, record ${number} is missing`,
        `  - ${showRecord(difference.wanted)}`,
      ];
    case 'unexpected':
      return [
        `  topic ${difference.found.topic}, record ${number} is not expected`,
        `  + ${showRecord(difference.found)}`,
      ];
    case 'changed':
      return [
        `  topic ${difference.wanted.topic}, record ${number}`,
        ...recordDifference(difference.wanted, difference.found).flatMap(({ path, wanted, found }) => [
          `    ${path}`,
          `  -   ${wanted}`,
          `  +   ${found}`,
        ]),
      ];
  }
}

function describeLines({ wanted, found }: LinesDifference): string[] {
  const parts = diffArrays([...wanted], [...found]);
  return parts.flatMap((part, index) => {
    if (part.removed) return part.value.map((line) => `  - ${line}`);
    if (part.added) return part.value.map((line) => `  + ${line}`);
    return context(part.value, { isFirst: index === 0, isLast: index === parts.length - 1 }).map(
      (line) => `    ${line}`,
    );
  });
}

/** Lines that are the same, but for those far from a difference. */
function context(lines: readonly string[], place: { readonly isFirst: boolean; readonly isLast: boolean }): string[] {
  const before = place.isFirst ? 0 : CONTEXT_LINES;
  const after = place.isLast ? 0 : CONTEXT_LINES;
  if (lines.length <= before + after + 1) return [...lines];
  return [...lines.slice(0, before), '…', ...lines.slice(lines.length - after)];
}
