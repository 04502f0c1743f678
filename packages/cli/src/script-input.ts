import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';

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
