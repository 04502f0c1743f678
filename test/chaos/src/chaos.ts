import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { FAULTS, type Fault } from './faults.js';
import { mountSmallDisk } from './full-disk.js';
import { KafkaCluster } from './kafka-cluster.js';
import type { ChaosOptions } from './options.js';
import { Results } from './results.js';
import { runRound } from './round.js';
import { World } from './world.js';

export interface ChaosCounts {
  passed: number;
  failed: number;
  skipped: number;
}

/** Runs the rounds that are not in the results yet, fault by fault. */
export async function chaos(options: ChaosOptions, say: (text: string) => void): Promise<ChaosCounts> {
  const counts: ChaosCounts = { passed: 0, failed: 0, skipped: 0 };
  const deadline = Date.now() + options.minutes * 60_000;
  for (const name of options.faults) {
    const fault = FAULTS[name];
    if (fault === undefined) throw new Error(`there is no fault ${name}`);
    const series = new SeriesRun(options, { name, fault }, say);
    await series.run(counts, deadline);
  }
  return counts;
}

/** The rounds of one fault, on a cluster of their own. */
class SeriesRun {
  private readonly results: Results;
  private readonly folder = mkdtempSync(join(tmpdir(), 'tsql-chaos-'));
  private readonly commit: string;
  private worlds = 0;

  constructor(
    private readonly options: ChaosOptions,
    private readonly what: { readonly name: string; readonly fault: Fault },
    private readonly say: (text: string) => void,
  ) {
    this.results = new Results(options.results);
    this.commit = commitOf(dirname(options.tsql));
  }

  async run(counts: ChaosCounts, deadline: number): Promise<void> {
    const { seed, guarantee, instances, rounds, resumeFrom } = this.options;
    const series = { seed, guarantee, instances, fault: this.what.name };
    const first = resumeFrom ?? this.results.next(series);
    if (first > rounds || Date.now() > deadline) return;
    const disk = this.mountDisk();
    if (disk === 'refused') {
      counts.skipped += rounds - first + 1;
      return;
    }
    const failedBefore = counts.failed;
    let hasEnded = false;
    const cluster = await KafkaCluster.start(this.what.fault.brokers, {
      folder: this.folder,
      ...(this.options.firstPort === undefined ? {} : { firstPort: this.options.firstPort }),
      ...(disk === undefined ? {} : { dataFolder: () => join(disk.folder, 'data') }),
    });
    try {
      await this.runRounds(cluster, { first, counts, deadline });
      hasEnded = true;
    } finally {
      await cluster.stop();
      disk?.unmount();
      if (this.options.keepFiles || !hasEnded || counts.failed > failedBefore)
        this.say(`what the processes said: ${this.folder}`);
      else rmSync(this.folder, { recursive: true, force: true });
    }
  }

  private mountDisk(): { folder: string; unmount: () => void } | 'refused' | undefined {
    if (this.what.fault.needsSmallDisk !== true) return undefined;
    const folder = join(this.folder, 'disk');
    try {
      const unmount = mountSmallDisk(folder);
      mkdirSync(join(folder, 'data'));
      return { folder, unmount };
    } catch (error) {
      this.say(`${this.what.name}: skipped, a tmpfs cannot be mounted here: ${(error as Error).message}`);
      return 'refused';
    }
  }

  private async runRounds(
    cluster: KafkaCluster,
    { first, counts, deadline }: { first: number; counts: ChaosCounts; deadline: number },
  ): Promise<void> {
    let world: World | undefined;
    for (let round = first; round <= this.options.rounds && Date.now() < deadline; round++) {
      world ??= await this.openWorld(cluster);
      const hasPassed = await this.runOne(world, round);
      if (hasPassed) counts.passed++;
      else {
        counts.failed++;
        // What is lost stays lost: the next round begins with topics of its own.
        await world.close();
        world = undefined;
      }
    }
    await world?.close();
  }

  private openWorld(cluster: KafkaCluster): Promise<World> {
    const { seed, guarantee, instances, tsql } = this.options;
    const name = `chaos-${this.what.name}-${++this.worlds}`;
    return World.open({ cluster, setting: { seed, guarantee, instances }, tsql, folder: this.folder, name });
  }

  private async runOne(world: World, round: number): Promise<boolean> {
    const { name, fault } = this.what;
    const startedAt = Date.now();
    const outcome = await runRound(world, { fault, name, round, checkAs: this.options.checkAs });
    const seconds = (Date.now() - startedAt) / 1000;
    const at = new Date(startedAt).toISOString();
    this.results.append({ at, ...world.setting, fault: name, round, ...outcome, seconds, commit: this.commit });
    const verdict = outcome.faults.length === 0 ? 'passed' : `FAILED: ${outcome.faults.join('; ')}`;
    const ended = outcome.exits.map(({ instance, status, codes }) => ` [${instance}: ${status} ${codes.join(' ')}]`);
    this.say(`${name} ${round}: ${outcome.note}: ${outcome.fed} records, ${seconds} s${ended.join('')}: ${verdict}`);
    return outcome.faults.length === 0;
  }
}

function commitOf(folder: string): string {
  try {
    return execFileSync('git', ['-C', folder, 'rev-parse', '--short', 'HEAD'], { stdio: 'pipe' }).toString().trim();
  } catch {
    return 'unknown';
  }
}
