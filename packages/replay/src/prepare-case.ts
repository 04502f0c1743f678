import type { CaseBroker, StoredRecord } from './case-broker.js';
import type { CaseFile } from './case-file.js';
import { type CaseRecord, toBytes } from './case-record.js';

/** The topics of a case, without its prefix. */
export interface CaseTopics {
  /** Those that were made. */
  readonly created: readonly string[];
  /** Those that the job names and that hold no input: what it wrote is looked for there. By name. */
  readonly outputs: readonly string[];
}

/** Makes a case's topics, fills its inputs and commits its groups' positions. */
export async function prepareCase(file: CaseFile, broker: CaseBroker, prefix: string): Promise<CaseTopics> {
  const inputs = new Set(file.input.map((record) => record.topic));
  const named = namedTopics(file);
  const all = new Set([...inputs, ...named]);
  const created = file.hasNoTopics ? [] : [...new Set([...file.topics.keys(), ...all])];
  await createTopics(file, broker, prefix, created);
  await broker.produce(file.input.map((record) => toStored(record, prefix)));
  for (const [group, topics] of Object.entries(file.groups)) {
    const offsets = Object.entries(topics).flatMap(([topic, values]) =>
      values.flatMap((offset, partition) =>
        offset === null ? [] : [{ topic: `${prefix}-${topic}`, partition, offset }],
      ),
    );
    await broker.commitOffsets(`${prefix}-${group}`, offsets);
  }
  return { created, outputs: [...all].filter((topic) => !inputs.has(topic)).sort() };
}

function namedTopics({ scripts, isOfJobFiles }: CaseFile): string[] {
  const sql = scripts.map(({ text }) => text).join('\n');
  if (!isOfJobFiles) return [...sql.matchAll(/\{\{ *CASE *\}\}-([A-Za-z0-9_]+)/g)].map((match) => match[1] ?? '');
  return [...sql.matchAll(/'(?:topic|on-error\.dead-letter-topic)'\s*=\s*'([A-Za-z0-9._;\s-]+)'/g)]
    .flatMap((match) => (match[1] ?? '').split(';'))
    .map((topic) => topic.trim());
}

async function createTopics(
  file: CaseFile,
  broker: CaseBroker,
  prefix: string,
  topics: readonly string[],
): Promise<void> {
  const settings = new Map(
    topics.flatMap((topic) => {
      const config = file.topics.get(topic)?.config ?? {};
      return Object.keys(config).length === 0 ? [] : [[`${prefix}-${topic}`, config] as const];
    }),
  );
  const partitions = topics.map((topic) => [`${prefix}-${topic}`, file.topics.get(topic)?.partitions ?? 1] as const);
  await broker.createTopics(new Map(partitions), settings);
}

function toStored(record: CaseRecord, prefix: string): StoredRecord {
  return {
    topic: `${prefix}-${record.topic}`,
    partition: record.partition ?? 0,
    key: toBytes(record.key),
    value: toBytes(record.value),
    headers: (record.headers ?? []).map(([name, value]) => [name, toBytes(value)] as const),
    timestamp: record.timestamp,
  };
}
