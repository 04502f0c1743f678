import { setTimeout as delay } from 'node:timers/promises';
import { createProducer, type Producer } from '@tsql/kafka-native';
import type { NumberedRecord } from './ledger.js';
import { feedBatch } from './numbered-records.js';

const TICK_MS = 20;
const FLUSH_TIMEOUT_MS = 90_000;

/** Writes 0, 1, 2, … of every key, each key to one partition, in order and once: the truth that the ledger is held to. */
export class Feeder {
  /** How many of each key were written and acknowledged, once {@link stop} has resolved. */
  readonly fed = new Map<number, number>();
  private readonly producer: Producer;
  private running: Promise<void> | undefined;
  private isStopping = false;
  private turn = 0;

  constructor(
    servers: string,
    private readonly topic: string,
    private readonly shape: { readonly keys: number; readonly partitions: number },
  ) {
    this.producer = createProducer({
      'bootstrap.servers': servers,
      acks: '-1',
      'enable.idempotence': 'true',
      'linger.ms': '5',
      // Faults last for a while: it waits for their end.
      'message.timeout.ms': '0',
      'reconnect.backoff.max.ms': '500',
      'queue.buffering.max.messages': '2000000',
    });
  }

  /** Goes on until {@link stop}; `burst` records come first, as fast as they go. */
  start(recordsPerSecond: number, burst = 0): void {
    this.isStopping = false;
    this.running = this.run(recordsPerSecond, burst);
  }

  /** Resolves when everything is acknowledged. */
  async stop(): Promise<void> {
    this.isStopping = true;
    await this.running;
    const left = await this.producer.flush(FLUSH_TIMEOUT_MS);
    const [failure] = this.producer.takeFailures();
    if (failure !== undefined) throw new Error(`a record could not be fed: ${failure.error.message}`);
    if (left > 0) throw new Error(`${left} records could not be fed in time; ${await this.whereLeadersAre()}`);
  }

  private async whereLeadersAre(): Promise<string> {
    try {
      const { brokers, topics } = await this.producer.metadata(this.topic, 5_000);
      const leaders = topics.flatMap(({ partitions }) => partitions.map(({ id, leader }) => `${id}: ${leader}`));
      return `${brokers.length} brokers; leaders ${leaders.join(', ')}; ${JSON.stringify(this.producer.counters())}`;
    } catch (error) {
      return `the brokers do not answer: ${error instanceof Error ? error.message : error}`;
    }
  }

  async close(): Promise<void> {
    this.isStopping = true;
    await this.running?.catch(() => {});
    await this.producer.close();
  }

  private async run(recordsPerSecond: number, burst: number): Promise<void> {
    await this.send(burst);
    const startedAt = performance.now();
    for (let sent = 0; !this.isStopping; ) {
      const due = Math.floor(((performance.now() - startedAt) / 1000) * recordsPerSecond) - sent;
      await this.send(due);
      sent += due;
      await delay(TICK_MS);
    }
  }

  private async send(count: number): Promise<void> {
    if (count <= 0) return;
    const records: NumberedRecord[] = [];
    for (let i = 0; i < count; i++) {
      const key = this.turn++ % this.shape.keys;
      const number = this.fed.get(key) ?? 0;
      this.fed.set(key, number + 1);
      records.push({ partition: key % this.shape.partitions, key, number });
    }
    const batch = feedBatch(records);
    for (let from = 0; from < count; ) {
      from += this.producer.produce(this.topic, batch, from);
      if (from < count) await delay(TICK_MS);
    }
  }
}
