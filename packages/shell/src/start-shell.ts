import { homedir } from 'node:os';
import { join } from 'node:path';
import type { ReadStream, WriteStream } from 'node:tty';
import type { DynamicTableFactory } from '@tsql/core';
import type { Session } from '@tsql/session';
import { History } from './editor/history.js';
import { editText, withTerminal } from './other-programs.js';
import { promptText } from './prompt.js';
import { ReadNotes } from './save-test/read-notes.js';
import type { CompleteCase, Shell } from './shell.js';
import { openTerminal, type ShellTerminal } from './shell-terminal.js';

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
  const { env, profile } = start;
  const history = new History(historyFile(env));
  const notes = new ReadNotes();
  const terminal = openTerminal(start, history);
  const { reader, output } = terminal;
  terminal.start();
  try {
    output.line(`tsql ${start.version} \u2013 \\? for help, \\q to leave`);
    const isPromptShown = start.initial === undefined;
    if (isPromptShown) reader.show(promptText(profile, start.settings['execution.runtime-mode']));
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
      output,
      clock: () => performance.now(),
      folder: process.cwd(),
      notes,
      completeCase: start.completeCase,
      pager: env.TSQL_PAGER ?? env.PAGER ?? 'less -RFX',
      editText: (text) => withTerminal(terminal, () => editText(text, env)),
    });
    reader.language = new ShellLanguage(shell);
    terminal.onInterrupt(() => shell.interrupt());
    if (start.initial !== undefined) await shell.submit(start.initial, `profile ${profile}`);
    const prompt = () => promptText(profile, session.state.settings.get('execution.runtime-mode'));
    await readAndRun(shell, reader, prompt);
    return 0;
  } finally {
    terminal.stop();
  }
}

async function readAndRun(shell: Shell, reader: ShellTerminal['reader'], prompt: () => string): Promise<void> {
  while (!shell.isDone) {
    const { proposal } = shell;
    shell.proposal = undefined;
    const input = await reader.read(prompt(), proposal);
    if (input.kind === 'end') return;
    if (input.kind === 'text') await shell.submit(input.text);
  }
}

/** `TSQL_HISTORY`, or the place that the XDG base directory specification gives to such files; empty for none. */
function historyFile(env: NodeJS.ProcessEnv): string | undefined {
  if (env.TSQL_HISTORY !== undefined) return env.TSQL_HISTORY === '' ? undefined : env.TSQL_HISTORY;
  const state = env.XDG_STATE_HOME || join(env.HOME || homedir(), '.local', 'state');
  return join(state, 'tsql', 'history');
}
