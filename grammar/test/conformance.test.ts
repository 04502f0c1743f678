import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseScript, parseStatement, printStatement } from '../src/index.js';
import { withoutSpans } from './ast/node.js';

const FOLDER = new URL('../../test/conformance/', import.meta.url);

interface Case {
  readonly name: string;
  readonly job: string;
  /** The number of the statement, from 1, that Flink's parser refused. */
  readonly refused: number | undefined;
}

function readCase(file: string): Case[] {
  const text = readFileSync(new URL(file, FOLDER), 'utf8');
  const job = /^-- job\.sql --\n([\s\S]*?)(?=^-- [\w.-]+ --$|(?![\s\S]))/m.exec(text)?.[1];
  if (job === undefined) return [];
  const isRefused = text.includes('"SqlParserException"');
  return [{ name: file, job, refused: isRefused ? Number(/"statement"\s*:\s*(\d+)/.exec(text)?.[1]) : undefined }];
}

const files = existsSync(FOLDER) ? readdirSync(FOLDER, { recursive: true, encoding: 'utf8' }) : [];
const cases = files.filter((file) => file.endsWith('.txtar')).flatMap(readCase);

describe.skipIf(cases.length === 0)('the recorded jobs', () => {
  it('are parsed where Flink parsed them', () => {
    const refused = cases
      .filter((each) => each.refused === undefined)
      .flatMap(({ name, job }) => parseScript(job, name).diagnostics.map(({ message }) => `${name}: ${message}`));
    expect(refused).toEqual([]);
  });

  it('are refused at the statement at which Flink refused them', () => {
    const found = cases
      .filter((each) => each.refused !== undefined)
      .map(({ name, job, refused }) => {
        const { statements, diagnostics } = parseScript(job, name);
        const at = statements.findIndex(({ statement }) => statement === undefined);
        const span = statements[at]?.span;
        const isWithin = diagnostics.some(
          ({ span: place }) =>
            place !== undefined &&
            span !== undefined &&
            place.start.offset >= span.start.offset &&
            place.start.offset <= span.end.offset,
        );
        return { name, at: at + 1 === refused && isWithin };
      });
    expect(found.filter(({ at }) => !at)).toEqual([]);
  });

  it('are the same when printed and parsed again', () => {
    for (const { name, job } of cases) {
      for (const { statement, text } of parseScript(job, name).statements) {
        if (statement === undefined) continue;
        const printed = printStatement(statement);
        const again = parseStatement(printed, name);
        expect(again.diagnostics, `${name}: ${text}\n${printed}`).toEqual([]);
        expect(withoutSpans(again.node), `${name}: ${text}\n${printed}`).toEqual(withoutSpans(statement));
      }
    }
  });
});
