import { homedir } from 'node:os';
import { join } from 'node:path';
import type { ReadStream, WriteStream } from 'node:tty';
import type { DynamicTableFactory } from '@tsql/core';
import type { Session } from '@tsql/session';
import { History } from './editor/history.js';
import { KeyReader } from './editor/key-reader.js';
import { LineEditor } from './editor/line-editor.js';
import { colorPaint, plainPaint, wantsColor } from './editor/palette.js';
import { Screen } from './editor/screen.js';
import { editText, openPager, withTerminal } from './other-programs.js';
import { promptText } from './prompt.js';
import { ReadNotes } from './save-test/read-notes.js';
import type { CompleteCase } from './shell.js';
import type { ShellOutput } from './shell-output.js';

/** Puts something around the connectors of a session. */
export type WrapConnectors = (
  connectors: ReadonlyMap<string, DynamicTableFactory>,
) => ReadonlyMap<string, DynamicTableFactory>;

/** What a shell on a terminal is started with. */
export interface ShellStart {
  readonly input: ReadStream;
  readonly output: WriteStream;
  readonly env: NodeJS.ProcessEnv;
  readonly version: string;
  /** Named in the prompt. */
  readonly profile: string | undefined;
  /** Statements that are run before the first prompt: the profile's. */
  readonly initial: string | undefined;
  readonly settings: Readonly<Record<string, string>>;
  /** Makes the session: called when the prompt is there, so that the prompt need not wait for the planner to be loaded. */
  readonly createSession: (connectors: WrapConnectors) => Promise<Session>;
  /** Runs a case in memory and fills in what came of it. */
  readonly completeCase: CompleteCase;
}

/** Runs a shell on a terminal until its user leaves. Returns the exit status. */
export async function startShell(start: ShellStart): Promise<number> {
  const { input, output, env } = start;
  const paint = wantsColor(output, env) ? colorPaint() : plainPaint;
  const screen = new Screen((text) => output.write(text));
  const keys = new KeyReader(input);
  const size = () => ({ columns: output.columns || 80, rows: output.rows || 24 });
  const history = new History(historyFile(env));
  const terminal = { keys, screen, paint, size, onResize: (action: () => void) => output.on('resize', action) };
  const editor = new LineEditor(terminal, history);
  const notes = new ReadNotes();
  keys.start();
  try {
    output.write(`tsql ${start.version} \u2013 \\? for help, \\q to leave\r\n`);
    editor.show(promptText(start.profile, start.settings['execution.runtime-mode']));
    // Lets the terminal show the prompt before the planner is loaded.
    await new Promise((resolve) => setImmediate(resolve));
    const [{ Shell }, { ShellLanguage }, { withoutSecrets }, session] = await Promise.all([
      import('./shell.js'),
      import('./shell-language.js'),
      import('./without-secrets.js'),
      start.createSession((connectors) => notes.wrap(connectors)),
    ]);
    history.clean = withoutSecrets;
    const shell = new Shell({
      session,
      output: shellOutput(start, { screen, keys, paint, size }),
      clock: () => performance.now(),
      folder: process.cwd(),
      notes,
      completeCase: start.completeCase,
      pager: env.TSQL_PAGER ?? env.PAGER ?? 'less -RFX',
      editText: (text) => withTerminal(keys, () => editText(text, env)),
    });
    editor.language = new ShellLanguage(shell);
    // In raw mode Ctrl-C is a key; while a pager or an editor has the terminal it is a signal to all of them.
    keys.onInterrupt(() => shell.interrupt());
    process.on('SIGINT', () => shell.interrupt());
    if (start.initial !== undefined) {
      screen.clear();
      await shell.submit(start.initial);
    }
    await readAndRun(shell, editor, () =>
      promptText(start.profile, session.state.settings.get('execution.runtime-mode')),
    );
    return 0;
  } finally {
    keys.stop();
  }
}

async function readAndRun(shell: import('./shell.js').Shell, editor: LineEditor, prompt: () => string): Promise<void> {
  while (!shell.isDone) {
    const { proposal } = shell;
    shell.proposal = undefined;
    const input = await editor.read(prompt(), proposal);
    if (input.kind === 'end') return;
    if (input.kind === 'text') await shell.submit(input.text);
  }
}

interface TerminalParts {
  readonly screen: Screen;
  readonly keys: KeyReader;
  readonly paint: ShellOutput['paint'];
  readonly size: () => { readonly columns: number; readonly rows: number };
}

function shellOutput({ output, env }: ShellStart, { screen, keys, paint, size }: TerminalParts): ShellOutput {
  return {
    line: (text) => output.write(`${text}\r\n`),
    columns: () => size().columns,
    rows: () => size().rows,
    paint,
    status: (text) => output.write(text === undefined ? '\r\u001b[K' : `\r\u001b[K${text}`),
    clear: () => screen.clearAll(),
    openPager: (command) => openPager(command, keys, env),
    live: {
      paint(lines) {
        const { rows } = size();
        const isCut = lines.length > rows - 1;
        const shown = isCut ? [...lines.slice(0, rows - 2), `… ${lines.length - rows + 2} more lines`] : lines;
        screen.paint({ rows: shown, cursorRow: shown.length - 1, cursorColumn: 0 }, rows);
      },
      clear: () => screen.clear(),
    },
  };
}

/** `TSQL_HISTORY`, or the place that the XDG base directory specification gives to such files; empty for none. */
function historyFile(env: NodeJS.ProcessEnv): string | undefined {
  if (env.TSQL_HISTORY !== undefined) return env.TSQL_HISTORY === '' ? undefined : env.TSQL_HISTORY;
  const state = env.XDG_STATE_HOME || join(env.HOME || homedir(), '.local', 'state');
  return join(state, 'tsql', 'history');
}
