import { clientConfig } from '../properties/client-properties.js';
import { transactionError } from '../transport/transaction-error.js';

const TIMEOUT_MS = 30_000;

/**
 * Ends a transaction that hangs: initializing its id aborts what is open and fences whoever has it. `properties` are those of
 * Java's clients, `bootstrap.servers` among them. Fails with a `TsqlError`.
 */
export async function abortTransaction(id: string, properties: Readonly<Record<string, string>>): Promise<void> {
  const { createProducer } = await import('@tsql/kafka-native');
  const config = clientConfig(properties, 'producer');
  delete config['delivery.timeout.ms'];
  const producer = createProducer({ ...config, 'transactional.id': id });
  try {
    await producer.initTransactions(TIMEOUT_MS);
  } catch (error) {
    const servers = properties['bootstrap.servers'] ?? '';
    throw transactionError(error, [], { id, servers, timeoutMs: TIMEOUT_MS, ageMs: 0 });
  } finally {
    await producer.close();
  }
}
