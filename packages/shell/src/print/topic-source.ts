import {
  BYTES,
  diagnostic,
  type OptionEntries,
  type OptionEntry,
  type Position,
  type RecordSource,
  TsqlError,
} from '@tsql/core';
import { type CatalogTable, type Environment, planTableSource } from '@tsql/planner';
import type { Session } from '@tsql/session';
import type { PrintStart } from './print-statement.js';

/** A connection to a topic, for reading records as they stand. */
export interface TopicContext {
  readonly session: Session;
  readonly signal: AbortSignal;
}

/** Opens a topic for reading without an end. Fails with a `TsqlError`. */
export async function openTopic(topic: string, start: PrintStart, context: TopicContext): Promise<RecordSource> {
  switch (start.kind) {
    case 'beginning':
      return open(topic, { 'scan.startup.mode': 'earliest-offset' }, context);
    case 'end':
      return open(topic, { 'scan.startup.mode': 'latest-offset' }, context);
    case 'timestamp':
      return open(
        topic,
        { 'scan.startup.mode': 'timestamp', 'scan.startup.timestamp-millis': String(start.millis) },
        context,
      );
    case 'offset': {
      const first = await topicPositions(topic, 'earliest', context);
      const end = await topicPositions(topic, 'latest', context);
      const from = first.map(({ partition, offset }) => {
        const behind = end.find((each) => each.partition === partition)?.offset ?? offset;
        const wanted = start.offset < 0 ? behind + start.offset : start.offset;
        return { partition, offset: Math.min(behind, Math.max(offset, wanted)) };
      });
      return openAt(topic, from, context);
    }
  }
}

/** Opens a topic at an offset of each partition; with `ends` up to those. */
export function openAt(
  topic: string,
  from: readonly Pick<Position, 'partition' | 'offset'>[],
  context: TopicContext,
  ends?: readonly Pick<Position, 'partition' | 'offset'>[],
): Promise<RecordSource> {
  const text = (offsets: readonly Pick<Position, 'partition' | 'offset'>[]) =>
    offsets.map(({ partition, offset }) => `partition:${partition},offset:${offset}`).join(';');
  const startup = { 'scan.startup.mode': 'specific-offsets', 'scan.startup.specific-offsets': text(from) };
  const bounded: Readonly<Record<string, string>> =
    ends === undefined ? {} : { 'scan.bounded.mode': 'specific-offsets', 'scan.bounded.specific-offsets': text(ends) };
  return open(topic, { ...startup, ...bounded }, context);
}

/** The first or the next offset of each partition. */
export async function topicPositions(
  topic: string,
  end: 'earliest' | 'latest',
  context: TopicContext,
): Promise<readonly Position[]> {
  const source = await open(topic, { 'scan.startup.mode': `${end}-offset` }, context);
  const found = source.positions();
  await source.close();
  return found;
}

async function open(
  topic: string,
  startup: Readonly<Record<string, string>>,
  { session, signal }: TopicContext,
): Promise<RecordSource> {
  const { plan, diagnostics } = planTableSource(topicTable(topic, startup, session.state), session.state);
  const fault = diagnostics.find(({ severity }) => severity === 'error');
  if (plan?.kind === 'record-source') return session.openRecords(plan, signal);
  // There is no statement whose text the place of the fault is in.
  const { span: _, ...found } = fault ?? diagnostic('TSQL_INTERNAL_BUG', { reason: 'a topic that cannot be planned' });
  throw new TsqlError(found);
}

/** A table that no statement declares: the values of a topic as they stand. */
function topicTable(topic: string, startup: Readonly<Record<string, string>>, environment: Environment): CatalogTable {
  const { catalog } = environment;
  const start = { offset: 0, line: 1, column: 1 };
  return {
    kind: 'table',
    path: { ...catalog.namespace, name: topic },
    isTemporary: true,
    span: { file: '', start, end: start },
    schema: { columns: [{ kind: 'physical', name: 'value', type: BYTES }] },
    computed: new Map(),
    options: entriesOf(topic, startup, environment),
    partitionKeys: [],
  };
}

/** The brokers of a table that reads or writes the topic, with all that is needed to reach them, else the session's. */
function entriesOf(topic: string, startup: Readonly<Record<string, string>>, environment: Environment): OptionEntries {
  const own = Object.entries({ connector: 'kafka', topic, format: 'raw', ...startup });
  const properties = propertiesFor(topic, environment).filter(({ key }) => key !== 'properties.group.id');
  return new Map([
    ...properties.map((entry) => [entry.key, entry] as const),
    ...own.map(([key, value]) => [key, { key, value, shownValue: value }] as const),
  ]);
}

function propertiesFor(topic: string, { catalog }: Environment): OptionEntry[] {
  const tables = catalog.objects(catalog.namespace).filter((object) => object.kind === 'table');
  const options = tables.map((table) => table.options).filter((each) => each.has('properties.bootstrap.servers'));
  const names = (entries: OptionEntries) =>
    entries
      .get('topic')
      ?.value.split(';')
      .map((name) => name.trim()) ?? [];
  const found = options.find((entries) => names(entries).includes(topic)) ?? onlyBrokers(options);
  return [...(found?.values() ?? [])].filter(({ key }) => key.startsWith('properties.'));
}

/** Of tables that all name the same brokers any will do. */
function onlyBrokers(options: readonly OptionEntries[]): OptionEntries | undefined {
  const brokers = new Set(options.map((entries) => entries.get('properties.bootstrap.servers')?.value));
  return brokers.size === 1 ? options[0] : undefined;
}
