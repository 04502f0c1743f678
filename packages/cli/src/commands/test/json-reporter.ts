import type { Reporter } from './case-report.js';

/** For machines: one JSON object a case, each on its own line. */
export function jsonReporter(write: (text: string) => void): Reporter {
  return {
    report: (report) => write(`${JSON.stringify(report)}\n`),
    end() {},
  };
}
