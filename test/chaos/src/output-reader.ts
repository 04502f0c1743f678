import { type Consumer, createConsumer } from '@tsql/kafka-native';
import type { Ledger } from './ledger.js';
import { readRecord } from './numbered-records.js';

const POLL_MS = 100;
const MAX_RECORDS = 10_000;

/** Reads what is committed in a topic, from its first record on and for as long as it is open, into a ledger. */
export class OutputReader {
  private isClosing = false;
  private readonly reading: Promise<void>;

  private constructor(
    private readonly consumer: Consumer,
    private readonly ledger: Ledger,
    private readonly isFed: boolean,
  ) {
    this.reading = this.read();
  }

  static async open(
    servers: string,
    topic: string,
    { partitions, ledger, isFed = false }: { partitions: number; ledger: Ledger; isFed?: boolean },
  ): Promise<OutputReader> {
    const consumer = createConsumer({
      'bootstrap.servers': servers,
      'group.id': 'chaos-reader',
      'enable.auto.commit': 'false',
      'isolation.level': 'read_committed',
      'auto.offset.reset': 'error',
      'fetch.queue.backoff.ms': '10',
      'fetch.wait.max.ms': '50',
      'reconnect.backoff.max.ms': '500',
    });
    const all = Array.from({ length: partitions }, (_, partition) => ({ topic, partition, offset: 0 }));
    await consumer.assign(all);
    return new OutputReader(consumer, ledger, isFed);
  }

  async close(): Promise<void> {
    this.isClosing = true;
    await this.reading;
    await this.consumer.close();
  }

  private async read(): Promise<void> {
    while (!this.isClosing) {
      const batch = await this.consumer.poll(MAX_RECORDS, POLL_MS);
      for (let i = 0; i < batch.count; i++) {
        const record = readRecord(batch, i, this.isFed);
        if (record === undefined) this.ledger.takeStrange();
        else this.ledger.take(record);
      }
    }
  }
}
