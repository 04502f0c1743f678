import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseScript, printStatement } from '../src/index.js';
import { GRAMMAR_WORDS } from '../src/lexer/grammar-words.js';
import { statement } from './ast/statements.js';

const numRuns = Number(process.env.GRAMMAR_RUNS ?? 300);
const PIECES = [
  ...GRAMMAR_WORDS,
  ...'( ) [ ] { } , . ; : * + - / % || = <> < <= > >= => != ? ^ | $ /*+ */ /* -- " \' `'.split(' '),
  ...["'a'", "U&'\\00'", "X'0'", '1', '1e3', 'a', 'b', '`c`', '\n', '😀', '\u0000', '#', '@'],
];

/** A script gives a node or a diagnostic for each statement, whatever stands in it. */
function expectAnswer(text: string): void {
  const { statements, diagnostics } = parseScript(text, 'fuzz.sql');
  const faulty = statements.filter((each) => each.statement === undefined);
  expect(faulty.length === 0 || diagnostics.length > 0, text).toBe(true);
  for (const { span } of diagnostics) {
    expect(span?.file, text).toBe('fuzz.sql');
    expect((span?.end.offset ?? 0) >= (span?.start.offset ?? 1) && (span?.end.offset ?? 0) <= text.length, text).toBe(
      true,
    );
  }
}

describe('the parser answers to any text', () => {
  it('made of tokens', () => {
    const soup = fc.array(fc.constantFrom(...PIECES), { maxLength: 40 }).map((pieces) => pieces.join(' '));
    fc.assert(fc.property(soup, expectAnswer), { numRuns });
  });

  it('made of characters', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 60 }), expectAnswer), { numRuns });
  });

  it('made of statements with a piece left out, doubled or replaced', () => {
    const edit = fc.tuple(fc.nat(), fc.constantFrom('drop', 'double', 'replace'), fc.constantFrom(...PIECES));
    const mutated = fc.tuple(statement, fc.array(edit, { minLength: 1, maxLength: 3 })).map(([node, edits]) => {
      const pieces = printStatement(node).split(/(?<=\W)|(?=\W)/);
      for (const [at, kind, piece] of edits) {
        const place = at % pieces.length;
        pieces.splice(
          place,
          1,
          ...(kind === 'drop' ? [] : kind === 'double' ? [pieces[place] ?? '', pieces[place] ?? ''] : [piece]),
        );
      }
      return pieces.join('');
    });
    fc.assert(fc.property(mutated, expectAnswer), { numRuns: numRuns / 3 });
  }, 60_000);

  it('nested deeply', () => {
    for (const [open, close] of [
      ['(', ')'],
      ['ARRAY[', ']'],
      ['CASE WHEN ', ' THEN 1 END'],
      ['NOT ', ''],
      ['- ', ''],
      ['(SELECT ', ')'],
    ] as const) {
      for (const depth of [50, 20_000]) expectAnswer(`SELECT ${open.repeat(depth)}1${close.repeat(depth)}`);
    }
    expectAnswer(`SELECT ${'('.repeat(5000)}`);
    expectAnswer(`SELECT a FROM ${'('.repeat(5000)}`);
  }, 60_000);

  it('that is long', () => {
    expectAnswer(`SELECT ${Array.from({ length: 20_000 }, (_, i) => `a${i} + 1`).join(', ')} FROM t WHER x`);
    expectAnswer(`SELECT ${'a + '.repeat(20_000)}1`);
  }, 60_000);
});
