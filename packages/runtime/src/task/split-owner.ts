import type { SourceSplit } from '@tsql/core';

/** The task that reads a partition, among so many: as Flink's `KafkaSourceEnumerator` spreads them. */
export function splitOwner({ topic, partition }: SourceSplit, tasks: number): number {
  const first = ((Math.imul(javaHash(topic), 31) & 0x7fffffff) % tasks) | 0;
  return (first + partition) % tasks;
}

/** `String.hashCode` (Java SE API). */
function javaHash(text: string): number {
  let hash = 0;
  for (let i = 0; i < text.length; i++) hash = (Math.imul(hash, 31) + text.charCodeAt(i)) | 0;
  return hash;
}
