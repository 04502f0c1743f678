import type { DynamicTableFactory, RecordSourcePlan, SourcePlan, SourceSplit, SplitEnumerator } from '@tsql/core';
import type { JobContext } from '../job/job-context.js';
import { splitOwner } from './split-owner.js';

/** True where tasks can share each of the tables. */
export function canBeShared(
  sources: readonly SourcePlan[],
  connectors: ReadonlyMap<string, DynamicTableFactory>,
): boolean {
  return sources.every(({ connector }) => connectors.get(connector)?.openSplitEnumerator !== undefined);
}

/** Finds the splits of a job's sources and says which task reads them: at the start, and what is found later. */
export class SplitAssignment {
  private readonly enumerators: SplitEnumerator[] = [];
  private readonly timers: NodeJS.Timeout[] = [];

  constructor(
    private readonly sources: readonly SourcePlan[],
    private readonly context: JobContext,
    private readonly setting: (key: string) => string | undefined,
    private readonly tasks: number,
  ) {}

  /** For each task, the splits of each source. Fails with a `TsqlError`. */
  async first(signal: AbortSignal): Promise<readonly (readonly (readonly SourceSplit[])[])[]> {
    const { connectors, ...context } = this.context;
    const found: (readonly SourceSplit[])[] = [];
    for (const source of this.sources) {
      const enumerator = await connectors.get(source.connector)?.openSplitEnumerator?.(source as RecordSourcePlan, {
        ...context,
        shared: new Map(),
        settle: async () => {},
        setting: this.setting,
      });
      if (enumerator === undefined) throw new Error(`connector '${source.connector}' cannot be shared by tasks`);
      this.enumerators.push(enumerator);
      found.push(await enumerator.open(signal));
    }
    return Array.from({ length: this.tasks }, (_, task) => found.map((splits) => this.shareOf(task, splits)));
  }

  /** Looks for new splits from time to time; those without such a time are not needed any more. */
  watch(take: (task: number, source: number, splits: readonly SourceSplit[]) => void): void {
    for (const [source, enumerator] of this.enumerators.entries()) {
      const interval = enumerator.discoveryIntervalMs;
      if (interval <= 0) {
        void enumerator.close();
        continue;
      }
      let isLooking = false;
      const look = async () => {
        if (isLooking) return;
        isLooking = true;
        const splits = await enumerator.discover().catch(() => []);
        isLooking = false;
        for (let task = 0; task < this.tasks; task++) {
          const share = this.shareOf(task, splits);
          if (share.length > 0) take(task, source, share);
        }
      };
      this.timers.push(setInterval(look, interval).unref());
    }
  }

  async close(): Promise<void> {
    for (const timer of this.timers) clearInterval(timer);
    await Promise.allSettled(this.enumerators.map((enumerator) => enumerator.close()));
  }

  private shareOf(task: number, splits: readonly SourceSplit[]): readonly SourceSplit[] {
    return splits.filter((split) => splitOwner(split, this.tasks) === task);
  }
}
