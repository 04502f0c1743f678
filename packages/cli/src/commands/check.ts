import { Session } from '@tsql/session';
import { renderDiagnostic } from '../render.js';
import { type InputOptions, readInputs, readVariables } from '../script-input.js';

export interface CheckCommandOptions extends InputOptions {
  readonly set: Record<string, string>;
  readonly output?: string;
  readonly format?: 'text' | 'json';
}

/** `tsql check FILE…`: everything that can be known without a broker. Returns the exit status. */
export function checkCommand(files: readonly string[], options: CheckCommandOptions): number {
  let status = 0;
  for (const { file, text } of readInputs(files, options)) {
    const session = new Session({ settings: options.set, variables: readVariables(options) });
    const { diagnostics, plans } = session.compile(text, file);
    for (const found of diagnostics) {
      const line = renderDiagnostic(found, new Map([[file, text]]), options.output);
      if (options.output === 'json') process.stdout.write(`${line}\n`);
      else process.stderr.write(`${line}\n`);
    }
    const failed = diagnostics.some((found) => found.severity === 'error');
    if (failed) status = 2;
    else if (options.output !== 'json') process.stderr.write(`${file}: ${plans.length} statements, no fault found\n`);
  }
  return status;
}

/** `tsql explain FILE…`: which column goes to key, value, header and timestamp; or the plan as JSON. */
export function explainCommand(files: readonly string[], options: CheckCommandOptions): number {
  let status = 0;
  for (const { file, text } of readInputs(files, options)) {
    const session = new Session({ settings: options.set, variables: readVariables(options) });
    const { output, diagnostics } = session.explain(text, file, options.format ?? 'text');
    const errors = diagnostics.filter((found) => found.severity === 'error');
    for (const found of errors)
      process.stderr.write(`${renderDiagnostic(found, new Map([[file, text]]), undefined)}\n`);
    if (errors.length > 0) status = 2;
    else process.stdout.write(`${output}\n`);
  }
  return status;
}
