import { BIGINT, INT, type RecordSource, type Row, RowKind, STRING } from '@tsql/core';
import type { ResultColumn } from '../output/result-column.js';
import type { ResultPrinter } from '../output/result-printer.js';
import { guessFormat } from './guess-format.js';
import { recordAt, type TopicRecord } from './topic-record.js';

const POLL_MS = 200;

/** What PRINT shows of a record. */
export const PRINT_COLUMNS: readonly ResultColumn[] = [
  { name: 'partition', type: INT },
  { name: 'offset', type: BIGINT },
  { name: 'timestamp', type: STRING },
  { name: 'timestamp type', type: STRING },
  { name: 'headers', type: STRING },
  { name: 'key', type: STRING },
  { name: 'key format', type: STRING },
  { name: 'value', type: STRING },
  { name: 'value format', type: STRING },
];

/** Prints the records of an open source until the limit, its end, or the signal. */
export async function printTopic(
  source: RecordSource,
  printer: ResultPrinter,
  { limit = Number.POSITIVE_INFINITY, signal }: { readonly limit?: number | undefined; readonly signal: AbortSignal },
): Promise<void> {
  let printed = 0;
  while (printed < limit && !signal.aborted) {
    const batch = await source.poll(POLL_MS);
    if (batch === null) break;
    for (let index = 0; index < batch.count && printed < limit; index++, printed++) {
      printer.row(recordRow(recordAt(batch, index)), RowKind.INSERT);
    }
    printer.flush?.();
  }
  printer.end();
}

function recordRow({ partition, offset, timestamp, timestampType, headers, key, value }: TopicRecord): Row {
  const [keyFormat, valueFormat] = [guessFormat(key), guessFormat(value)];
  return [
    partition,
    BigInt(offset),
    timestamp === undefined ? null : new Date(timestamp).toISOString(),
    timestampType,
    headers.map(headerText).join(', '),
    key === null ? null : keyFormat.text,
    keyFormat.name,
    value === null ? null : valueFormat.text,
    value === null ? 'null: a tombstone' : valueFormat.name,
  ];
}

function headerText([name, bytes]: TopicRecord['headers'][number]): string {
  const { name: format, text } = guessFormat(bytes);
  return `${name}=${format === 'text' ? `'${text.replaceAll("'", "''")}'` : text}`;
}
