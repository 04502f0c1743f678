import type { DynamicTableFactory } from '@tsql/core';
import type { KafkaSinkTransport, KafkaSourceTransport } from './plan/transport-plan.js';

/**
 * The connector with a prefix before the names of its topics and groups, so that a job can be tested as it stands beside others on one
 * broker. Metadata and messages show the names with it.
 */
export function prefixTopics(factory: DynamicTableFactory, prefix: string): DynamicTableFactory {
  return {
    ...factory,
    planSource(context) {
      const plan = factory.planSource?.(context);
      const transport = plan?.transport as KafkaSourceTransport;
      return plan && { ...plan, transport: prefixSource(transport, prefix) };
    },
    planSink(context) {
      const plan = factory.planSink?.(context);
      const transport = plan?.transport as KafkaSinkTransport;
      return (
        plan && {
          ...plan,
          transport: { ...transport, ...prefixDeadLetters(transport, prefix), topic: prefix + transport.topic },
        }
      );
    },
  };
}

function prefixDeadLetters({ deadLetterTopic }: { readonly deadLetterTopic?: string }, prefix: string) {
  return deadLetterTopic === undefined ? {} : { deadLetterTopic: prefix + deadLetterTopic };
}

function prefixSource(transport: KafkaSourceTransport, prefix: string): KafkaSourceTransport {
  const { topics, topicPattern, groupId } = transport;
  const escaped = prefix.replace(/[\\^$.|?*+()[\]{}]/g, '\\$&');
  return {
    ...transport,
    ...prefixDeadLetters(transport, prefix),
    topics: topics.map((topic) => prefix + topic),
    topicPattern: topicPattern === undefined ? undefined : `${escaped}(?:${topicPattern})`,
    groupId: groupId === undefined ? undefined : prefix + groupId,
  };
}
