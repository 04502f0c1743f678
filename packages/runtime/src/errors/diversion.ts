import type { Diagnostic, Position, RecordBatch, RecordOrigin, RejectedRecordsError } from '@tsql/core';

/**
 * Finds the records whose output a broker rejects, and keeps them out. A broker says so when much has been sent, and perhaps of a
 * whole batch. The job goes back to its last commit then and follows where each record comes from; those that fail again are sent
 * alone; one that fails alone is diverted. Once the commits are behind all this, the job goes its usual way again.
 */
export class Diversion {
  /** The record at work, while records are followed. */
  current: Omit<RecordOrigin, 'sink'> | undefined;
  private isOn = false;
  /** What is to be sent alone. */
  private readonly suspects = new Set<string>();
  private readonly diverted = new Map<string, Diagnostic>();
  /** How far the sources had been read when something failed last, by partition. */
  private readonly until = new Map<string, number>();

  /** True while every record's way is followed. */
  get isFollowing(): boolean {
    return this.isOn;
  }

  /**
   * Takes in what was rejected, `read` being how far the sources were read. False where nothing new was learnt, so that trying
   * again is of no use.
   */
  learn({ rejected }: RejectedRecordsError, read: readonly Position[]): boolean {
    for (const { topic, partition, offset } of read) {
      const name = `${topic}/${partition}`;
      this.until.set(name, Math.max(offset, this.until.get(name) ?? 0));
    }
    if (!this.isOn) {
      this.isOn = true;
      return true;
    }
    const found = rejected.flatMap(({ origin, diagnostic }) => (origin === undefined ? [] : [{ origin, diagnostic }]));
    const fresh = found.filter(({ origin }) => !this.diverted.has(keyOf(origin)));
    for (const { origin, diagnostic } of fresh) {
      const key = keyOf(origin);
      if (fresh.length === 1 || this.suspects.has(key)) this.diverted.set(key, diagnostic);
      else this.suspects.add(key);
    }
    return fresh.length > 0;
  }

  /** True where the output of a record is to be sent alone. */
  isSuspect(batch: RecordBatch, index: number, sink: number): boolean {
    const key = keyAt(batch, index, sink);
    return this.suspects.has(key) && !this.diverted.has(key);
  }

  /** Why the output of a record is rejected, or undefined where it is not. */
  reason(batch: RecordBatch, index: number, sink: number): Diagnostic | undefined {
    return this.diverted.get(keyAt(batch, index, sink));
  }

  /** Notes what has been committed. */
  settle(positions: readonly Position[]): void {
    if (!this.isOn) return;
    for (const { topic, partition, offset } of positions) {
      const name = `${topic}/${partition}`;
      if (offset >= (this.until.get(name) ?? 0)) this.until.delete(name);
    }
    if (this.until.size > 0) return;
    this.isOn = false;
    this.current = undefined;
    this.suspects.clear();
    this.diverted.clear();
  }
}

function keyOf({ topic, partition, offset, sink }: RecordOrigin): string {
  return `${sink} ${topic}/${partition}/${offset}`;
}

function keyAt(batch: RecordBatch, index: number, sink: number): string {
  return `${sink} ${batch.topics[batch.topic[index] ?? 0]}/${batch.partition[index]}/${batch.offset[index]}`;
}
