import type { DynamicTableFactory } from '@tsql/core';
import { connectorsByIdentifier, type MemoryBroker, memoryConnectors } from '@tsql/session';

/** The connectors of a case's job: Kafka's in memory where there is a broker for it, and what `print` says on stderr. */
export function caseConnectors(broker: MemoryBroker | undefined): Map<string, DynamicTableFactory> {
  const usual = connectorsByIdentifier();
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
