import { interruptSignal } from '../interrupt.js';
import { UsageError } from '../script-input.js';
import { findCases, pathFilter } from './test/case-files.js';
import type { CaseReport, Reporter } from './test/case-report.js';
import { CaseRunner, MEMORY } from './test/case-runner.js';
import { jsonReporter } from './test/json-reporter.js';
import { junitReporter } from './test/junit-reporter.js';
import { prettyReporter } from './test/pretty-reporter.js';
import { watchCases } from './test/watch-cases.js';

/** How results can be printed. */
export const REPORTERS = { pretty: prettyReporter, json: jsonReporter, junit: junitReporter };

export interface TestCommandOptions {
  /** `memory` (default) or HOST:PORT, several separated by commas. */
  readonly brokers?: string;
  readonly filter?: string;
  readonly reporter: keyof typeof REPORTERS;
  readonly update?: boolean;
  readonly watch?: boolean;
}

const ADDRESSES = /^[^\s,:]+:\d+(,[^\s,:]+:\d+)*$/;

/** `tsql test PATH…`: runs case files in this process, one after the other. Returns the exit status. */
export async function testCommand(paths: readonly string[], options: TestCommandOptions): Promise<number> {
  const brokers = options.brokers === undefined || options.brokers === '' ? MEMORY : options.brokers;
  if (brokers !== MEMORY && !ADDRESSES.test(brokers))
    throw new UsageError(`--brokers takes '${MEMORY}' or HOST:PORT, found '${brokers}'`);
  const files = findCases(paths, options.filter);
  if (files.length === 0 && options.watch !== true) throw new UsageError(noCases(paths, options.filter));
  const runner = await CaseRunner.create(brokers);
  const reporter = REPORTERS[options.reporter]((text) => process.stdout.write(text));
  const runAll = (selected: readonly string[]) => runFiles(selected, runner, reporter, options.update === true);
  try {
    const status = await runAll(files);
    if (options.watch !== true) return status;
    const isWanted = pathFilter(options.filter);
    await watchCases(
      paths,
      async (changed) => {
        const selected = changed.filter(isWanted);
        if (selected.length > 0) await runAll(selected);
      },
      interruptSignal(),
    );
    return 0;
  } finally {
    await runner.close();
  }
}

async function runFiles(
  files: readonly string[],
  runner: CaseRunner,
  reporter: Reporter,
  update: boolean,
): Promise<number> {
  const startedAt = performance.now();
  const reports: CaseReport[] = [];
  for (const file of files) {
    const report = await runner.run(file, update);
    reports.push(report);
    reporter.report(report);
  }
  reporter.end(reports, performance.now() - startedAt);
  return reports.every((report) => report.passed) ? 0 : 1;
}

function noCases(paths: readonly string[], filter: string | undefined): string {
  const matching = filter === undefined ? '' : ` whose path contains '${filter}'`;
  return `no case file (*.txtar)${matching} in ${paths.join(', ')}`;
}
