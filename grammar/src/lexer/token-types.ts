import { createToken, Lexer, type TokenType } from 'chevrotain';
import { GRAMMAR_WORDS, type GrammarWord } from './grammar-words.js';
import { BARE_FUNCTIONS, FUNCTION_WORDS, RESERVED_WORDS } from './reserved-words.js';

// The token types are made for the parser alone: the lexer is ours (tokenize.ts), so none has a pattern. Chevrotain's
// createToken does its sums anew for each of 400 types; plain objects are given to it together, below.
const token = (name: string, label: string, categories: TokenType[] = []): TokenType => ({
  name,
  LABEL: label,
  PATTERN: Lexer.NA,
  CATEGORIES: categories,
});

/** Category: what can stand for a name. Identifiers, quoted or not, and words that are not reserved. */
export const Name = token('Name', 'a name');
/** Category: a reserved word that begins a function call. */
export const FunctionName = token('FunctionName', 'a function');
/** Category: a function that is called without parentheses. */
export const BareFunction = token('BareFunction', 'a function');

/** An unquoted name, and a non-reserved word that no rule names. */
export const Word = token('Word', 'a name', [Name]);
export const QuotedName = token('QuotedName', 'a name', [Name]);
/** A reserved word that no rule names. */
export const ReservedWord = token('ReservedWord', 'a reserved word');
/** A reserved word that no rule names but as a function: `UPPER`. */
export const FunctionWord = token('FunctionWord', 'a function', [FunctionName]);
/** A reserved word that is a function without parentheses, and may be one with: `CURRENT_TIMESTAMP`. */
export const BareFunctionWord = token('BareFunctionWord', 'a function', [BareFunction]);

export const CharacterString = token('CharacterString', 'a text in single quotes');
export const BinaryString = token('BinaryString', "a binary literal X'…'");
export const Numeric = token('Numeric', 'a number');
export const HintBegin = token('HintBegin', '/*+');
export const HintEnd = token('HintEnd', '*/');

/** Text in double quotes: refused by the lexer, but taken for a name or a text, so that the rest can be checked. */
export const DoubleQuoted = token('DoubleQuoted', 'double quotes', [Name, CharacterString]);

export const LeftParen = token('LeftParen', '(');
export const RightParen = token('RightParen', ')');
export const LeftBracket = token('LeftBracket', '[');
export const RightBracket = token('RightBracket', ']');
export const LeftBrace = token('LeftBrace', '{');
export const RightBrace = token('RightBrace', '}');
export const Comma = token('Comma', ',');
export const Dot = token('Dot', '.');
export const Semicolon = token('Semicolon', ';');
export const Colon = token('Colon', ':');
export const Star = token('Star', '*');
export const Plus = token('Plus', '+');
export const Minus = token('Minus', '-');
export const Slash = token('Slash', '/');
export const Percent = token('Percent', '%');
export const Concat = token('Concat', '||');
export const VerticalBar = token('VerticalBar', '|');
export const Caret = token('Caret', '^');
export const Dollar = token('Dollar', '$');
export const Hook = token('Hook', '?');
export const Equal = token('Equal', '=');
export const NotEqual = token('NotEqual', '<>');
export const Less = token('Less', '<');
export const LessEqual = token('LessEqual', '<=');
export const Greater = token('Greater', '>');
export const GreaterEqual = token('GreaterEqual', '>=');
export const Arrow = token('Arrow', '=>');

/** The token types of punctuation, by their text. */
export const PUNCTUATION: ReadonlyMap<string, TokenType> = new Map(
  [
    LeftParen,
    RightParen,
    LeftBracket,
    RightBracket,
    LeftBrace,
    RightBrace,
    Comma,
    Dot,
    Semicolon,
    Colon,
    Star,
    Plus,
    Minus,
    Slash,
    Percent,
    Concat,
    VerticalBar,
    Caret,
    Hook,
    Equal,
    NotEqual,
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
    Arrow,
  ].map((type) => [type.LABEL ?? type.name, type]),
);

/** The token types of the words that rules name. */
export const K: Readonly<Record<GrammarWord, TokenType>> = Object.fromEntries(
  GRAMMAR_WORDS.map((word) => [word, token(word, word, categoriesOf(word))]),
) as Record<GrammarWord, TokenType>;

function categoriesOf(word: string): TokenType[] {
  if (!RESERVED_WORDS.has(word)) return [Name];
  return FUNCTION_WORDS.has(word) ? [FunctionName] : [];
}

const WORDS: ReadonlyMap<string, TokenType> = new Map<string, TokenType>([
  ...[...RESERVED_WORDS].map((word): [string, TokenType] => [word, typeOfReservedWord(word)]),
  ...Object.entries(K),
]);

function typeOfReservedWord(word: string): TokenType {
  if (BARE_FUNCTIONS.has(word)) return BareFunctionWord;
  return FUNCTION_WORDS.has(word) ? FunctionWord : ReservedWord;
}

/** The token type of an unquoted word, in any letter case. */
export function typeOfWord(image: string): TokenType {
  return WORDS.get(image) ?? WORDS.get(image.toUpperCase()) ?? Word;
}

/** Every token type: the parser's vocabulary. */
export const ALL_TOKEN_TYPES: TokenType[] = [
  Name,
  FunctionName,
  BareFunction,
  Word,
  QuotedName,
  ReservedWord,
  FunctionWord,
  BareFunctionWord,
  CharacterString,
  BinaryString,
  Numeric,
  HintBegin,
  HintEnd,
  DoubleQuoted,
  ...PUNCTUATION.values(),
  Dollar,
  ...Object.values(K),
];

// Numbers all types, and finds which belong to which category.
createToken({ name: 'AnyToken', pattern: Lexer.NA, categories: ALL_TOKEN_TYPES });
