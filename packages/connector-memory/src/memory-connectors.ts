import type { KafkaSinkTransport, KafkaSourceTransport } from '@tsql/connector-kafka';
import type { DynamicTableFactory } from '@tsql/core';
import type { MemoryBroker } from './memory-broker.js';
import { MemorySink } from './memory-sink.js';
import { MemorySource } from './memory-source.js';
import { probeMemory } from './probe-memory.js';

const ON_KAFKA = new Set(['kafka', 'upsert-kafka']);

/** The connectors with Kafka's tables on a broker in memory: planned and checked as ever, read and written elsewhere. */
export function memoryConnectors(
  usual: ReadonlyMap<string, DynamicTableFactory>,
  broker: MemoryBroker,
): Map<string, DynamicTableFactory> {
  return new Map(
    [...usual].map(([identifier, factory]) => [
      identifier,
      ON_KAFKA.has(identifier) ? onMemory(factory, broker) : factory,
    ]),
  );
}

function onMemory(factory: DynamicTableFactory, broker: MemoryBroker): DynamicTableFactory {
  return {
    ...factory,
    openRecordSource: async (plan) => new MemorySource(plan.transport as KafkaSourceTransport, broker),
    openRecordSink: async (plan, { createTopics }) =>
      new MemorySink(plan.transport as KafkaSinkTransport, broker, createTopics),
    openDeadLetterSink: async ({ transport }, { createTopics }) => {
      const { deadLetterTopic: topic = '', properties } = transport as KafkaSinkTransport;
      const plan = { topic, properties, deliveryGuarantee: 'at-least-once', transactionalIdPrefix: undefined } as const;
      return new MemorySink(plan, broker, createTopics);
    },
    probe: async (plan, { createTopics }) => probeMemory(plan, broker, createTopics),
  };
}
