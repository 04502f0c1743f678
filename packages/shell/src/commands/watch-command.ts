import { CommandError, type ShellCommand } from './shell-command.js';

const DEFAULT_SECONDS = 2;

/** `\watch`: psql's. */
export const watchCommand: ShellCommand = {
  name: '\\watch',
  syntax: '[SECONDS [TIMES]]',
  doc: `run the query before it, or the last one, again and again, every ${DEFAULT_SECONDS} seconds unless told; Ctrl-C ends it`,
  argument: 'statement',
  run: async (shell, argument, statement) => {
    const [seconds = DEFAULT_SECONDS, times = Number.POSITIVE_INFINITY] = argument
      .split(/\s+/)
      .filter(Boolean)
      .map(Number);
    if (!(seconds >= 0) || !(times > 0)) throw new CommandError(`\\watch takes seconds and times, found '${argument}'`);
    if (statement === undefined) throw new CommandError('\\watch follows a query: SELECT … \\watch 5');
    return shell.interruptible(async (signal) => {
      for (let count = 1; count <= times && !signal.aborted; count++) {
        if (count > 1) await pause(seconds * 1000, signal);
        if (signal.aborted) break;
        shell.output.line(shell.output.paint('dim', `every ${seconds} s, ${count}:`));
        if (!(await shell.run(statement))) return false;
      }
      return true;
    });
  },
};

/** Waits, not longer than until the signal. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done);
  });
}
