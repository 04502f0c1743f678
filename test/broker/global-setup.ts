import { startBroker } from './broker.mjs';

/** One broker for all broker tests of a run; its address is in KAFKA_BROKERS. */
export default async function globalSetup(): Promise<() => Promise<void>> {
  const broker = await startBroker({ log: console.error });
  process.env.KAFKA_BROKERS = broker.servers;
  return broker.stop;
}
