import type { Consumer } from '@tsql/kafka-native';
import type { KafkaSourceTransport } from '../plan/transport-plan.js';
import { clientConfig } from '../properties/client-properties.js';

/** The consumer of a table, which may buffer so many bytes; loads the client on first use. */
export async function createSourceConsumer(
  { properties, groupId }: KafkaSourceTransport,
  bytes?: number,
): Promise<Consumer> {
  const { createConsumer } = await import('@tsql/kafka-native');
  return createConsumer({
    ...clientConfig(properties, 'consumer', bytes),
    'group.id': groupId ?? 'tsql-without-group',
  });
}
