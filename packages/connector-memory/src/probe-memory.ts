import {
  type KafkaSinkTransport,
  type KafkaSourceTransport,
  missingSinkTopic,
  missingTopic,
} from '@tsql/connector-kafka';
import type { Diagnostic, SinkPlan, SourcePlan } from '@tsql/core';
import type { MemoryBroker } from './memory-broker.js';

/** Which topics of a table are missing; a pattern may match later. */
export function probeMemory(plan: SourcePlan | SinkPlan, broker: MemoryBroker, createTopics: boolean): Diagnostic[] {
  const isMissing = (topic: string) => broker.topic(topic) === undefined;
  if (plan.kind === 'record-sink' || plan.kind === 'row-sink') {
    const { topic } = plan.transport as KafkaSinkTransport;
    return isMissing(topic) && !createTopics ? [missingSinkTopic(topic, broker.servers).diagnostic] : [];
  }
  const { topics } = plan.transport as KafkaSourceTransport;
  return topics.filter(isMissing).map((topic) => missingTopic(topic, broker.servers).diagnostic);
}
