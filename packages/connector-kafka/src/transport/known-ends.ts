import { reveal } from '@tsql/core';
import type { Consumer, TopicPartition } from '@tsql/kafka-native';
import type { KafkaSourceTransport } from '../plan/transport-plan.js';
import { LOOKUP_TIMEOUT_MS } from './kafka-error.js';
import { partitionName } from './kafka-splits.js';

/**
 * The ends of partitions that are read without a bound, for the lag. Where only committed records are read they are the last stable
 * offsets, and the brokers are asked for them: a fetch tells of the end behind open transactions, which nobody can reach.
 */
export class KnownEnds {
  /** By `partitionName`, as they were told last. */
  readonly byName = new Map<string, number>();
  private readonly isStable: boolean;
  private isAsking = false;

  constructor({ properties }: KafkaSourceTransport) {
    this.isStable = reveal(properties['isolation.level'] ?? '') === 'read_committed';
  }

  /** For the next time that the lag is asked for; does not wait. */
  refresh(consumer: Consumer, partitions: readonly TopicPartition[]): void {
    if (this.isAsking || partitions.length === 0) return;
    this.isAsking = true;
    this.ask(
      consumer,
      partitions.map(({ topic, partition }) => ({ topic, partition })),
    )
      // What is not known now is known a commit later.
      .catch(() => {})
      .finally(() => {
        this.isAsking = false;
      });
  }

  private async ask(consumer: Consumer, partitions: readonly TopicPartition[]): Promise<void> {
    const ends = this.isStable
      ? (await consumer.watermarks(partitions, LOOKUP_TIMEOUT_MS)).map((mark) => ({ ...mark, offset: mark.high }))
      : await consumer.knownEnds(partitions);
    for (const { topic, partition, offset } of ends)
      if (offset >= 0) this.byName.set(partitionName(topic, partition), offset);
  }
}
