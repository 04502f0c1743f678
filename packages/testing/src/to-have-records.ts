import { isDeepStrictEqual } from 'node:util';
import { type CaseRecord, compareRecords, describeDifferences } from '@tsql/replay';
import {
  type FoundRecord,
  isJsonValue,
  type TestBytes,
  type TestRecord,
  toCaseBytes,
  toCaseRecord,
} from './test-record.js';

/** A matcher's answer, as vitest and jest take it. */
export interface MatcherResult {
  readonly pass: boolean;
  readonly message: () => string;
}

const TOPIC = 'records';

/**
 * True where the records are exactly the expected ones, in order: key, value and headers; partition and timestamp where they are expected.
 * A part that is given as a value is compared as JSON, a text byte by byte. The message shows what differs, field by field.
 */
export function toHaveRecords(found: readonly FoundRecord[], expected: readonly TestRecord[]): MatcherResult {
  const records = found.map((record, index) => shown(record, expected[index]));
  const wanted = expected.map((record, index) => adapted(record, found[index]));
  const differences = compareRecords(wanted, records, false);
  const pass = differences.length === 0;
  return {
    pass,
    message: () =>
      pass
        ? `the ${found.length} records are the expected ones`
        : describeDifferences({ end: undefined, records: differences, lines: undefined, registry: undefined }),
  };
}

/** Timestamps count only where one is expected. */
function shown(record: FoundRecord, expected: TestRecord | undefined): CaseRecord {
  const { timestamp, ...rest } = record;
  return toCaseRecord(TOPIC, {
    ...rest,
    ...(expected?.timestamp === undefined || timestamp === undefined ? {} : { timestamp }),
  });
}

/** Values that are the same as JSON take the text that was found. */
function adapted(record: TestRecord, found: FoundRecord | undefined): CaseRecord {
  const part = (wanted: TestBytes | undefined, other: TestBytes | undefined): TestBytes =>
    isJsonValue(wanted) && typeof other === 'string' && isSameJson(wanted, other) ? other : (wanted ?? null);
  return toCaseRecord(TOPIC, {
    ...record,
    key: part(record.key, found?.key),
    value: part(record.value, found?.value),
    ...(record.headers === undefined
      ? {}
      : { headers: record.headers.map(([name, value], index) => [name, part(value, found?.headers[index]?.[1])]) }),
  });
}

function isSameJson(wanted: TestBytes, text: string): boolean {
  try {
    return isDeepStrictEqual(JSON.parse(toCaseBytes(wanted) as string), JSON.parse(text));
  } catch {
    return false;
  }
}
