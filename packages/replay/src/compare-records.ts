import { diffArrays } from 'diff';
import { type CaseBytes, type CaseRecord, fromBytes, toBytes } from './case-record.js';

/** A place where the records of a topic are not the expected ones. Numbers count within the topic, from 1. */
export type RecordDifference =
  | { readonly kind: 'changed'; readonly number: number; readonly wanted: CaseRecord; readonly found: CaseRecord }
  | { readonly kind: 'missing'; readonly number: number; readonly wanted: CaseRecord }
  | { readonly kind: 'unexpected'; readonly number: number; readonly found: CaseRecord };

/**
 * Compares topic by topic, in order. Where several records in a row differ they are paired as they come.
 * `mayBeCut`: a job that is to fail may have written only some of them.
 */
export function compareRecords(
  wanted: readonly CaseRecord[],
  found: readonly CaseRecord[],
  mayBeCut: boolean,
): RecordDifference[] {
  if (mayBeCut && found.every((record) => wanted.some((candidate) => isSameRecord(candidate, record)))) return [];
  const topics = [...new Set([...wanted, ...found].map((record) => record.topic))].sort();
  return topics.flatMap((topic) => {
    const of = (records: readonly CaseRecord[]) => records.filter((record) => record.topic === topic);
    return compareTopic(of(wanted).sort(byPartition), of(found));
  });
}

/** True where a found record is the expected one. One that is expected without a partition may stand in any. */
export function isSameRecord(wanted: CaseRecord, found: CaseRecord): boolean {
  return (
    isSamePartition(wanted, found) && wanted.timestamp === found.timestamp && canonical(wanted) === canonical(found)
  );
}

export function isSamePartition(wanted: CaseRecord, found: CaseRecord): boolean {
  return wanted.partition === undefined || wanted.partition === (found.partition ?? 0);
}

function compareTopic(wanted: readonly CaseRecord[], found: readonly CaseRecord[]): RecordDifference[] {
  const differences: RecordDifference[] = [];
  let wantedAt = 0;
  let foundAt = 0;
  const settle = (wantedEnd: number, foundEnd: number) => {
    for (; wantedAt < wantedEnd || foundAt < foundEnd; wantedAt++, foundAt++) {
      const one = wantedAt < wantedEnd ? wanted[wantedAt] : undefined;
      const other = foundAt < foundEnd ? found[foundAt] : undefined;
      if (one !== undefined && other !== undefined)
        differences.push({ kind: 'changed', number: wantedAt + 1, wanted: one, found: other });
      else if (one !== undefined) differences.push({ kind: 'missing', number: wantedAt + 1, wanted: one });
      else if (other !== undefined) differences.push({ kind: 'unexpected', number: foundAt + 1, found: other });
    }
    wantedAt = wantedEnd;
    foundAt = foundEnd;
  };
  let [removed, added] = [0, 0];
  const parts = diffArrays([...wanted], [...found], { comparator: isSameRecord });
  for (const part of parts) {
    if (part.removed) removed += part.value.length;
    else if (part.added) added += part.value.length;
    else {
      settle(wantedAt + removed, foundAt + added);
      wantedAt += part.value.length;
      foundAt += part.value.length;
      [removed, added] = [0, 0];
    }
  }
  settle(wantedAt + removed, foundAt + added);
  return differences;
}

function byPartition(one: CaseRecord, other: CaseRecord): number {
  return (one.partition ?? 0) - (other.partition ?? 0);
}

/** Key, value and headers: the same text for the same bytes, however they are written. */
function canonical({ key, value, headers }: CaseRecord): string {
  const bytes = (given: CaseBytes | undefined) => fromBytes(toBytes(given));
  return JSON.stringify([bytes(key), bytes(value), (headers ?? []).map(([name, content]) => [name, bytes(content)])]);
}
