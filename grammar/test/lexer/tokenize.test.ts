import { describe, expect, it } from 'vitest';
import { tokenize } from '../../src/index.js';

/** Images and types of a text's tokens. */
function tokensOf(text: string): string[] {
  return tokenize(text, 'x.sql').tokens.map(({ image, tokenType }) => `${tokenType.name} ${image}`);
}

function faultsOf(text: string): string[] {
  return tokenize(text, 'x.sql').diagnostics.map(
    ({ code, span, message }) => `${span?.start.line}:${span?.start.column} ${code} ${message}`,
  );
}

describe('tokenize', () => {
  it('takes words in any letter case, reserved ones apart from names', () => {
    expect(tokensOf('Select METADATA foo value old _a1 $x straße')).toEqual([
      'SELECT Select',
      'METADATA METADATA',
      'Word foo',
      'VALUE value',
      'ReservedWord old',
      'Word _a1',
      'Word $x',
      'Word straße',
    ]);
  });

  it('takes texts with their prefixes and doubled quotes', () => {
    expect(tokensOf("'it''s' U&'\\0041' _utf8'x' N'y' X'0a' ''")).toEqual([
      "CharacterString 'it''s'",
      "CharacterString U&'\\0041'",
      "CharacterString _utf8'x'",
      "CharacterString N'y'",
      "BinaryString X'0a'",
      "CharacterString ''",
    ]);
  });

  it('takes names in backticks with doubled backticks', () => {
    expect(tokensOf('`a``b`.`c d`')).toEqual(['QuotedName `a``b`', 'Dot .', 'QuotedName `c d`']);
  });

  it('takes numbers, and a point between names for itself', () => {
    expect(tokensOf('1 1.5 .5 2. 1e3 1.5E-3 a.b')).toEqual([
      'Numeric 1',
      'Numeric 1.5',
      'Numeric .5',
      'Numeric 2.',
      'Numeric 1e3',
      'Numeric 1.5E-3',
      'Word a',
      'Dot .',
      'Word b',
    ]);
  });

  it('drops blanks and comments, and keeps hints', () => {
    expect(tokensOf('a -- b\n// c\n/* d\n; */ e /*+ f */')).toEqual([
      'Word a',
      'Word e',
      'HintBegin /*+',
      'Word f',
      'HintEnd */',
    ]);
  });

  it('tells minus from comments and slash from comments', () => {
    expect(tokensOf('a - b / c * d')).toEqual(['Word a', 'Minus -', 'Word b', 'Slash /', 'Word c', 'Star *', 'Word d']);
  });

  it('knows line and column', () => {
    const spans = tokenize("a\n  'x\ny' b", 'x.sql').tokens.map(({ span }) => [span.start, span.end]);
    expect(spans.map(([start, end]) => `${start?.line}:${start?.column}-${end?.line}:${end?.column}`)).toEqual([
      '1:1-1:2',
      '2:3-3:3',
      '3:4-3:5',
    ]);
  });

  it('reports what is not closed, once', () => {
    expect(faultsOf("a 'b\nc")).toEqual(['1:3 TSQL_PARSE_UNTERMINATED the text is not closed']);
    expect(faultsOf('a /* b')).toEqual(['1:3 TSQL_PARSE_UNTERMINATED the comment is not closed']);
    expect(faultsOf('`a b')).toEqual(['1:1 TSQL_PARSE_UNTERMINATED the name in backticks is not closed']);
  });

  it('reports characters without meaning, and goes on', () => {
    expect(faultsOf('a # "b" != \v c')).toHaveLength(4);
    expect(tokensOf('a # b')).toEqual(['Word a', 'Word b']);
  });
});
