import { partitionEnds } from '@tsql/connector-kafka';
import type {
  ConnectorRuntimeContext,
  Diagnostic,
  RecordBatch,
  RecordSource,
  RecordSourcePlan,
  Secret,
  SourcePosition,
} from '@tsql/core';
import { tokenize } from '@tsql/grammar';
import type { QueryPlan } from '@tsql/planner';
import { openRecordFilter, type RecordFilter } from '@tsql/runtime';
import { connectorsByIdentifier, formatsByIdentifier } from './plug-ins.js';
import { Session } from './session.js';
import { tablesOf } from './tables-of.js';
import type { Variables } from './variables.js';

/** Where reading begins or ends, in every partition. */
export type RecordBound =
  | { readonly kind: 'earliest' | 'latest' | 'never' }
  | { readonly kind: 'offset'; readonly offset: number }
  /** So many records before the end. */
  | { readonly kind: 'last'; readonly count: number }
  /** Milliseconds since the epoch. */
  | { readonly kind: 'time'; readonly timestamp: number };

export interface RecordingRequest {
  readonly topics: readonly string[];
  /** Java's names, with `bootstrap.servers`; values may hold `{{ NAME }}`. */
  readonly properties: Readonly<Record<string, string>>;
  readonly from: RecordBound;
  /** The first record that is left out. */
  readonly to: RecordBound;
  /** A SQL condition over key, value, headers, timestamp, topic, partition and offset. */
  readonly where?: string | undefined;
  readonly variables: Variables;
  readonly notify: (found: Diagnostic) => void;
}

/** Topics that are being read record by record: for recordings. */
export interface TopicRecording {
  /** How many partitions each topic has. */
  readonly partitions: ReadonlyMap<string, number>;
  /** Hands batches to `take`, with the records that fulfil the condition, until the end, the signal, or `take` returns false. */
  read(take: (batch: RecordBatch, accepts: (index: number) => boolean) => boolean | Promise<boolean>): Promise<void>;
  close(): Promise<void>;
}

const POLL_WAIT_MS = 100;
/** The file that places in the condition name. */
const WHERE = '--where';

const METADATA = [
  ['topic', 'STRING'],
  ['partition', 'INT'],
  ['offset', 'BIGINT'],
  ['timestamp', 'TIMESTAMP_LTZ(3)'],
  ['headers', 'MAP<STRING, STRING>'],
] as const;

/** Columns of the table that a condition is written over. Some of them are reserved words. */
const COLUMNS = ['key', 'value', ...METADATA.map(([name]) => name as string)];

/** Of the script that the condition is put into. */
const LINES_BEFORE = 2;

/** What is wrong with a request, and the condition that places are in. */
export interface RecordingFaults {
  readonly diagnostics: readonly Diagnostic[];
  readonly condition: string;
}

/** Opens topics for reading, or returns what is wrong with the condition. Fails with a `TsqlError`. */
export async function openTopicRecording(
  request: RecordingRequest,
  signal: AbortSignal,
): Promise<TopicRecording | RecordingFaults> {
  const condition = request.where === undefined ? undefined : quoteColumns(request.where);
  const sql = tableSql(request, condition);
  const session = new Session({ variables: request.variables, settings: { 'table.local-time-zone': 'UTC' } });
  const { plans, diagnostics } = session.compile(sql, WHERE);
  if (diagnostics.some(({ severity }) => severity === 'error'))
    return { diagnostics: diagnostics.map(withinCondition), condition: condition ?? '' };
  const query = plans.find((plan): plan is QueryPlan => plan?.kind === 'query') as QueryPlan;
  const [planned] = tablesOf(query).sources as RecordSourcePlan[];
  if (planned === undefined) throw new Error('the query reads no table');
  const { properties } = planned.transport as { properties: Record<string, string | Secret> };
  const ends = await partitionEnds(properties, request.topics);
  const sources: RecordSource[] = [];
  for (const topic of request.topics) {
    const own = ends.filter((end) => end.topic === topic);
    const plan = { ...planned, transport: boundTransport(planned.transport as object, topic, own, request) };
    const source = await connectorsByIdentifier().get('kafka')?.openRecordSource?.(plan, runtimeContext(request));
    if (source === undefined) throw new Error('Kafka can be read');
    await source.open(signal);
    sources.push(source);
  }
  const filter = request.where === undefined ? undefined : openFilter(query);
  return {
    partitions: new Map(request.topics.map((topic) => [topic, ends.filter((end) => end.topic === topic).length])),
    read: (take) => readAll(sources, filter, signal, take),
    close: async () => {
      await Promise.allSettled(sources.map((source) => source.close()));
    },
  };
}

function openFilter(query: QueryPlan): RecordFilter {
  const evaluation = { localTimeZone: query.settings.localTimeZone, now: Date.now, random: Math.random };
  return openRecordFilter(query, { formats: formatsByIdentifier(), evaluation });
}

async function readAll(
  sources: readonly RecordSource[],
  filter: RecordFilter | undefined,
  signal: AbortSignal,
  take: Parameters<TopicRecording['read']>[0],
): Promise<void> {
  const open = new Set(sources);
  while (open.size > 0 && !signal.aborted) {
    for (const source of open) {
      const batch = await source.poll(POLL_WAIT_MS);
      if (batch === null) {
        open.delete(source);
        continue;
      }
      await filter?.prepare(batch);
      if (!(await take(batch, (index) => filter?.accepts(batch, index) ?? true))) return;
      if (signal.aborted) return;
    }
  }
}

function runtimeContext({ notify }: RecordingRequest): ConnectorRuntimeContext {
  return {
    shared: new Map(),
    jobName: 'tsql-record',
    instance: '0',
    setting: () => undefined,
    formats: formatsByIdentifier(),
    notify,
    createTopics: false,
    resumes: false,
    settle: async () => {},
    now: Date.now,
    random: Math.random,
  };
}

type Ends = Awaited<ReturnType<typeof partitionEnds>>;

function boundTransport(transport: object, topic: string, ends: Ends, { from, to }: RecordingRequest): object {
  const clamp = (offset: number, { low, high }: Ends[number]) => Math.min(Math.max(offset, low), high);
  const offsets = (bound: RecordBound) =>
    ends.map((end) => {
      const wanted = bound.kind === 'offset' ? bound.offset : bound.kind === 'last' ? end.high - bound.count : end.low;
      return { partition: end.partition, offset: clamp(wanted, end) };
    });
  const mode = (bound: RecordBound) => {
    switch (bound.kind) {
      case 'offset':
      case 'last':
        return { mode: 'specific-offsets', offsets: offsets(bound) };
      case 'time':
        return { mode: 'timestamp', timestamp: bound.timestamp };
      case 'never':
        return { mode: 'unbounded' };
      default:
        return { mode: `${bound.kind}-offset` };
    }
  };
  return { ...transport, topics: [topic], startup: mode(from), bounded: mode(to) };
}

/** Columns for everything that a record has; the condition comes on a line of its own, so that places in it are its own. */
function tableSql({ topics, properties }: RecordingRequest, condition: string | undefined): string {
  const text = (value: string) => `'${value.replaceAll("'", "''")}'`;
  const options = {
    connector: 'kafka',
    topic: topics.join(';'),
    'scan.startup.mode': 'earliest-offset',
    'key.format': 'raw',
    'key.fields': 'key',
    'value.format': 'raw',
    'value.fields-include': 'EXCEPT_KEY',
    ...Object.fromEntries(Object.entries(properties).map(([name, value]) => [`properties.${name}`, value])),
  };
  const columns = `\`key\` STRING, \`value\` STRING, ${METADATA.map(([name, type]) => `\`${name}\` ${type} METADATA VIRTUAL`).join(', ')}`;
  const given = Object.entries(options).map(([key, value]) => `${text(key)} = ${text(value)}`);
  const table = `CREATE TABLE \`records\` (${columns}) WITH (${given.join(', ').replace(/[\r\n]+/g, ' ')});`;
  return `${table}\nSELECT 1 FROM \`records\`${condition === undefined ? '' : ` WHERE\n${condition}`};`;
}

/** A place within the condition, which comes behind so many lines. */
function withinCondition(found: Diagnostic): Diagnostic {
  const { span } = found;
  if (span === undefined || span.start.line <= LINES_BEFORE) return { ...found, span: undefined };
  const shift = (position: SourcePosition) => ({ ...position, line: position.line - LINES_BEFORE });
  return { ...found, span: { ...span, start: shift(span.start), end: shift(span.end) } };
}

/** Columns are written as they are called, though some of them are reserved words: `TIMESTAMP '…'` and functions stay. */
function quoteColumns(where: string): string {
  const { tokens } = tokenize(where, WHERE);
  let quoted = where;
  for (const [index, { image, span }] of [...tokens.entries()].reverse()) {
    const next = tokens[index + 1]?.image ?? '';
    if (!COLUMNS.includes(image.toLowerCase()) || next === '(' || next.startsWith("'")) continue;
    quoted = `${quoted.slice(0, span.start.offset)}\`${image.toLowerCase()}\`${quoted.slice(span.end.offset)}`;
  }
  return quoted;
}
