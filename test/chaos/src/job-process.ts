import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';

/** How a process ended. */
export interface JobExit {
  readonly instance: string;
  readonly status: number | null;
  readonly signal: string | null;
  /** The codes that it printed, in order. */
  readonly codes: readonly string[];
}

const KEPT_CHARACTERS = 65_536;

/** One process of the job. */
export class JobProcess {
  readonly ended: Promise<JobExit>;
  private readonly child: ChildProcess;
  private said = '';
  private exit: JobExit | undefined;

  constructor(
    command: readonly string[],
    readonly instance: string,
    /** What it says goes there too. */
    logFile: string,
  ) {
    const log = createWriteStream(logFile, { flags: 'a' });
    const [program = '', ...args] = command;
    this.child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    const { pid } = this.child;
    log.write(`${new Date().toISOString()} ${pid} started: instance ${instance}\n`);
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.on('data', (chunk: Buffer) => {
        this.said = (this.said + chunk.toString()).slice(-KEPT_CHARACTERS);
        log.write(chunk);
      });
    }
    process.once('exit', this.killAtExit);
    this.ended = new Promise((resolve) => {
      this.child.once('close', (status, signal) => {
        process.removeListener('exit', this.killAtExit);
        const codes = [...this.said.matchAll(/\bTSQL_[A-Z_]+\b/g)].map(([code]) => code);
        this.exit = { instance, status, signal, codes };
        log.end(`${new Date().toISOString()} ${pid} ended: ${status ?? signal}\n`);
        resolve(this.exit);
      });
    });
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  /** The last of what it said. */
  get output(): string {
    return this.said;
  }

  get isRunning(): boolean {
    return this.exit === undefined;
  }

  signal(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  private readonly killAtExit = () => {
    this.child.kill('SIGKILL');
  };
}
