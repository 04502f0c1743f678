import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { expect, test } from 'vitest';
import type { CaseReport, Reporter } from '../src/commands/test/case-report.js';
import { jsonReporter } from '../src/commands/test/json-reporter.js';
import { junitReporter } from '../src/commands/test/junit-reporter.js';
import { prettyReporter } from '../src/commands/test/pretty-reporter.js';

const passed: CaseReport = {
  file: 'cases/a/one.txtar',
  title: 'A title',
  passed: true,
  mustFail: false,
  reason: '',
  durationMs: 12,
  wasUpdated: false,
};
const failed: CaseReport = {
  ...passed,
  file: 'cases/b/"two" & <three>.txtar',
  title: '',
  passed: false,
  reason: 'records differ\n  topic out, record 1\n    value\n  -   "]]>\u0000\u001b[31m & <é 😀"\n  +   "\ud800"',
};
const reports = [passed, { ...passed, file: 'cases/b/four.txtar', wasUpdated: true }, failed];

function show(reporter: (write: (text: string) => void) => Reporter): string {
  let text = '';
  const shown = reporter((part) => {
    text += part;
  });
  for (const report of reports) shown.report(report);
  shown.end(reports, 1_234);
  return text;
}

test('JUnit: well-formed, a suite for each folder, failures with their reason', () => {
  const text = show(junitReporter);
  expect(XMLValidator.validate(text)).toBe(true);
  const { testsuites } = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '@',
    parseAttributeValue: true,
    trimValues: false,
    isArray: (name) => name === 'testsuite' || name === 'testcase',
  }).parse(text) as { testsuites: Record<string, unknown> & { testsuite: Record<string, unknown>[] } };
  expect(testsuites).toMatchObject({ '@tests': 3, '@failures': 1, '@time': 1.234 });
  expect(testsuites.testsuite).toMatchObject([
    { '@name': 'cases/a', '@tests': 1, '@failures': 0, testcase: [{ '@name': 'one: A title', '@time': 0.012 }] },
    {
      '@name': 'cases/b',
      '@tests': 2,
      '@failures': 1,
      testcase: [
        { '@name': 'four: A title' },
        {
          '@name': '"two" & <three>',
          '@file': failed.file,
          failure: {
            '@message': 'records differ',
            '#text': failed.reason.replace('\u0000\u001b', '\ufffd\ufffd').replace('\ud800', '\ufffd'),
          },
        },
      ],
    },
  ]);
});

test('JSON: one object a line', () => {
  const lines = show(jsonReporter).trimEnd().split('\n');
  expect(lines.map((line) => JSON.parse(line) as CaseReport)).toEqual(reports);
});

test('pretty: what failed and what was updated, then counts', () => {
  const text = show((write) => prettyReporter(write, false));
  expect(text.split('\n')).toEqual([
    'UPDATED cases/b/four.txtar  A title',
    'FAIL cases/b/"two" & <three>.txtar',
    ...failed.reason.split('\n').map((line) => `  ${line}`),
    '2 passed, 1 failed, 1 updated (1.2 s)',
    '',
  ]);
});

test('pretty: expected lines are red, found ones green', () => {
  const text = show((write) => prettyReporter(write, true));
  expect(text).toContain('\u001b[31m  -   "');
  expect(text).toContain('\u001b[32m  +   "');
});
