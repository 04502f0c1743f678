import { type SqlToken, tokenize } from '@tsql/grammar';

/** What is being typed at a cursor, within its statement. */
export interface CursorContext {
  /** `word`: a word, or nothing; `name`: a name in backticks; `text`: a text in quotes; `comment`: nothing that counts. */
  readonly kind: 'word' | 'name' | 'text' | 'comment';
  /** Where the part that is typed begins in the whole text; behind the quote of a text. */
  readonly from: number;
  /** The part that is typed, up to the cursor. */
  readonly typed: string;
  /** The statement up to {@link from}, without the quote. */
  readonly head: string;
  /** The tokens of {@link head}. */
  readonly before: readonly SqlToken[];
  /** The statement's tokens behind the cursor, without the rest of what is being typed. */
  readonly after: readonly SqlToken[];
}

const WORD_BEFORE = /[\p{L}_$][\p{L}\p{N}_$]*$/u;
const WORD_BEHIND = /^[\p{L}\p{N}_$]*/u;

/** Looks at a text around a cursor. What is typed last may be unfinished; what stands behind the cursor counts too. */
export function cursorContext(text: string, cursor: number): CursorContext {
  const { tokens, diagnostics } = tokenize(text.slice(0, cursor), '');
  const last = tokens.at(-1);
  const open = diagnostics.some(({ code }) => code === 'TSQL_PARSE_UNTERMINATED');
  const isAtEnd = last !== undefined && last.span.end.offset === cursor;
  const gap = text.slice(last?.span.end.offset ?? 0, cursor);
  if (/--[^\n]*$|\/\*(?:(?!\*\/)[\s\S])*$/.test(gap))
    return part(text, tokens, { kind: 'comment', from: cursor, cursor });
  if (isAtEnd && open && /^[^'`]*'/.test(last.image)) {
    const from = last.span.start.offset + last.image.indexOf("'") + 1;
    return part(text, tokens.slice(0, -1), { kind: 'text', from, cursor, quoteAt: from - 1 });
  }
  if (isAtEnd && open && last.image.startsWith('`')) {
    return part(text, tokens.slice(0, -1), { kind: 'name', from: last.span.start.offset, cursor });
  }
  const word = WORD_BEFORE.exec(text.slice(0, cursor))?.[0] ?? '';
  const isWord = isAtEnd && word !== '' && last.image.endsWith(word) && !last.image.endsWith('`');
  if (!isWord) return part(text, tokens, { kind: 'word', from: cursor, cursor });
  return part(text, tokens.slice(0, -1), { kind: 'word', from: cursor - word.length, cursor });
}

interface Place {
  readonly kind: CursorContext['kind'];
  readonly from: number;
  readonly cursor: number;
  /** Where the opening quote stands. */
  readonly quoteAt?: number;
}

function part(text: string, tokens: readonly SqlToken[], { kind, from, cursor, quoteAt }: Place): CursorContext {
  const semicolon = tokens.findLastIndex(({ image }) => image === ';');
  const start = tokens[semicolon]?.span.end.offset ?? 0;
  return {
    kind,
    from,
    typed: text.slice(from, cursor),
    head: text.slice(start, quoteAt ?? from),
    before: tokens.slice(semicolon + 1),
    after: tokensBehind(text.slice(cursor), kind),
  };
}

/** The tokens up to the statement's end, without the rest of the word or text that the cursor stands in. */
function tokensBehind(rest: string, kind: CursorContext['kind']): readonly SqlToken[] {
  // A quote that closes the text stands before the line ends; without one, what follows is not part of it.
  const own = kind === 'text' ? /^[^'\n,)]*'/ : kind === 'name' ? /^[^`\n]*`/ : WORD_BEHIND;
  const { tokens } = tokenize(rest.slice(own.exec(rest)?.[0].length ?? 0), '');
  const end = tokens.findIndex(({ image }) => image === ';');
  return end < 0 ? tokens : tokens.slice(0, end);
}
