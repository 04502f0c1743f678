import type { IToken, TokenType } from 'chevrotain';
import { LOOKAHEAD } from '../generated/lookahead.js';
import { ALL_TOKEN_TYPES } from '../lexer/token-types.js';

/** An alternative of OR, as far as deciding needs it. */
export interface Alternative {
  readonly GATE?: () => boolean;
}

/** What a decision needs of the parser. */
export interface TokenStream {
  LA(distance: number): IToken;
}

/** Decides at one place: true to go in (OPTION, MANY), or the number of the alternative (OR). */
export type LookaheadFunction = (
  this: TokenStream,
  alternatives?: readonly Alternative[],
) => boolean | number | undefined;

/** Where the numbers of chevrotain's token types lead to. */
const NOWHERE = 255;

/**
 * Decisions of the parser from a table that was made beforehand (scripts/lookahead.mjs). Chevrotain would record and
 * analyse the grammar at each start, which takes longer than parsing a file. Each function is made when first needed.
 */
export class PreparedLookahead {
  private readonly functions = new Map<number, LookaheadFunction>();

  /** True if the table was made for these rules and today's token types. */
  isFor(ruleNames: readonly string[]): boolean {
    return LOOKAHEAD.signature === signatureOf(ruleNames);
  }

  /** The function of a place, by chevrotain's key. */
  at(key: number): LookaheadFunction | undefined {
    const known = this.functions.get(key);
    if (known !== undefined) return known;
    const made = makeFunction(key);
    if (made !== undefined) this.functions.set(key, made);
    return made;
  }
}

/** The token types that each alternative of a place begins with; one alternative where it is about going in or not. */
export function alternativesAt(key: number): readonly (readonly TokenType[])[] {
  const decisions: Readonly<Record<number, readonly number[]>> = LOOKAHEAD.decisions;
  return (decisions[key] ?? []).slice(1).map((set) => {
    const members: readonly number[] = LOOKAHEAD.sets[set] ?? [];
    return members.flatMap((position) => ALL_TOKEN_TYPES[position] ?? []);
  });
}

/** Tells whether rules or token types are others than those that a table was made for. */
export function signatureOf(ruleNames: readonly string[]): number {
  let hash = 0;
  for (const name of [...ruleNames, ...ALL_TOKEN_TYPES.map((type) => type.name)]) {
    for (let i = 0; i < name.length; i++) hash = (Math.imul(hash, 31) + name.charCodeAt(i)) | 0;
    hash = Math.imul(hash, 31) | 0;
  }
  return hash;
}

function makeFunction(key: number): LookaheadFunction | undefined {
  const decisions: Readonly<Record<number, readonly number[]>> = LOOKAHEAD.decisions;
  const [kind, ...sets] = decisions[key] ?? [];
  if (kind === undefined) return undefined;
  const alternatives = sets.map((set) => tokensOf(set));
  if (kind === 0) return optional(alternatives[0] as Uint8Array);
  return kind === 1 ? ungated(alternatives) : gated(alternatives);
}

/** The token types of a set, as marks by their numbers. */
function tokensOf(set: number): Uint8Array {
  const marks = new Uint8Array(HIGHEST_INDEX + 1);
  const members: readonly number[] = LOOKAHEAD.sets[set] ?? [];
  for (const position of members) marks[ALL_TOKEN_TYPES[position]?.tokenTypeIdx ?? 0] = 1;
  return marks;
}

function optional(marks: Uint8Array): LookaheadFunction {
  return function (this: TokenStream) {
    return marks[this.LA(1).tokenTypeIdx] === 1;
  };
}

/** Alternatives without gates: the next token alone decides. */
function ungated(alternatives: readonly Uint8Array[]): LookaheadFunction {
  const choice = new Uint8Array(HIGHEST_INDEX + 1).fill(NOWHERE);
  alternatives.forEach((marks, number) => {
    marks.forEach((mark, index) => {
      if (mark === 1 && choice[index] === NOWHERE) choice[index] = number;
    });
  });
  return function (this: TokenStream) {
    const number = choice[this.LA(1).tokenTypeIdx];
    return number === NOWHERE ? undefined : number;
  };
}

/** The first alternative that may begin with the next token and whose gate, if it has one, is open. */
function gated(alternatives: readonly Uint8Array[]): LookaheadFunction {
  return function (this: TokenStream, current = []) {
    const { tokenTypeIdx } = this.LA(1);
    for (let number = 0; number < alternatives.length; number++) {
      if (alternatives[number]?.[tokenTypeIdx] !== 1) continue;
      const gate = current[number]?.GATE;
      if (gate === undefined || gate.call(this)) return number;
    }
    return undefined;
  };
}

const HIGHEST_INDEX = Math.max(...ALL_TOKEN_TYPES.map((type) => type.tokenTypeIdx ?? 0));
