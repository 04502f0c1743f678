import type { ConnectorRuntimeContext, Diagnostic, SinkPlan, SourcePlan } from '@tsql/core';
import { diagnostic, TsqlError } from '@tsql/core';
import type { ClusterMetadata } from '@tsql/kafka-native';
import { topicRegExp } from '../options/topic-pattern.js';
import type { KafkaSinkTransport, KafkaSourceTransport } from '../plan/transport-plan.js';
import { clientConfig } from '../properties/client-properties.js';
import { kafkaError, LOOKUP_TIMEOUT_MS, missingSinkTopic, missingTopic } from './kafka-error.js';

type Topics = ClusterMetadata['topics'];

/** Asks the brokers of a table for its topics: unreachable brokers, missing and forbidden topics are reported. */
export async function probe(
  plan: SourcePlan | SinkPlan,
  { createTopics }: Pick<ConnectorRuntimeContext, 'createTopics'>,
): Promise<readonly Diagnostic[]> {
  const isSink = plan.kind === 'record-sink' || plan.kind === 'row-sink';
  const { properties } = plan.transport as KafkaSinkTransport | KafkaSourceTransport;
  const servers = String(properties['bootstrap.servers'] ?? '');
  try {
    const topics = await askTopics(properties);
    return isSink
      ? probeSink(plan.transport as KafkaSinkTransport, topics, servers, createTopics)
      : probeSource(plan.transport as KafkaSourceTransport, topics, servers);
  } catch (error) {
    if (error instanceof TsqlError) return [error.diagnostic];
    throw error;
  }
}

/** All topics are asked for: asking for one by name could create it. */
async function askTopics(properties: KafkaSourceTransport['properties']): Promise<Topics> {
  const { createConsumer } = await import('@tsql/kafka-native');
  const timeoutMs = Number(properties['default.api.timeout.ms'] ?? LOOKUP_TIMEOUT_MS);
  const consumer = createConsumer({ ...clientConfig(properties, 'consumer'), 'group.id': 'tsql-without-group' });
  try {
    return (await consumer.metadata(null, timeoutMs)).topics;
  } catch (error) {
    throw kafkaError(error, { servers: String(properties['bootstrap.servers'] ?? ''), timeoutMs });
  } finally {
    await consumer.close();
  }
}

function probeSource({ topics: names, topicPattern }: KafkaSourceTransport, topics: Topics, servers: string) {
  if (topicPattern !== undefined) {
    const pattern = topicRegExp(topicPattern);
    if (topics.some(({ name }) => pattern.test(name))) return [];
    return [diagnostic('TSQL_KAFKA_NO_TOPIC_MATCHES', { pattern: topicPattern, servers })];
  }
  return names.flatMap((name) => {
    const found = topics.find((topic) => topic.name === name);
    if (found === undefined) return [missingTopic(name, servers).diagnostic];
    return found.error === undefined
      ? []
      : [kafkaError(found.error, { servers, timeoutMs: 0, topic: name }).diagnostic];
  });
}

function probeSink({ topic }: KafkaSinkTransport, topics: Topics, servers: string, createTopics: boolean) {
  const found = topics.find(({ name }) => name === topic);
  if (found === undefined) return createTopics ? [] : [missingSinkTopic(topic, servers).diagnostic];
  return found.error === undefined ? [] : [kafkaError(found.error, { servers, timeoutMs: 0, topic }).diagnostic];
}
