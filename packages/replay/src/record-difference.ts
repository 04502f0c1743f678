import { bytesDifference, showBytes } from './bytes-difference.js';
import type { CaseBytes, CaseRecord } from './case-record.js';
import { isSamePartition } from './compare-records.js';
import type { FieldDifference } from './field-difference.js';

/** The parts in which two records differ: partition, key, value, headers in their order, timestamp. */
export function recordDifference(wanted: CaseRecord, found: CaseRecord): FieldDifference[] {
  return [
    ...(isSamePartition(wanted, found)
      ? []
      : [{ path: 'partition', wanted: String(wanted.partition), found: String(found.partition ?? 0) }]),
    ...bytesDifference('key', wanted.key, found.key),
    ...bytesDifference('value', wanted.value, found.value),
    ...headersDifference(wanted.headers ?? [], found.headers ?? []),
    ...(wanted.timestamp === found.timestamp
      ? []
      : [{ path: 'timestamp', wanted: showTimestamp(wanted.timestamp), found: showTimestamp(found.timestamp) }]),
  ];
}

/** A record on one line. */
export function showRecord({ partition, key, value, headers = [], timestamp }: CaseRecord): string {
  const parts = [
    ...(partition === undefined ? [] : [`partition ${partition}`]),
    `key ${showBytes(key)}`,
    `value ${showBytes(value)}`,
    ...headers.map(([name, content]) => `header ${JSON.stringify(name)} ${showBytes(content)}`),
    ...(timestamp === undefined ? [] : [`timestamp ${showTimestamp(timestamp)}`]),
  ];
  return parts.join(', ');
}

type Headers = readonly (readonly [string, CaseBytes])[];

function headersDifference(wanted: Headers, found: Headers): FieldDifference[] {
  const length = Math.max(wanted.length, found.length);
  return Array.from({ length }, (_, index) => {
    const one = wanted[index];
    const other = found[index];
    const path = `header ${index + 1}`;
    if (one !== undefined && other !== undefined && one[0] === other[0])
      return bytesDifference(`${path} ${JSON.stringify(one[0])}`, one[1], other[1]);
    return [{ path, wanted: showHeader(one), found: showHeader(other) }];
  }).flat();
}

function showHeader(header: Headers[number] | undefined): string {
  return header === undefined ? showBytes(undefined) : `${JSON.stringify(header[0])} ${showBytes(header[1])}`;
}

/** The instant, and the milliseconds behind it. */
function showTimestamp(timestamp: number | undefined): string {
  if (timestamp === undefined) return 'the time of writing';
  const date = new Date(timestamp);
  return Number.isNaN(date.getTime()) ? String(timestamp) : `${date.toISOString()} (${timestamp})`;
}
