import { setTimeout as delay } from 'node:timers/promises';
import { type Diagnostic, diagnostic, type TsqlError } from '@tsql/core';

/** How long a job goes on trying without a commit between the attempts: Kafka's `delivery.timeout.ms`. Milliseconds. */
const GIVE_UP_MS = 120_000;
const FIRST_PAUSE_MS = 100;
const LAST_PAUSE_MS = 5_000;

/** How often, and how far apart, work is taken back and done again. */
export class Replays {
  count = 0;
  private attempts = 0;
  private firstAt = 0;
  private commits = 0;

  constructor(private readonly now: () => number) {}

  /** With a commit behind the last attempt patience begins anew. True where there is one. */
  noteCommit(commits: number): boolean {
    if (commits === this.commits) return false;
    this.commits = commits;
    this.attempts = 0;
    return true;
  }

  /** Waits before the next attempt; false where it has been tried long enough, or the job is to end. */
  async mayTryAgain(signal: AbortSignal): Promise<boolean> {
    if (signal.aborted) return false;
    const now = this.now();
    if (this.attempts === 0) this.firstAt = now;
    if (now - this.firstAt > GIVE_UP_MS) return false;
    const pause = Math.min(LAST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** this.attempts++);
    this.count++;
    await delay(pause, undefined, { signal }).catch(() => {});
    return !signal.aborted;
  }

  notice(error: TsqlError): Diagnostic {
    return diagnostic('TSQL_RUN_REPLAY', { reason: error.diagnostic.message });
  }
}
