import { type CaseBytes, type CaseRecord, fromBytes, toBytes } from '@tsql/replay';

/** A part of a record: a text, bytes, null, or a value that stands for its JSON text. */
export type TestBytes = null | string | Uint8Array | JsonValue;

/** What JSON can hold, but for texts, which are texts. */
export type JsonValue = number | boolean | readonly unknown[] | { readonly [name: string]: unknown };

/** A record as a test writes it. */
export interface TestRecord {
  readonly key?: TestBytes;
  readonly value?: TestBytes;
  /** In order; names may repeat. */
  readonly headers?: readonly (readonly [string, TestBytes])[];
  /** Milliseconds since the epoch. Given: the present time without it. Expected: any without it. */
  readonly timestamp?: number;
  /** Given: 0 without it. Expected: any without it. */
  readonly partition?: number;
}

/** A record that a job wrote. Bytes that are no text are bytes. */
export interface FoundRecord {
  readonly key: string | Uint8Array | null;
  readonly value: string | Uint8Array | null;
  readonly headers: readonly (readonly [string, string | Uint8Array | null])[];
  /** Where the job set it. */
  readonly timestamp: number | undefined;
  readonly partition: number;
}

export function toCaseRecord(topic: string, record: TestRecord): CaseRecord {
  return {
    topic,
    key: toCaseBytes(record.key),
    value: toCaseBytes(record.value),
    ...(record.partition === undefined ? {} : { partition: record.partition }),
    ...(record.headers === undefined
      ? {}
      : { headers: record.headers.map(([name, value]) => [name, toCaseBytes(value)] as const) }),
    ...(record.timestamp === undefined ? {} : { timestamp: record.timestamp }),
  };
}

export function toFoundRecord(record: CaseRecord): FoundRecord {
  const bytes = (given: CaseBytes) => (given === null || typeof given === 'string' ? given : toBytes(given));
  return {
    key: bytes(record.key),
    value: bytes(record.value),
    headers: (record.headers ?? []).map(([name, value]) => [name, bytes(value)] as const),
    timestamp: record.timestamp,
    partition: record.partition ?? 0,
  };
}

export function toCaseBytes(bytes: TestBytes | undefined): CaseBytes {
  if (bytes === null || bytes === undefined || typeof bytes === 'string') return bytes ?? null;
  return bytes instanceof Uint8Array ? fromBytes(bytes) : JSON.stringify(bytes);
}

/** True for a part that is given as a value and not as its text: it is compared as JSON. */
export function isJsonValue(bytes: TestBytes | undefined): bytes is JsonValue {
  return bytes !== null && bytes !== undefined && typeof bytes !== 'string' && !(bytes instanceof Uint8Array);
}
