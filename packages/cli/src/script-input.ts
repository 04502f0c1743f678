import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import type { Diagnostic } from '@tsql/core';
import { checkCommandLineSetting } from '@tsql/planner';

/** One script: its text, and its name for positions. */
export interface ScriptInput {
  readonly file: string;
  readonly text: string;
}

/** Wrong use of the command line: exit status 2. */
export class UsageError extends Error {}

export interface InputOptions {
  readonly execute?: string;
  readonly envFile?: string;
}

/** The files in order, `-` for stdin, or the text of `-e`. */
export function readInputs(files: readonly string[], options: InputOptions): ScriptInput[] {
  const inputs = files.map((file): ScriptInput => {
    if (file === '-') return { file: '<stdin>', text: readFileSync(0, 'utf8') };
    try {
      return { file, text: readFileSync(file, 'utf8') };
    } catch (error) {
      throw new UsageError(`${file} cannot be read: ${(error as Error).message}`);
    }
  });
  if (options.execute !== undefined) inputs.push({ file: '<command line>', text: options.execute });
  if (inputs.length === 0) throw new UsageError('no script: name a file, - for stdin, or -e SQL');
  return inputs;
}

/** The environment's variables, over them those of `--env-file`. */
export function readVariables(options: InputOptions): Record<string, string | undefined> {
  if (options.envFile === undefined) return process.env;
  try {
    return { ...process.env, ...parseEnv(readFileSync(options.envFile, 'utf8')) };
  } catch (error) {
    throw new UsageError(`--env-file ${options.envFile} cannot be read: ${(error as Error).message}`);
  }
}

/** `key=value` of `--set`, given any number of times. */
export function collectSetting(entry: string, known: Record<string, string>): Record<string, string> {
  const at = entry.indexOf('=');
  if (at < 1) throw new UsageError(`--set takes KEY=VALUE, found '${entry}'`);
  return { ...known, [entry.slice(0, at)]: entry.slice(at + 1) };
}

/** An option that is given any number of times. */
export function collect(entry: string, known: readonly string[] = []): readonly string[] {
  return [...known, entry];
}

/** A whole number from 1 on. */
export function positive(text: string): number {
  if (!/^[1-9]\d{0,14}$/.test(text)) throw new UsageError(`a whole number from 1 on is wanted, found '${text}'`);
  return Number(text);
}

/**
 * The settings of `--set`, `--brokers` as `tsql.brokers` and `--parallelism` as `parallelism.default`. Reports keys that nobody knows and values that cannot be;
 * undefined where one of them is an error.
 */
export function readSettings(
  options: {
    readonly set: Readonly<Record<string, string>>;
    readonly brokers?: string | undefined;
    readonly parallelism?: number | undefined;
  },
  report: (found: Diagnostic) => void,
): Record<string, string> | undefined {
  const found = Object.entries(options.set).flatMap(([key, value]) => checkCommandLineSetting(key, value));
  for (const each of found) report(each);
  if (found.some(({ severity }) => severity === 'error')) return undefined;
  return {
    ...options.set,
    ...(options.brokers === undefined ? {} : { 'tsql.brokers': options.brokers }),
    ...(options.parallelism === undefined ? {} : { 'parallelism.default': String(options.parallelism) }),
  };
}
