import { prefixTopics } from '@tsql/connector-kafka';
import { type MemoryBroker, memoryConnectors } from '@tsql/connector-memory';
import type { DynamicTableFactory } from '@tsql/core';
import { connectorsByIdentifier } from './plug-ins.js';

export interface CaseConnectorsOptions {
  /** In place of Kafka, where given. */
  readonly broker?: MemoryBroker | undefined;
  /** Before the names of topics and groups, where the job does not say it itself. */
  readonly topicPrefix?: string | undefined;
}

/** The connectors of a tested job: Kafka's in memory where there is a broker for it, and what `print` says on stderr. */
export function caseConnectors({ broker, topicPrefix }: CaseConnectorsOptions): Map<string, DynamicTableFactory> {
  const usual = connectorsByIdentifier();
  if (topicPrefix !== undefined) {
    for (const name of ['kafka', 'upsert-kafka']) {
      const factory = usual.get(name);
      if (factory !== undefined) usual.set(name, prefixTopics(factory, topicPrefix));
    }
  }
  const connectors = broker === undefined ? usual : memoryConnectors(usual, broker);
  const print = connectors.get('print');
  if (print !== undefined) connectors.set('print', onStandardError(print));
  return connectors;
}

/** Stdout belongs to the reporter. */
function onStandardError(print: DynamicTableFactory): DynamicTableFactory {
  const open = print.openRowSink?.bind(print);
  if (open === undefined) return print;
  return {
    ...print,
    openRowSink: (plan, context) =>
      open({ ...plan, transport: { ...(plan.transport as object), 'standard-error': true } }, context),
  };
}
