import { conflict, diagnostic, durationType, type OptionEntry, reveal, type TableContext } from '@tsql/core';
import { isConsumerOnly } from '../properties/client-properties.js';
import { normalizedServers } from '../properties/normalized-servers.js';
import type { KafkaSinkTransport } from './transport-plan.js';

/** A sink of the statement that writes exactly-once. */
interface Sharer {
  readonly transport: KafkaSinkTransport;
  readonly entries: TableContext['entries'];
  readonly tableName: string;
}

const KEY = 'kafka-exactly-once-sinks';
/** They say nothing to the producer, or are the same by what they mean. */
const APART = new Set(['bootstrap.servers', 'group.id', 'default.api.timeout.ms']);

/**
 * Sinks of one statement set that write exactly-once to one cluster share a producer and its transaction: properties that differ
 * are reported with both places. So is a transaction that ends by its time before the next commit is due.
 */
export function checkTransactions(context: TableContext, transport: KafkaSinkTransport): void {
  if (transport.deliveryGuarantee !== 'exactly-once') return;
  checkTimeout(context);
  const sharers = (context.shared?.get(KEY) ?? []) as readonly Sharer[];
  const { entries, tableName } = context;
  const servers = normalizedServers(transport.properties['bootstrap.servers']);
  const other = sharers.find((each) => normalizedServers(each.transport.properties['bootstrap.servers']) === servers);
  if (other !== undefined) checkProperties(context, transport, other);
  context.shared?.set(KEY, [...sharers, { transport, entries, tableName }]);
}

function checkProperties(context: TableContext, { properties }: KafkaSinkTransport, other: Sharer): void {
  const names = new Set([...Object.keys(properties), ...Object.keys(other.transport.properties)]);
  for (const name of names) {
    if (APART.has(name) || isConsumerOnly(name)) continue;
    const [here, there] = [properties[name], other.transport.properties[name]];
    if (here !== undefined && there !== undefined && reveal(here) === reveal(there)) continue;
    const entry = context.entries.get(`properties.${name}`) ?? context.entries.get('connector');
    const otherEntry = other.entries.get(`properties.${name}`) ?? other.entries.get('connector');
    if (entry === undefined || otherEntry === undefined) continue;
    const [first, second] = [other.tableName, context.tableName];
    const reason = `${second} and ${first} write exactly-once to one cluster and share a producer: 'properties.${name}' has to be the same`;
    context.accept(conflict(entry, otherEntry, reason));
  }
}

function checkTimeout({ entries, runtimeMode, setting, accept }: TableContext): void {
  const entry: OptionEntry | undefined = entries.get('properties.transaction.timeout.ms');
  const interval = durationType.parse(setting('execution.checkpointing.interval') ?? '');
  if (entry === undefined || interval === undefined || runtimeMode === 'batch' || Number(entry.value) > interval)
    return;
  const reason = `a transaction of ${entry.shownValue} ms is over before the next commit, every ${interval} ms`;
  accept(
    diagnostic(
      'TSQL_OPTION_CONFLICT',
      { name: entry.key, other: 'execution.checkpointing.interval', reason },
      { span: entry.valueSpan },
    ),
  );
}
