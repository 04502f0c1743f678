import { type CaseRecord, fromBytes } from '@tsql/replay';
import { CommandError } from '../commands/shell-command.js';
import { recordAt, type TopicRecord } from '../print/topic-record.js';
import { openAt, type TopicContext, topicPositions } from '../print/topic-source.js';
import { caseName } from './case-statement.js';
import type { ReadRange } from './read-notes.js';

const MAX_RECORDS = 10_000;
const POLL_MS = 200;

/** Reads once more what was read of a topic. Throws a CommandError where that is too much for a case. */
export async function readInputs(
  topic: string,
  ranges: ReadonlyMap<number, ReadRange>,
  context: TopicContext,
): Promise<CaseRecord[]> {
  const all = [...ranges.values()].reduce((sum, { first, last }) => sum + last - first + 1, 0);
  if (all > MAX_RECORDS) {
    throw new CommandError(`the statements read ${all} records of ${topic}: a case holds at most ${MAX_RECORDS}`);
  }
  const starts = await topicPositions(topic, 'earliest', context);
  const from = starts.map(({ partition, offset }) => ({ partition, offset: ranges.get(partition)?.first ?? offset }));
  const ends = from.map(({ partition, offset }) => ({
    partition,
    offset: (ranges.get(partition)?.last ?? offset - 1) + 1,
  }));
  const source = await openAt(topic, from, context, ends);
  const records: TopicRecord[] = [];
  try {
    for (let batch = await source.poll(POLL_MS); batch !== null; batch = await source.poll(POLL_MS)) {
      if (context.signal.aborted) throw new CommandError('stopped');
      for (let index = 0; index < batch.count; index++) records.push(recordAt(batch, index));
    }
  } finally {
    await source.close();
  }
  return records.sort((a, b) => a.partition - b.partition || a.offset - b.offset).map(caseRecord);
}

function caseRecord({ topic, partition, key, value, headers, timestamp }: TopicRecord): CaseRecord {
  return {
    topic: caseName(topic),
    ...(partition === 0 ? {} : { partition }),
    key: fromBytes(key),
    value: fromBytes(value),
    ...(headers.length === 0 ? {} : { headers: headers.map(([name, bytes]) => [name, fromBytes(bytes)] as const) }),
    ...(timestamp === undefined ? {} : { timestamp }),
  };
}
