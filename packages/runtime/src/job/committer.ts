import type { Position, SinkTransaction, SourcePositions } from '@tsql/core';
import type { JobProgress } from './job-context.js';
import type { SinkWriter } from './sink-writer.js';
import type { SourceReader } from './source-reader.js';

/** Positions that do not change are stored again after so long, so that the brokers do not forget them. Milliseconds. */
const REFRESH_MS = 600_000;

export interface CommitterOptions {
  readonly intervalMs: number;
  /** A transaction ends after so many records read, where given. */
  readonly maxRecords?: number | undefined;
  /** A transaction ends after so many bytes written, where given. */
  readonly maxBytes?: number | undefined;
  /** False where positions mean nothing on the way: they are stored at the end only, or not at all. */
  readonly storesPositions: boolean;
  /** How long to wait for acknowledgements at a time. Milliseconds. */
  readonly flushTimeoutMs: number;
  readonly now: () => number;
}

/** Where a task stood when it committed. */
interface Point {
  readonly positions: readonly (readonly Position[])[];
  readonly progress: JobProgress;
}

/**
 * Decides when a task commits, and does it: everything made of what was read so far is written and acknowledged, and the positions
 * are stored with it or after it. Where all sinks are transactional, reading goes on meanwhile.
 */
export class Committer {
  private committing: Promise<void> | undefined;
  private failure: unknown;
  private parked: (() => void)[] = [];
  private isWanted = false;
  private isStopped = false;
  private starts = 0;
  private lastStart: number;
  private lastStored: number;
  /** What the last commit held, and what the one under way is to hold. */
  private last: Point;
  private next: Point;

  constructor(
    private readonly readers: readonly SourceReader[],
    private readonly writers: readonly SinkWriter[],
    private readonly progress: JobProgress,
    private readonly options: CommitterOptions,
  ) {
    this.lastStart = options.now();
    this.lastStored = Number.NEGATIVE_INFINITY;
    this.last = this.next = this.here();
    if (this.transactions().size > 0) progress.commits.openSince = this.lastStart;
  }

  /** How many commits have succeeded. */
  get commits(): number {
    return this.progress.commits.count;
  }

  /** True while a commit is under way. */
  get isCommitting(): boolean {
    return this.committing !== undefined;
  }

  /** To be called by every reader between two batches, and at its end; waits where the reader has to. */
  async step(): Promise<void> {
    while (!this.isStopped) {
      if (this.failure !== undefined) throw this.failure;
      if (this.committing !== undefined && !this.isOverlapping) await this.committing;
      else if (!this.isDue()) return;
      else await this.advance();
    }
  }

  /**
   * Commits what was read so far, now. To be called by a reader that is not in the middle of a batch, before partitions are taken
   * from it.
   */
  async settle(): Promise<void> {
    await this.committing;
    const before = this.starts;
    while (this.starts === before) {
      if (this.failure !== undefined) throw this.failure;
      if (this.isStopped && this.isMidBatch) throw new Error('the task has failed meanwhile');
      this.isWanted = true;
      await this.advance();
    }
    await this.committing;
    if (this.failure !== undefined) throw this.failure;
  }

  /** The positions of the last commit. */
  committed(): readonly Position[] {
    return this.last.positions.flat();
  }

  /** No reader goes on: those that wait for others are not to. */
  stop(): void {
    this.isStopped = true;
    this.release();
  }

  /**
   * The last commit. `storesPositions` is false where records were read that nobody took, `isWhole` where the job was cut off. Returns
   * what was not acknowledged.
   */
  async finish(end: { readonly storesPositions: boolean; readonly isWhole: boolean }): Promise<number> {
    await this.committing;
    if (this.failure !== undefined) throw this.failure;
    let unacknowledged = 0;
    for (const writer of this.writers)
      if (writer.transaction === undefined) unacknowledged += await writer.flush(this.options.flushTimeoutMs);
    if (unacknowledged > 0) return unacknowledged;
    await this.carryOut(end.storesPositions, end.isWhole);
    return 0;
  }

  /** Takes back what was done since the last commit; the readers stand where they stood then. */
  async rewind(): Promise<void> {
    await this.committing;
    this.failure = undefined;
    this.isStopped = false;
    this.isWanted = false;
    const transactions = this.transactions();
    for (const transaction of transactions) if (await transaction.abort(transactions.size === 1)) this.noteLate();
    for (const writer of this.writers) await writer.reset();
    for (const [index, reader] of this.readers.entries()) await reader.rewind(this.last.positions[index] ?? []);
    const { reconnects, replays } = this.progress;
    Object.assign(this.progress, this.last.progress, { reconnects, replays });
    this.next = this.last;
    this.lastStart = this.options.now();
    this.noteOpen(this.lastStart);
  }

  /** The commit whose end was not heard of has come through. */
  private noteLate(): void {
    this.last = this.next;
    this.lastStored = this.options.now();
    this.noteCommit(this.last, this.lastStored - this.lastStart);
  }

  private get isOverlapping(): boolean {
    return this.writers.every(({ transaction }) => transaction !== undefined);
  }

  private isDue(): boolean {
    const { intervalMs, maxRecords, maxBytes, now } = this.options;
    if (this.isWanted) return true;
    const { recordsIn, bytesOut } = this.progress;
    return (
      now() - this.lastStart >= intervalMs ||
      (maxRecords !== undefined && recordsIn - this.next.progress.recordsIn >= maxRecords) ||
      (maxBytes !== undefined && bytesOut - this.next.progress.bytesOut >= maxBytes)
    );
  }

  private get isMidBatch(): boolean {
    return this.readers.some((reader) => reader.isMidBatch);
  }

  /** One step towards the next commit: the former one's end, then all readers' ends of their batches, then its start. */
  private async advance(): Promise<void> {
    if (this.committing !== undefined) await this.committing;
    else if (this.isMidBatch) await new Promise<void>((resolve) => this.parked.push(resolve));
    else this.start();
  }

  private release(): void {
    for (const wake of this.parked.splice(0)) wake();
  }

  private start(): void {
    this.isWanted = false;
    this.starts++;
    this.lastStart = this.options.now();
    this.committing = this.carryOut(this.options.storesPositions)
      .catch((error: unknown) => {
        this.failure = error;
      })
      .finally(() => {
        this.committing = undefined;
      });
    this.release();
  }

  private async carryOut(storesPositions: boolean, isLast = false): Promise<void> {
    const startedAt = this.options.now();
    const sealed = this.writers.map((writer) =>
      writer.transaction === undefined ? this.acknowledged(writer) : writer.seal(),
    );
    const written = Promise.all(sealed);
    written.catch(() => {});
    const point = this.here();
    this.next = point;
    if (!this.hasNews(point) && !(isLast && this.isHoldingBack)) {
      await written;
      this.noteOpen(startedAt);
      return;
    }
    let free: SourcePositions[] = storesPositions ? this.sourcePositions(point) : [];
    const ends: Promise<void>[] = [];
    for (const transaction of this.transactions()) {
      const held = free.filter(({ source }) => transaction.canHold(source));
      free = free.filter((each) => !held.includes(each));
      ends.push(transaction.commit(written, held, isLast));
    }
    const [failed] = (await Promise.allSettled([written, ...ends])).filter(({ status }) => status === 'rejected');
    if (failed?.status === 'rejected') throw failed.reason;
    if (this.isHoldingBack) return;
    for (const { source, positions } of free) await source.commit(positions);
    this.last = point;
    this.lastStored = this.options.now();
    this.noteCommit(point, this.lastStored - startedAt);
    this.noteOpen(startedAt);
  }

  private noteCommit({ progress: { recordsOut, bytesOut } }: Point, tookMs: number): void {
    const { commits } = this.progress;
    commits.count++;
    commits.totalMs += tookMs;
    commits.lastMs = tookMs;
    commits.recordsOut = recordsOut;
    commits.bytesOut = bytesOut;
  }

  private noteOpen(since: number): void {
    if (this.transactions().size > 0) this.progress.commits.openSince = since;
  }

  /** Until all is acknowledged: the transport fails by itself when its time is over. */
  private async acknowledged(writer: SinkWriter): Promise<void> {
    while ((await writer.flush(this.options.flushTimeoutMs)) > 0);
  }

  private here(): Point {
    return { positions: this.readers.map((reader) => reader.positions()), progress: { ...this.progress } };
  }

  private sourcePositions({ positions }: Point): SourcePositions[] {
    return this.readers.flatMap(({ source }, index) =>
      source === undefined ? [] : [{ source, positions: positions[index] ?? [] }],
    );
  }

  private transactions(): Set<SinkTransaction> {
    const all = this.writers.map(({ transaction }) => transaction);
    return new Set(all.filter((transaction) => transaction !== undefined));
  }

  /** True where something is written that is not safe yet: what was read for it would be lost. */
  private get isHoldingBack(): boolean {
    return [...this.transactions()].some((transaction) => transaction.isHoldingBack);
  }

  private hasNews({ positions, progress }: Point): boolean {
    const { last } = this;
    return (
      this.options.now() - this.lastStored >= REFRESH_MS ||
      progress.recordsIn !== last.progress.recordsIn ||
      progress.recordsOut !== last.progress.recordsOut ||
      positions.some((each, index) => !arePositionsEqual(each, last.positions[index] ?? []))
    );
  }
}

function arePositionsEqual(left: readonly Position[], right: readonly Position[]): boolean {
  return (
    left.length === right.length &&
    left.every((position, index) => {
      const other = right[index];
      return (
        position.topic === other?.topic && position.partition === other.partition && position.offset === other.offset
      );
    })
  );
}
