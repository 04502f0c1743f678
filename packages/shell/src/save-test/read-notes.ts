import type { DynamicTableFactory, RecordBatch, RecordSource } from '@tsql/core';

/** The offsets of one partition that were read, both included. */
export interface ReadRange {
  readonly first: number;
  readonly last: number;
}

/** Notes which records jobs and queries read, so that they can be read again. Costs a look at each record's offset. */
export class ReadNotes {
  private readonly topics = new Map<string, Map<number, ReadRange>>();

  /** What was read, by topic and partition. */
  get ranges(): ReadonlyMap<string, ReadonlyMap<number, ReadRange>> {
    return this.topics;
  }

  /** The same connectors, with what their sources read noted. What is read outside of jobs (PRINT) is not. */
  wrap(connectors: ReadonlyMap<string, DynamicTableFactory>): Map<string, DynamicTableFactory> {
    return new Map([...connectors].map(([name, factory]) => [name, this.wrapFactory(factory)]));
  }

  private wrapFactory(factory: DynamicTableFactory): DynamicTableFactory {
    const { openRecordSource } = factory;
    if (openRecordSource === undefined) return factory;
    return {
      ...factory,
      openRecordSource: async (plan, context) => {
        const source = await openRecordSource.call(factory, plan, context);
        return context.jobName === '' ? source : this.noting(source);
      },
    };
  }

  private noting(source: RecordSource): RecordSource {
    const poll = source.poll.bind(source);
    source.poll = async (maxWaitMs) => {
      const batch = await poll(maxWaitMs);
      if (batch !== null) this.note(batch);
      return batch;
    };
    return source;
  }

  private note({ count, topics, topic, partition, offset }: RecordBatch): void {
    for (let index = 0; index < count; index++) {
      const partitions = this.partitionsOf(topics[topic[index] ?? 0] ?? '');
      const at = offset[index] ?? 0;
      const range = partitions.get(partition[index] ?? 0);
      partitions.set(partition[index] ?? 0, {
        first: Math.min(range?.first ?? at, at),
        last: Math.max(range?.last ?? at, at),
      });
    }
  }

  private partitionsOf(topic: string): Map<number, ReadRange> {
    const known = this.topics.get(topic);
    if (known !== undefined) return known;
    const partitions = new Map<number, ReadRange>();
    this.topics.set(topic, partitions);
    return partitions;
  }
}
