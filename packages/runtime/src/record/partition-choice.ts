import type { RecordSinkPlan } from '@tsql/core';

/** Chooses the partition of each record of a sink: as Flink's partitioners do. */
export class PartitionChoice {
  /** Whose turn it is under `round-robin`; set to take choices back. */
  turn = 0;

  constructor(
    private readonly partitioner: RecordSinkPlan['partitioner'],
    /** Number of this task and of the topic's partitions. */
    private readonly place: { readonly task: number; readonly partitionCount: number },
  ) {}

  /** The next record's partition; -1 leaves it to the client. */
  next(): number {
    const { task, partitionCount } = this.place;
    switch (this.partitioner) {
      case 'fixed':
        return task % partitionCount;
      case 'round-robin':
        return this.turn++ % partitionCount;
      case 'default':
        return -1;
    }
  }
}
