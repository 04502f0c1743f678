import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { nearest } from '@tsql/core';
import { startShell } from '@tsql/shell';
import { renderDiagnostic } from '../render.js';
import { type InputOptions, readSettings, readVariables, UsageError } from '../script-input.js';

export interface ShellCommandOptions extends InputOptions {
  readonly set: Record<string, string>;
  readonly brokers?: string;
  readonly profile?: string;
  readonly createTopics?: boolean;
}

/** `tsql shell`: interactive on a terminal; elsewhere stdin is a script, as with `tsql run -`. Returns the exit status. */
export async function shellCommand(options: ShellCommandOptions, version: string): Promise<number> {
  const { profile } = options;
  const file = profile === undefined ? undefined : profileFile(profile);
  if (!process.stdin.isTTY || !process.stdout.isTTY) {
    const { runCommand } = await import('./run.js');
    return runCommand(file === undefined ? ['-'] : [file, '-'], options);
  }
  const settings = readSettings(options, (found) =>
    process.stderr.write(`${renderDiagnostic(found, new Map(), undefined)}\n`),
  );
  if (settings === undefined) return 2;
  const variables = readVariables(options);
  return startShell({
    input: process.stdin,
    output: process.stdout,
    env: process.env,
    version,
    profile,
    initial: file === undefined ? undefined : readFileSync(file, 'utf8'),
    settings,
    async createSession(wrap) {
      const { Session, connectorsByIdentifier } = await import('@tsql/session');
      const connectors = wrap(connectorsByIdentifier());
      return new Session({ settings, variables, connectors, createTopics: options.createTopics === true });
    },
    async completeCase(text) {
      const { CaseRunner, MEMORY } = await import('./test/case-runner.js');
      const runner = await CaseRunner.create(MEMORY);
      return runner.complete(text).finally(() => runner.close());
    },
  });
}

/** A profile is a file of statements (SET, CREATE TABLE) in the user's folder for configuration. */
function profileFile(name: string): string {
  const folder = join(process.env.XDG_CONFIG_HOME || join(homedir(), '.config'), 'tsql', 'profiles');
  const file = join(folder, `${name}.sql`);
  if (existsSync(file)) return file;
  const known = existsSync(folder) ? readdirSync(folder).filter((each) => each.endsWith('.sql')) : [];
  const names = known.map((each) => each.slice(0, -'.sql'.length));
  const close = nearest(name, names);
  const hint = close !== undefined ? `did you mean '${close}'?` : `it is to be a file of statements, ${file}`;
  throw new UsageError(`there is no profile '${name}': ${hint}`);
}
