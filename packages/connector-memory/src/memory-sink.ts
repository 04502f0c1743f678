import { checkProperties, type KafkaSinkTransport, missingSinkTopic } from '@tsql/connector-kafka';
import {
  diagnostic,
  type FlushResult,
  type OutputBatch,
  type RecordSink,
  reveal,
  type SinkTransaction,
  TsqlError,
} from '@tsql/core';
import type { MemoryBroker } from './memory-broker.js';
import { MemorySource } from './memory-source.js';
import type { MemoryTopic, NewRecord } from './memory-topic.js';
import { partitionOfKey } from './murmur2.js';
import { recordSizeUpperBound } from './record-size.js';
import { takeApart } from './take-apart.js';

/** Java's default of `max.request.size`, in bytes. */
const MAX_REQUEST_SIZE = '1048576';

/** A broker's default of `transaction.max.timeout.ms`. */
const MAX_TRANSACTION_TIMEOUT_MS = 900_000;

interface PendingRecord {
  readonly partition: number;
  readonly record: NewRecord;
}

/** Writes one topic in memory. With `exactly-once` records are seen once they are committed. */
export class MemorySink implements RecordSink {
  partitionCount = 0;
  readonly transaction: SinkTransaction | undefined;
  private target: MemoryTopic | undefined;
  private uncommitted: PendingRecord[] = [];
  private failures: string[] = [];
  private readonly maxRequestSize: number;

  constructor(
    private readonly transport: KafkaSinkTransport,
    private readonly broker: MemoryBroker,
    /** Makes a missing topic, of one partition. */
    private readonly createTopics = false,
  ) {
    this.transaction = transport.deliveryGuarantee === 'exactly-once' ? this.transactions() : undefined;
    this.maxRequestSize = Number(reveal(transport.properties['max.request.size'] ?? MAX_REQUEST_SIZE));
  }

  async open(): Promise<void> {
    const { topic, properties } = this.transport;
    checkProperties(properties, 'producer');
    const timeoutMs = Number(reveal(properties['transaction.timeout.ms'] ?? '0'));
    if (this.transaction !== undefined && timeoutMs > MAX_TRANSACTION_TIMEOUT_MS)
      throw new TsqlError(diagnostic('TSQL_TXN_TIMEOUT_TOO_LARGE', { timeoutMs, servers: this.broker.servers }));
    if (this.createTopics) await this.broker.createTopics(new Map([[topic, 1]]));
    this.target = this.broker.topic(topic);
    if (this.target === undefined) throw missingSinkTopic(topic, this.broker.servers);
    this.partitionCount = this.target.partitions.length;
  }

  /** Records without a key go to one partition as long as a batch lasts, as both clients' sticky partitioners do. */
  write(batch: OutputBatch): undefined {
    this.throwFailures();
    const sticky = Math.floor(this.broker.random() * this.partitionCount);
    for (const { partition, ...record } of takeApart(batch)) {
      const fault = this.tooLarge(record);
      if (fault !== undefined) {
        this.failures.push(fault);
        continue;
      }
      const chosen = record.key === null ? sticky : partitionOfKey(record.key, this.partitionCount);
      this.uncommitted.push({ partition: partition < 0 ? chosen : partition, record });
    }
    if (this.transport.deliveryGuarantee !== 'exactly-once') this.store();
  }

  async flush(): Promise<FlushResult> {
    this.throwFailures();
    return { unacknowledged: 0 };
  }

  async close(): Promise<void> {
    this.uncommitted = [];
  }

  /** Nothing can fail between the records and the positions: both are stored at once. */
  private transactions(): SinkTransaction {
    return {
      isCommitting: false,
      isExactlyOnce: true,
      canHold: (source) => source instanceof MemorySource && source.storesPositions,
      commit: async (written, sources) => {
        await written;
        const batch = this.uncommitted.splice(0);
        this.throwFailures();
        this.store(batch);
        for (const { source, positions } of sources) await source.commit(positions);
      },
      abort: async () => {
        this.uncommitted = [];
        this.failures = [];
        return false;
      },
    };
  }

  private store(records = this.uncommitted.splice(0)): void {
    const topic = this.topic();
    for (const { partition, record } of records) topic.append(partition, record, this.broker.now());
    this.broker.wake();
  }

  private tooLarge(record: NewRecord): string | undefined {
    const size = recordSizeUpperBound(record);
    const { maxMessageBytes } = this.topic();
    if (size > this.maxRequestSize)
      return `a record of ${size} bytes is larger than 'properties.max.request.size', ${this.maxRequestSize}`;
    if (size > maxMessageBytes)
      return `a record of ${size} bytes is larger than the topic's max.message.bytes, ${maxMessageBytes}`;
    return undefined;
  }

  private throwFailures(): void {
    const count = this.failures.length;
    const [first] = this.failures;
    this.failures = [];
    if (first === undefined || this.transport.deliveryGuarantee === 'none') return;
    const records = count === 1 ? 'record was' : 'records were';
    const reason = `${count} ${records} not written to topic ${this.transport.topic}: ${first}`;
    throw new TsqlError(diagnostic('TSQL_KAFKA_CLIENT', { reason }));
  }

  private topic(): MemoryTopic {
    if (this.target === undefined) throw new Error('the sink is not open');
    return this.target;
  }
}
