import { setTimeout as delay } from 'node:timers/promises';
import { type JobExit, JobProcess } from './job-process.js';

/** As a service manager waits before it starts a process again. */
const RESTART_AFTER_MS = 300;

/** The processes of one job, one for each instance name; one that ends by itself is started again. */
export class JobFleet {
  /** Processes that ended by themselves since {@link takeExits}. */
  private exits: JobExit[] = [];
  private readonly processes = new Map<string, JobProcess>();
  private isEnding = false;

  constructor(
    readonly instances: readonly string[],
    private readonly command: (instance: string) => readonly string[],
    private readonly logFile: string,
  ) {
    for (const instance of instances) this.start(instance);
  }

  process(instance: string): JobProcess {
    const found = this.processes.get(instance);
    if (found === undefined) throw new Error(`there is no instance ${instance}`);
    return found;
  }

  /** `kill -9`, and at once the next process. */
  async kill(instance: string): Promise<void> {
    await this.replace(instance, async (old) => {
      old.signal('SIGKILL');
      await old.ended;
    });
  }

  /** A further process under the name takes the place; the old one goes on, watched by nobody. */
  async supplant(instance: string): Promise<JobProcess> {
    const old = this.process(instance);
    await this.replace(instance, async () => {});
    return old;
  }

  takeExits(): JobExit[] {
    const taken = this.exits;
    this.exits = [];
    return taken;
  }

  /** An orderly end; what does not end in time is killed. Returns how the processes ended. */
  async stop(timeoutMs: number): Promise<JobExit[]> {
    this.isEnding = true;
    const all = [...this.processes.values()];
    for (const each of all) each.signal('SIGTERM');
    const timer = setTimeout(() => {
      for (const each of all) each.signal('SIGKILL');
    }, timeoutMs);
    const exits = await Promise.all(all.map((each) => each.ended));
    clearTimeout(timer);
    return exits;
  }

  private async replace(instance: string, end: (old: JobProcess) => Promise<void>): Promise<void> {
    const old = this.process(instance);
    this.processes.delete(instance);
    await end(old);
    this.start(instance);
  }

  private start(instance: string): void {
    const started = new JobProcess(this.command(instance), instance, this.logFile);
    this.processes.set(instance, started);
    started.ended.then(async (exit) => {
      // Killed or supplanted on purpose: somebody else is in its place.
      if (this.isEnding || this.processes.get(instance) !== started) return;
      this.exits.push(exit);
      await delay(RESTART_AFTER_MS);
      if (!this.isEnding && this.processes.get(instance) === started) this.start(instance);
    });
  }
}
