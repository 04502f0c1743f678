import { join } from 'node:path';
import { spawn } from '@lydell/node-pty';
import xterm from '@xterm/headless';

const TSQL = join(import.meta.dirname, '../../../bin/tsql');
const TIMEOUT_MS = 20_000;

export interface PseudoTerminalOptions {
  readonly args?: readonly string[];
  readonly columns?: number;
  readonly rows?: number;
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

/** `tsql` on a pseudo-terminal, its output drawn by a terminal emulator: what a user would see. */
export class PseudoTerminal {
  private readonly screen: InstanceType<typeof xterm.Terminal>;
  private readonly process: ReturnType<typeof spawn>;
  private readonly waiting = new Set<() => void>();
  /** All that was written, with its control sequences. */
  written = '';
  exitCode: number | undefined;

  constructor({ args = ['shell'], columns = 80, rows = 24, env = {}, cwd }: PseudoTerminalOptions = {}) {
    this.screen = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true, scrollback: 10_000 });
    this.process = spawn(process.execPath, [TSQL, ...args], {
      cols: columns,
      rows,
      name: env.TERM ?? 'xterm-256color',
      cwd: cwd ?? process.cwd(),
      env: {
        PATH: process.env.PATH ?? '',
        HOME: process.env.HOME ?? '',
        TZ: 'UTC',
        LANG: 'C.UTF-8',
        TSQL_HISTORY: '',
        ...env,
      },
    });
    this.process.onData((data) => {
      this.written += data;
      this.screen.write(data, () => this.wake());
    });
    this.process.onExit(({ exitCode }) => {
      this.exitCode = exitCode;
      this.wake();
    });
  }

  /** Sends keys as a terminal does. */
  type(keys: string): void {
    this.process.write(keys);
  }

  resize(columns: number, rows: number): void {
    this.process.resize(columns, rows);
    this.screen.resize(columns, rows);
  }

  /** The lines that the terminal shows and those that were scrolled out, without blanks at their ends. */
  lines(): string[] {
    const buffer = this.screen.buffer.active;
    const lines = Array.from(
      { length: buffer.length },
      (_, index) => buffer.getLine(index)?.translateToString(true) ?? '',
    );
    while (lines.at(-1) === '') lines.pop();
    return lines;
  }

  /** The lines that went on in the next row, as they were too long for one. */
  get wrapped(): string[] {
    const buffer = this.screen.buffer.active;
    const rows = Array.from({ length: buffer.length }, (_, index) => buffer.getLine(index));
    return rows.filter((row) => row?.isWrapped).map((row) => row?.translateToString(true) ?? '');
  }

  /** Where the cursor stands: the line it is in, cut before it. */
  get beforeCursor(): string {
    const buffer = this.screen.buffer.active;
    const line = buffer.getLine(buffer.baseY + buffer.cursorY);
    return line?.translateToString(false, 0, buffer.cursorX) ?? '';
  }

  /** Waits until what is shown is as wanted; fails with what is shown in its place. */
  async until(isWanted: (terminal: this) => boolean, what: string): Promise<void> {
    const deadline = Date.now() + TIMEOUT_MS;
    while (!isWanted(this)) {
      const left = deadline - Date.now();
      if (left <= 0) throw new Error(`${what} was not shown:\n${this.lines().join('\n')}`);
      await this.change(left);
    }
  }

  /** Waits for a text on the screen. */
  async shows(text: string | RegExp): Promise<void> {
    await this.until((terminal) => {
      const all = terminal.lines().join('\n');
      return typeof text === 'string' ? all.includes(text) : text.test(all);
    }, String(text));
  }

  /** Waits for the cursor to stand behind a text. */
  async cursorBehind(text: string): Promise<void> {
    await this.until((terminal) => terminal.beforeCursor.endsWith(text), `the cursor behind '${text}'`);
  }

  async exits(): Promise<number> {
    await this.until(({ exitCode }) => exitCode !== undefined, 'an end');
    return this.exitCode ?? -1;
  }

  kill(): void {
    if (this.exitCode === undefined) this.process.kill('SIGKILL');
  }

  private change(timeoutMs: number): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.waiting.delete(done);
        resolve();
      };
      const timer = setTimeout(done, timeoutMs);
      this.waiting.add(done);
    });
  }

  private wake(): void {
    for (const done of [...this.waiting]) done();
  }
}
