import { basename, dirname } from 'node:path';
import type { CaseReport, Reporter } from './case-report.js';
import { countReports } from './pretty-reporter.js';

/** JUnit's XML, as build servers read it: a suite for each folder. Written at the end. */
export function junitReporter(write: (text: string) => void): Reporter {
  return {
    report() {},
    end(reports, durationMs) {
      const folders = [...new Set(reports.map((report) => dirname(report.file)))];
      const suites = folders.map((folder) => suite(folder, inFolder(reports, folder))).join('');
      const { failed } = countReports(reports);
      const counts = `tests="${reports.length}" failures="${failed}" time="${seconds(durationMs)}"`;
      write(`<?xml version="1.0" encoding="UTF-8"?>\n<testsuites ${counts}>\n${suites}</testsuites>\n`);
    },
  };
}

function inFolder(reports: readonly CaseReport[], folder: string): CaseReport[] {
  return reports.filter((report) => dirname(report.file) === folder);
}

function suite(folder: string, cases: readonly CaseReport[]): string {
  const time = cases.reduce((sum, { durationMs }) => sum + durationMs, 0);
  const { failed } = countReports(cases);
  const counts = `tests="${cases.length}" failures="${failed}" time="${seconds(time)}"`;
  return `  <testsuite name="${escapeXml(folder)}" ${counts}>\n${cases.map(testCase).join('')}  </testsuite>\n`;
}

function testCase({ file, title, passed, reason, durationMs }: CaseReport): string {
  const name = basename(file, '.txtar');
  const shown = title === '' ? name : `${name}: ${title}`;
  const attributes = `name="${escapeXml(shown)}" classname="${escapeXml(dirname(file))}" file="${escapeXml(file)}" time="${seconds(durationMs)}"`;
  if (passed) return `    <testcase ${attributes}/>\n`;
  const [first = ''] = reason.split('\n');
  return `    <testcase ${attributes}>\n      <failure message="${escapeXml(first)}">${escapeXml(reason)}</failure>\n    </testcase>\n`;
}

function seconds(millis: number): string {
  return (millis / 1000).toFixed(3);
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** Text for XML 1.0: characters that it cannot hold, half surrogates among them, become U+FFFD. */
function escapeXml(text: string): string {
  return (
    text
      .toWellFormed()
      // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd')
      .replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character)
  );
}
