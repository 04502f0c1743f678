import type { TaskPlace } from '@tsql/core';
import type { Consumer } from '@tsql/kafka-native';
import type { KafkaSourceTransport } from '../plan/transport-plan.js';
import { clientConfig } from '../properties/client-properties.js';

/** The consumer of a table; loads the client on first use. Tasks share the memory that one consumer may take. */
export async function createSourceConsumer(
  { properties, groupId }: KafkaSourceTransport,
  task: TaskPlace | undefined,
): Promise<Consumer> {
  const { createConsumer } = await import('@tsql/kafka-native');
  return createConsumer({
    ...clientConfig(properties, 'consumer', task?.count),
    'group.id': groupId ?? 'tsql-without-group',
  });
}
