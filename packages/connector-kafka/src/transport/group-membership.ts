import { setTimeout as delay } from 'node:timers/promises';
import { type ConnectorRuntimeContext, diagnostic, reveal, TsqlError } from '@tsql/core';
import type { Consumer, GroupMember } from '@tsql/kafka-native';
import type { KafkaSourceTransport } from '../plan/transport-plan.js';
import { bufferBytes } from '../properties/buffer-memory.js';
import { clientConfig } from '../properties/client-properties.js';
import { kafkaError, LOOKUP_TIMEOUT_MS } from './kafka-error.js';
import { LOST_CONNECTION, PATIENCE_MS, retryPassing } from './retry.js';

/** A dead member's partitions go to others after so long. Java's default is three times that. */
const SESSION_TIMEOUT_MS = '15000';
/** Between two looks who has the name. Milliseconds. */
const LOOK_EVERY_MS = 500;

/** Where a member is, and what it is called there. */
export interface MemberPlace {
  readonly group: string;
  /** `--instance`. */
  readonly instance: string;
  /** Its `group.instance.id`. */
  readonly name: string;
}

/**
 * The place of a source in the job's group, under a name that lasts beyond the process (KIP-345).
 *
 * A coordinator fences a member whose name it knows another identifier of: mostly another process's. But it may be an earlier one of
 * this very process, where the coordinator has just taken over and has read what it was some time ago; or that of a request to join
 * which was held up in the network and came when this process had asked again. Nobody is behind these, so that they are not
 * heard of.
 */
export class GroupMembership {
  /** What the brokers have called this process so far. */
  private readonly ownIds = new Set<string>();

  constructor(
    private readonly transport: KafkaSourceTransport,
    private readonly place: MemberPlace,
    private readonly context: Pick<ConnectorRuntimeContext, 'now' | 'setting'>,
  ) {}

  /** One that is to subscribe. */
  async createConsumer(): Promise<Consumer> {
    const { createConsumer } = await import('@tsql/kafka-native');
    return createConsumer(this.config());
  }

  /** The consumer has been given partitions: it has an identifier. */
  noteJoined(consumer: Consumer): void {
    const id = consumer.groupMetadata()?.memberId;
    if (id !== undefined && id !== '') this.ownIds.add(id);
  }

  /**
   * Returns when nobody else has the name; fails with TSQL_RUN_FENCED where somebody still has it when a session has been over twice:
   * once for whom a rebalance waits, and once more. Returns early, with false, when `signal` is aborted.
   */
  async awaitName(signal: AbortSignal | undefined): Promise<boolean> {
    const { now } = this.context;
    const deadline = now() + Math.min(PATIENCE_MS, 2 * Number(this.config()['session.timeout.ms']));
    for (; signal?.aborted !== true; await delay(LOOK_EVERY_MS, undefined, { signal }).catch(() => {})) {
      const other = (await this.members()).find(({ groupInstanceId }) => groupInstanceId === this.place.name);
      if (other === undefined || this.ownIds.has(other.memberId)) return true;
      if (now() < deadline) continue;
      const { instance, group } = this.place;
      const reason = `${other.memberId} is a member of group ${group}`;
      throw new TsqlError(diagnostic('TSQL_RUN_FENCED', { instance, reason }));
    }
    return false;
  }

  private config(): Record<string, string> {
    return {
      'session.timeout.ms': SESSION_TIMEOUT_MS,
      ...clientConfig(this.transport.properties, 'consumer', bufferBytes(this.context)),
      'group.id': this.place.group,
      'group.instance.id': this.place.name,
      'partition.assignment.strategy': 'roundrobin',
      ...refreshing(this.transport),
    };
  }

  private async members(): Promise<GroupMember[]> {
    const { createProducer } = await import('@tsql/kafka-native');
    const { properties } = this.transport;
    const timeoutMs = Number(reveal(properties['default.api.timeout.ms'] ?? String(PATIENCE_MS)));
    const client = createProducer(clientConfig(properties, 'producer'));
    try {
      const ask = () => client.groupMembers(this.place.group, LOOKUP_TIMEOUT_MS);
      return await retryPassing(ask, timeoutMs, LOST_CONNECTION);
    } catch (error) {
      throw kafkaError(error, { servers: String(properties['bootstrap.servers'] ?? ''), timeoutMs });
    } finally {
      await client.close();
    }
  }
}

/** How soon partitions that are added to a topic are seen. */
function refreshing({ bounded, discoveryIntervalMs }: KafkaSourceTransport): Record<string, string> {
  if (bounded.mode !== 'unbounded' || discoveryIntervalMs <= 0) return {};
  return { 'topic.metadata.refresh.interval.ms': String(Math.min(3_600_000, Math.max(10, discoveryIntervalMs))) };
}
