import type { KafkaError } from './record-batch.js';

export interface NewTopic {
  readonly topic: string;
  /** -1, or left out: the broker's default; likewise below. */
  readonly partitions?: number;
  readonly replicationFactor?: number;
  /** `cleanup.policy`, `retention.ms`, … */
  readonly configs?: Readonly<Record<string, string>>;
}

export interface TopicResult {
  readonly topic: string;
  readonly error?: KafkaError;
}

/** What has a configuration. A broker's name is its number. */
export interface ConfigResource {
  readonly type: 'topic' | 'broker' | 'group';
  readonly name: string;
}

export interface ConfigEntry {
  readonly name: string;
  /** Null where it is secret. */
  readonly value: string | null;
  /** `DYNAMIC_TOPIC_CONFIG`, `STATIC_BROKER_CONFIG`, `DEFAULT_CONFIG`, … */
  readonly source: string;
  readonly isReadOnly: boolean;
  readonly isSensitive: boolean;
}

export interface ConfigResult extends ConfigResource {
  readonly error?: KafkaError;
  readonly configs: readonly ConfigEntry[];
}

/** A consumer of a group. */
export interface GroupMember {
  /** The broker's name for it, another one each time that it joins. */
  readonly memberId: string;
  /** Its `client.id`. */
  readonly clientId: string;
  /** Where it is, as the broker sees it: `/10.0.0.7`. */
  readonly host: string;
  /** Its `group.instance.id` (KIP-345), where it has one. */
  readonly groupInstanceId?: string;
}

export interface GroupListing {
  readonly group: string;
  /** `Stable`, `Empty` (without members), `PreparingRebalance`, `CompletingRebalance`, `Dead`, `Unknown`. */
  readonly state: string;
}
