import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { CaseBroker, StoredRecord } from './case-broker.js';
import { type CaseRecord, fromBytes, toBytes } from './case-record.js';
import type { RegistryStub } from './registry-stub.js';
import { statementLines } from './statement-lines.js';
import { parseTxtar } from './txtar.js';

/** How the job of a case ended. */
export interface JobOutcome {
  readonly exitStatus: number;
  /** Everything said on stderr: positions are looked for here. */
  readonly messages: string;
  readonly lines: readonly string[];
}

export interface CaseRun {
  readonly broker: CaseBroker;
  /** A prefix unique to this run. */
  readonly prefix: string;
  readonly runJob: (
    sql: string,
    variables: Record<string, string>,
    options: { readonly signal: AbortSignal; readonly settings: Readonly<Record<string, string>> },
  ) => Promise<JobOutcome>;
  readonly now: () => number;
  /** The schema registry of cases that use one; started when the first of them runs. */
  readonly registry: () => Promise<RegistryStub>;
}

export interface CaseResult {
  readonly passed: boolean;
  /** What differed; empty where the case passed. */
  readonly reason: string;
  /** True for a case that Flink refused or that failed there. */
  readonly mustFail: boolean;
}

/** Runs one recorded case and compares with what Flink did: the rules of the recorder's own check. */
export async function runCase(text: string, run: CaseRun): Promise<CaseResult> {
  const { sections } = parseTxtar(text);
  const sql = sections.get('job.sql') ?? '';
  const expectedError = sections.get('expected-error.json');
  const setUp = await prepare(sections, sql, run);
  const timeoutMs = Number((sections.get('timeout') ?? '60').trim()) * 1000;
  const startedAt = run.now();
  const signal = AbortSignal.timeout(timeoutMs);
  const registry = await prepareRegistry(text, sections.get('registry.json'), run);
  const variables = { BROKERS: run.broker.servers, CASE: run.prefix, ...(registry && { REGISTRY: registry.url }) };
  const protos = writeProtos(sections);
  const outcome = await run.runJob(sql, variables, { signal, settings: protos.settings });
  protos.remove();
  const found = await readOutputs(setUp, run, startedAt);
  await run.broker.deleteTopics([...setUp.topics.keys()].map((topic) => `${run.prefix}-${topic}`));
  const reason =
    differenceInEnd(outcome, expectedError, sql) ??
    differenceInRecords(found, sections.get('expected.jsonl') ?? '', expectedError !== undefined, run.prefix) ??
    differenceInLines(outcome, sections, expectedError) ??
    differenceInRegistry(registry, sections.get('expected-registry.json'), run.prefix);
  return { passed: reason === undefined, reason: reason ?? '', mustFail: expectedError !== undefined };
}

/** Empty but for the schemas that the case names; undefined where the case has no use for it. */
async function prepareRegistry(
  text: string,
  presets: string | undefined,
  run: CaseRun,
): Promise<RegistryStub | undefined> {
  if (!/\{\{ *REGISTRY *\}\}/.test(text)) return undefined;
  const registry = await run.registry();
  registry.reset();
  const list = JSON.parse(presets ?? '[]') as { subject: string; schema: unknown; id?: number }[];
  for (const { subject, schema, id } of list) registry.preset(subject, schema, id);
  return registry;
}

/** The case's own .proto sections as files. */
function writeProtos(sections: ReadonlyMap<string, string>): {
  readonly settings: Readonly<Record<string, string>>;
  remove(): void;
} {
  const protos = [...sections].filter(([name]) => name.endsWith('.proto'));
  if (protos.length === 0) return { settings: {}, remove() {} };
  const folder = mkdtempSync(join(tmpdir(), 'tsql-case-'));
  const files = protos.map(([name, text]) => {
    const file = join(folder, basename(name));
    writeFileSync(file, text);
    return file;
  });
  return {
    settings: { 'protobuf.schema-files': files.join(';') },
    remove: () => rmSync(folder, { recursive: true }),
  };
}

function differenceInRegistry(
  registry: RegistryStub | undefined,
  expected: string | undefined,
  prefix: string,
): string | undefined {
  if (registry === undefined || expected === undefined) return undefined;
  const wanted = JSON.stringify(JSON.parse(expected));
  const found = JSON.stringify(registry.registered()).replaceAll(prefix, '{{ CASE }}');
  return wanted === found ? undefined : `registered schemas differ\n  wanted ${wanted}\n  found  ${found}`;
}

interface SetUp {
  readonly topics: ReadonlyMap<string, number>;
  readonly outputs: readonly string[];
}

async function prepare(sections: ReadonlyMap<string, string>, sql: string, run: CaseRun): Promise<SetUp> {
  const topics = new Map<string, number>();
  const given = JSON.parse(sections.get('topics.json') ?? '{}') as Record<string, { partitions: number }>;
  for (const [topic, { partitions }] of Object.entries(given)) topics.set(topic, partitions);
  const input = parseLines(sections.get('input.jsonl') ?? '');
  const inputs = new Set(input.map((record) => record.topic));
  const named = [...sql.matchAll(/\{\{ *CASE *\}\}-([A-Za-z0-9_]+)/g)].map((match) => match[1] ?? '');
  const all = new Set([...inputs, ...named]);
  for (const topic of all) if (!topics.has(topic)) topics.set(topic, 1);
  const created = sections.has('no-topics') ? new Map<string, number>() : topics;
  await run.broker.createTopics(
    new Map([...created].map(([topic, partitions]) => [`${run.prefix}-${topic}`, partitions])),
  );
  await run.broker.produce(input.map((record) => toStored(record, run.prefix)));
  const groups = JSON.parse(sections.get('groups.json') ?? '{}') as Record<string, Record<string, (number | null)[]>>;
  for (const [group, offsets] of Object.entries(groups)) {
    const list = Object.entries(offsets).flatMap(([topic, values]) =>
      values.flatMap((offset, partition) =>
        offset === null ? [] : [{ topic: `${run.prefix}-${topic}`, partition, offset }],
      ),
    );
    await run.broker.commitOffsets(`${run.prefix}-${group}`, list);
  }
  return { topics: created, outputs: [...all].filter((topic) => !inputs.has(topic)).sort() };
}

function parseLines(text: string): CaseRecord[] {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as CaseRecord);
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

const CLOCK_SLACK_MS = 1_000;
const LONGEST_CASE_MS = 600_000;

/** What stands in the topics that are no inputs, as lines of `expected.jsonl`. */
async function readOutputs({ outputs }: SetUp, run: CaseRun, startedAt: number): Promise<string[]> {
  const lines: string[] = [];
  for (const topic of outputs) {
    const records = await run.broker.read(`${run.prefix}-${topic}`);
    const isSpread = (await run.broker.partitionCount(`${run.prefix}-${topic}`)) > 1;
    for (const record of records) {
      const wasSet =
        record.timestamp !== undefined &&
        (record.timestamp < startedAt - CLOCK_SLACK_MS - 5_000 || record.timestamp > startedAt + LONGEST_CASE_MS);
      const shown: CaseRecord = {
        topic,
        ...(isSpread ? { partition: record.partition } : {}),
        key: fromBytes(record.key),
        value: fromBytes(record.value),
        ...(record.headers.length === 0
          ? {}
          : { headers: record.headers.map(([name, value]) => [name, fromBytes(value)] as const) }),
        ...(wasSet && record.timestamp !== undefined ? { timestamp: record.timestamp } : {}),
      };
      lines.push(JSON.stringify(shown).replaceAll(run.prefix, '{{ CASE }}'));
    }
  }
  return lines;
}

interface RecordedError {
  readonly statement: number;
  readonly causes: readonly { readonly type: string; readonly message: string }[];
}

function failedRunning({ causes }: RecordedError): boolean {
  return (
    causes.length > 1 &&
    (causes[0]?.type === 'TableException' || (causes[0]?.message ?? '').startsWith('Failed to fetch next result'))
  );
}

/** A job that Flink refused has to be refused with status 2 and a position inside of the statement at fault. */
function differenceInEnd(outcome: JobOutcome, expectedError: string | undefined, sql: string): string | undefined {
  const { exitStatus, messages } = outcome;
  if (expectedError === undefined)
    return exitStatus === 0 ? undefined : `it ended with status ${exitStatus}: ${messages.slice(0, 600)}`;
  if (exitStatus === 0) return 'it ended well; Flink did not';
  const recorded = JSON.parse(expectedError) as RecordedError;
  if (exitStatus !== 1 && exitStatus !== 2) return `exit status ${exitStatus} is neither 1 nor 2`;
  if (failedRunning(recorded)) return undefined;
  if (exitStatus !== 2) return `refused with exit status ${exitStatus}, not 2: ${messages.slice(0, 600)}`;
  const lines = statementLines(sql)[recorded.statement - 1];
  if (lines === undefined) return undefined;
  for (const match of messages.matchAll(/:(\d+):(\d+)/g)) {
    const line = Number(match[1]);
    if (line >= lines.first && line <= lines.last) return undefined;
  }
  return `no line of statement ${recorded.statement} (${lines.first} to ${lines.last}) is named: ${messages.slice(0, 600)}`;
}

function differenceInRecords(
  found: readonly string[],
  expected: string,
  mustFail: boolean,
  prefix: string,
): string | undefined {
  const wanted = expected.split('\n').filter((line) => line.trim() !== '');
  const actual = found.map((line) => line.replaceAll(prefix, '{{ CASE }}'));
  if (wanted.join('\n') === actual.join('\n')) return undefined;
  if (mustFail && actual.every((line) => wanted.includes(line))) return undefined;
  return `records differ\n  wanted ${wanted.join('\n         ')}\n  found  ${actual.join('\n         ')}`;
}

function differenceInLines(
  outcome: JobOutcome,
  sections: ReadonlyMap<string, string>,
  expectedError: string | undefined,
): string | undefined {
  if (!sections.has('record-output')) return undefined;
  const clean = (lines: readonly string[]) => lines.filter((line) => line.trim() !== '' && !line.startsWith('>'));
  const wanted = clean((sections.get('expected-output') ?? '').split('\n'));
  const actual = clean(outcome.lines.flatMap((line) => line.split('\n')));
  if (expectedError === undefined) {
    return wanted.join('\n') === actual.join('\n')
      ? undefined
      : `printed lines differ\n  wanted\n${wanted.join('\n')}\n  found\n${actual.join('\n')}`;
  }
  const isPrefix = wanted.every((line, index) => line === actual[index]);
  const isRefused = actual.length === 0 && !failedRunning(JSON.parse(expectedError) as RecordedError);
  return isPrefix || isRefused
    ? undefined
    : `printed lines differ\n  wanted\n${wanted.join('\n')}\n  found\n${actual.join('\n')}`;
}
