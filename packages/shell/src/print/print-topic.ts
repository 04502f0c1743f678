import { BIGINT, INT, type RecordSource, type RecordViewer, type Row, RowKind, STRING } from '@tsql/core';
import type { ResultColumn } from '../output/result-column.js';
import type { ResultPrinter } from '../output/result-printer.js';
import { type GuessedFormat, guessFormat } from './guess-format.js';
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

interface PrintOptions {
  readonly limit?: number | undefined;
  readonly signal: AbortSignal;
  /** Shows what a schema registry tells about. */
  readonly viewer?: RecordViewer | undefined;
}

/** Prints the records of an open source until the limit, its end, or the signal. */
export async function printTopic(
  source: RecordSource,
  printer: ResultPrinter,
  { limit = Number.POSITIVE_INFINITY, signal, viewer }: PrintOptions,
): Promise<void> {
  let printed = 0;
  while (printed < limit && !signal.aborted) {
    const batch = await source.poll(POLL_MS);
    if (batch === null) break;
    for (let index = 0; index < batch.count && printed < limit; index++, printed++) {
      printer.row(await recordRow(recordAt(batch, index), viewer), RowKind.INSERT);
    }
    printer.flush?.();
  }
  printer.end();
}

async function recordRow(
  { partition, offset, timestamp, timestampType, headers, key, value }: TopicRecord,
  viewer: RecordViewer | undefined,
): Promise<Row> {
  const [keyFormat, valueFormat] = [await formatOf(key, viewer), await formatOf(value, viewer)];
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

/** What the bytes look like; framed ones by their schema, and why not where that fails. */
async function formatOf(bytes: Uint8Array | null, viewer: RecordViewer | undefined): Promise<GuessedFormat> {
  const guessed = guessFormat(bytes);
  const isFramed = guessed.name === 'avro-confluent';
  if (bytes === null || viewer === undefined || !(isFramed || guessed.name === 'bigint')) return guessed;
  try {
    const text = await viewer.view(bytes);
    return text === undefined ? guessed : { name: 'avro-confluent', text };
  } catch (error) {
    if (!isFramed) return guessed;
    return { ...guessed, text: `${guessed.text} (${error instanceof Error ? error.message : String(error)})` };
  }
}

function headerText([name, bytes]: TopicRecord['headers'][number]): string {
  const { name: format, text } = guessFormat(bytes);
  return `${name}=${format === 'text' ? `'${text.replaceAll("'", "''")}'` : text}`;
}
