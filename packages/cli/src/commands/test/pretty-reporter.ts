import colors from 'picocolors';
import type { CaseReport, Reporter } from './case-report.js';

/** For people: what failed and why, then one line of counts. Lines of differences are red and green where colours are on. */
export function prettyReporter(write: (text: string) => void, paint: boolean = colors.isColorSupported): Reporter {
  const { red, green, yellow, bold, dim } = colors.createColors(paint);
  const line = (text: string) => {
    if (/^ {2}- /.test(text)) return red(text);
    return /^ {2}\+ /.test(text) ? green(text) : text;
  };
  return {
    report({ file, title, passed, reason, wasUpdated }) {
      const name = `${bold(file)}${title === '' ? '' : dim(`  ${title}`)}`;
      if (wasUpdated) write(`${yellow('UPDATED')} ${name}\n`);
      if (passed) return;
      const lines = reason.split('\n').map((text) => `  ${line(text)}`.trimEnd());
      write(`${red('FAIL')} ${name}\n${lines.join('\n')}\n`);
    },
    end(reports, durationMs) {
      const { passed, failed, updated } = countReports(reports);
      const counts = [
        `${passed} passed`,
        failed === 0 ? `${failed} failed` : red(`${failed} failed`),
        ...(updated === 0 ? [] : [yellow(`${updated} updated`)]),
      ];
      write(`${counts.join(', ')} ${dim(`(${(durationMs / 1000).toFixed(1)} s)`)}\n`);
    },
  };
}

export function countReports(reports: readonly CaseReport[]): { passed: number; failed: number; updated: number } {
  const passed = reports.filter((report) => report.passed).length;
  return { passed, failed: reports.length - passed, updated: reports.filter((report) => report.wasUpdated).length };
}
