import { describe, expect, it } from 'vitest';
import { type Diagnostic, diagnostic, renderCodeFrame, type SourceSpan } from '../../src/index.js';

const TEXT = 'SELECT a,\n\tb\nFROM t WHER a > 1\n';

function at(line: number, column: number, endLine: number, endColumn: number): SourceSpan {
  return {
    file: 'job.sql',
    start: { offset: 0, line, column },
    end: { offset: 0, line: endLine, column: endColumn },
  };
}

function fault(span: SourceSpan | undefined, place: Partial<Diagnostic> = {}): Diagnostic {
  return { ...diagnostic('TSQL_PARSE_UNTERMINATED', { what: 'the text' }, { span }), ...place };
}

describe('renderCodeFrame', () => {
  it('shows the lines before the place and marks it', () => {
    expect(renderCodeFrame(TEXT, fault(at(3, 8, 3, 12)))).toBe(
      [
        'job.sql:3:8 TSQL_PARSE_UNTERMINATED error: the text is not closed',
        '  1 | SELECT a,',
        '  2 | \tb',
        '> 3 | FROM t WHER a > 1',
        '    |        ^^^^',
      ].join('\n'),
    );
  });

  it('keeps tabs, so that the mark stands under its place', () => {
    expect(
      renderCodeFrame(TEXT, fault(at(2, 2, 2, 3)))
        .split('\n')
        .at(-1),
    ).toBe('    | \t^');
  });

  it('marks a place of several lines up to the end of the first, and an empty one by one character', () => {
    expect(
      renderCodeFrame(TEXT, fault(at(1, 8, 3, 2)))
        .split('\n')
        .at(-1),
    ).toBe('    |        ^^');
    expect(
      renderCodeFrame(TEXT, fault(at(3, 18, 3, 18)))
        .split('\n')
        .at(-1),
    ).toBe(`    | ${' '.repeat(17)}^`);
  });

  it('shows a part of a long line', () => {
    const text = `SELECT ${'x, '.repeat(100)}y FRM t`;
    const lines = renderCodeFrame(text, fault(at(1, 310, 1, 313))).split('\n');
    expect(lines[1]?.length).toBeLessThan(130);
    expect(lines[1]?.slice((lines[2] ?? '').indexOf('^'))).toMatch(/^FRM/);
  });

  it('adds the hint and the related places, and goes without a place', () => {
    const related = [{ message: 'the first one', span: at(1, 8, 1, 9) }];
    const text = renderCodeFrame(TEXT, fault(undefined, { hint: 'close it', related }));
    expect(text.split('\n').slice(0, 3)).toEqual([
      'TSQL_PARSE_UNTERMINATED error: the text is not closed',
      '  = close it',
      'job.sql:1:8 the first one',
    ]);
  });

  it('paints its parts', () => {
    const text = renderCodeFrame(TEXT, fault(at(1, 8, 1, 9)), { marker: (mark) => `<${mark}>` });
    expect(text).toContain('<^>');
  });
});
