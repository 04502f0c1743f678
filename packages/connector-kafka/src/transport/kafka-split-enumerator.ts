import type { SourceSplit, SplitEnumerator } from '@tsql/core';
import type { Consumer } from '@tsql/kafka-native';
import type { KafkaSourceTransport } from '../plan/transport-plan.js';
import { createSourceConsumer } from './create-source-consumer.js';
import { KafkaSplits } from './kafka-splits.js';

/** Finds the partitions of a table for the tasks that share them; its consumer reads nothing. */
export class KafkaSplitEnumerator implements SplitEnumerator {
  private consumer: Consumer | undefined;
  private splits: KafkaSplits | undefined;
  readonly discoveryIntervalMs: number;

  constructor(private readonly transport: KafkaSourceTransport) {
    this.discoveryIntervalMs = transport.bounded.mode === 'unbounded' ? transport.discoveryIntervalMs : 0;
  }

  async open(): Promise<readonly SourceSplit[]> {
    this.consumer = await createSourceConsumer(this.transport);
    this.splits = new KafkaSplits(this.transport, this.consumer);
    return this.splits.first();
  }

  async discover(): Promise<readonly SourceSplit[]> {
    return (await this.splits?.later()) ?? [];
  }

  async close(): Promise<void> {
    await this.consumer?.close();
    this.consumer = undefined;
  }
}
