import type { Secret } from '@tsql/core';
import type { BoundedMode, DeliveryGuarantee, SpecificOffset, StartupMode } from '../options/kafka-options.js';

/** What the Kafka source needs to open: part of the plan, printable as JSON. */
export interface KafkaSourceTransport {
  readonly topics: readonly string[];
  /** Matches whole names. */
  readonly topicPattern: string | undefined;
  readonly properties: Readonly<Record<string, string | Secret>>;
  readonly groupId: string | undefined;
  readonly startup: {
    readonly mode: StartupMode;
    readonly timestamp?: number;
    readonly offsets?: readonly SpecificOffset[];
  };
  readonly bounded: {
    readonly mode: BoundedMode;
    readonly timestamp?: number;
    readonly offsets?: readonly SpecificOffset[];
  };
  /** `on-error.dead-letter-topic`. */
  readonly deadLetterTopic?: string;
  /** How often new partitions are looked for, in milliseconds; 0 for never. */
  readonly discoveryIntervalMs: number;
}

/** What the Kafka sink needs to open. */
export interface KafkaSinkTransport {
  readonly topic: string;
  readonly properties: Readonly<Record<string, string | Secret>>;
  readonly deliveryGuarantee: DeliveryGuarantee;
  readonly transactionalIdPrefix: string | undefined;
  /** `on-error.dead-letter-topic`. */
  readonly deadLetterTopic?: string;
  /** True where a failing record is told also without a guarantee: `on-error` asks for it. */
  readonly tellsFailures?: boolean;
}
