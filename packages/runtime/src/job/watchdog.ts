import { diagnostic, TsqlError } from '@tsql/core';

const LOOK_MS = 1_000;

/**
 * Fails a task that stands still: no poll has come back, no batch was taken and no commit has ended for so long, though each of them
 * has a bound of its own. A client that has stopped answering would hold the job for ever else.
 */
export class Watchdog {
  private lastBeat: number;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly timeoutMs: number,
    /** Milliseconds of a clock that only goes on. */
    private readonly now: () => number = () => performance.now(),
  ) {
    this.lastBeat = now();
  }

  /** Something has gone on. */
  beat(): void {
    this.lastBeat = this.now();
  }

  /** The result of `work`, or a failure where nothing goes on meanwhile. */
  async watch<T>(work: Promise<T>): Promise<T> {
    this.beat();
    let lastLook = this.now();
    const stalled = new Promise<never>((_, reject) => {
      this.timer = setInterval(() => {
        const now = this.now();
        // The whole process was stopped for a while: that is nobody's stall.
        if (now - lastLook > 2 * LOOK_MS) this.beat();
        lastLook = now;
        if (now - this.lastBeat < this.timeoutMs) return;
        reject(new TsqlError(diagnostic('TSQL_RUN_STALLED', { seconds: Math.round(this.timeoutMs / 1000) })));
      }, LOOK_MS).unref();
    });
    try {
      return await Promise.race([work, stalled]);
    } finally {
      clearInterval(this.timer);
    }
  }
}
