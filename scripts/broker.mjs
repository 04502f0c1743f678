// A Kafka to try things on, until Ctrl-C: `npm run broker [PORT]`.
import { startBroker } from '../packages/testing/src/broker/broker.mjs';
import { say } from './lib.mjs';

const port = Number(process.argv[2] ?? 9092);
const broker = await startBroker({ log: say, port });
say(`Kafka is at ${broker.servers}; Ctrl-C ends it, and what it holds is gone`);
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => broker.stop().then(() => process.exit(0)));
// Docker's container alone would not keep the process.
setInterval(() => {}, 60_000);
