import { CODES, type Diagnostic } from '@tsql/core';
import { Session } from '@tsql/session';
import { renderDiagnostic } from '../render.js';
import { type InputOptions, readInputs, readSettings, readVariables } from '../script-input.js';

export interface CheckCommandOptions extends InputOptions {
  readonly set: Record<string, string>;
  readonly output?: string;
  readonly format?: 'text' | 'json';
  /** Ask the brokers too. */
  readonly connect?: boolean;
  readonly brokers?: string;
}

/**
 * `tsql check FILE…`: everything that can be known without a broker; with `--connect` the brokers are asked as well. Returns
 * the exit status.
 */
export async function checkCommand(files: readonly string[], options: CheckCommandOptions): Promise<number> {
  const inputs = readInputs(files, options);
  const texts = new Map(inputs.map(({ file, text }) => [file, text]));
  const report = (found: Diagnostic) => {
    const line = `${renderDiagnostic(found, texts, options.output)}\n`;
    (options.output === 'json' ? process.stdout : process.stderr).write(line);
  };
  const settings = readSettings(options, report);
  if (settings === undefined) return 2;
  const session = new Session({ settings, variables: readVariables(options) });
  let status = 0;
  for (const { file, text } of inputs) {
    const { diagnostics, plans } = session.adopt(text, file);
    for (const found of diagnostics) report(found);
    if (diagnostics.some(isError)) {
      status = 2;
      continue;
    }
    const missing = options.connect === true ? await session.connect(plans) : [];
    for (const found of missing) report(found);
    if (missing.some(isError)) status = Math.max(status, ...missing.map(({ code }) => CODES[code].exitStatus));
    else if (options.output !== 'json') process.stderr.write(`${file}: ${plans.length} statements, no fault found\n`);
  }
  return status;
}

const isError = ({ severity }: Diagnostic): boolean => severity === 'error';

/** `tsql explain FILE…`: which column goes to key, value, header and timestamp; or the plan as JSON. */
export function explainCommand(files: readonly string[], options: CheckCommandOptions): number {
  let status = 0;
  const session = new Session({ settings: options.set, variables: readVariables(options) });
  for (const { file, text } of readInputs(files, options)) {
    const { output, diagnostics } = session.explain(text, file, options.format ?? 'text');
    const errors = diagnostics.filter((found) => found.severity === 'error');
    for (const found of errors)
      process.stderr.write(`${renderDiagnostic(found, new Map([[file, text]]), undefined)}\n`);
    if (errors.length > 0) status = 2;
    else process.stdout.write(`${output}\n`);
  }
  return status;
}
