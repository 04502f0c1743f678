import type { OutputBatch, RecordOrigin } from '@tsql/core';
import type { DeliveryFailure, Producer } from '@tsql/kafka-native';

/** A record that was not delivered, with where it came from if that was noted. */
export interface TracedFailure extends DeliveryFailure {
  readonly origin: RecordOrigin | undefined;
}

/** Sends batches, and remembers where their records came from, for batches that tell. One for each producer. */
export class SentOrigins {
  /** The number of the next record. */
  next = 0;
  private readonly origins = new Map<number, RecordOrigin>();

  /** As `produce` of the producer, whose numbers of records are counted along. */
  produce(producer: Producer, topic: string, batch: OutputBatch, from: number): number {
    const taken = producer.produce(topic, batch, from);
    const { origins } = batch;
    if (origins !== undefined) {
      for (let i = 0; i < taken; i++) {
        const origin = origins[from + i];
        if (origin !== undefined) this.origins.set(this.next + i, origin);
      }
    }
    this.next += taken;
    return taken;
  }

  of(failures: readonly DeliveryFailure[]): TracedFailure[] {
    return failures.map((failure) => ({ ...failure, origin: this.origins.get(failure.sequence) }));
  }

  forget(): void {
    this.origins.clear();
  }
}
