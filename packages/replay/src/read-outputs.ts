import type { CaseBroker, StoredRecord } from './case-broker.js';
import { type CaseRecord, fromBytes } from './case-record.js';

/** Clocks of this process and of the broker may differ by this much, and a case lasts no longer than that. Milliseconds. */
const CLOCK_SLACK_MS = 6_000;
const LONGEST_CASE_MS = 600_000;

/**
 * What stands in the topics that are no inputs, as records of `expected.jsonl`: the partition where the topic has several,
 * the timestamp where the job set it, `{{ CASE }}` for the prefix.
 */
export async function readOutputs(
  broker: CaseBroker,
  prefix: string,
  outputs: readonly string[],
  startedAt: number,
): Promise<CaseRecord[]> {
  const found: CaseRecord[] = [];
  for (const topic of outputs) {
    const records = await broker.read(`${prefix}-${topic}`);
    const isSpread = (await broker.partitionCount(`${prefix}-${topic}`)) > 1;
    for (const record of records) {
      const shown = JSON.stringify(toShown(record, topic, isSpread, startedAt)).replaceAll(prefix, '{{ CASE }}');
      found.push(JSON.parse(shown) as CaseRecord);
    }
  }
  return found;
}

function toShown(record: StoredRecord, topic: string, isSpread: boolean, startedAt: number): CaseRecord {
  const { timestamp } = record;
  const wasSet =
    timestamp !== undefined && (timestamp < startedAt - CLOCK_SLACK_MS || timestamp > startedAt + LONGEST_CASE_MS);
  return {
    topic,
    ...(isSpread ? { partition: record.partition } : {}),
    key: fromBytes(record.key),
    value: fromBytes(record.value),
    ...(record.headers.length === 0
      ? {}
      : { headers: record.headers.map(([name, value]) => [name, fromBytes(value)] as const) }),
    ...(wasSet ? { timestamp } : {}),
  };
}
