// Makes src/generated/lookahead.ts: what the parser needs to decide at each place of the grammar, so that it need not
// be found out at each start. Run with `npx tsx grammar/scripts/lookahead.mjs`; `--check` only tells whether the file
// is stale.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ALL_TOKEN_TYPES } from '../src/lexer/token-types.ts';
import { signatureOf } from '../src/parser/prepared-lookahead.ts';
import { StatementParser } from '../src/parser/statement-parser.ts';

export const FILE = new URL('../src/generated/lookahead.ts', import.meta.url);

// Chevrotain's keys hold the kind of the decision in bits 8 to 11; 1 is OR.
const kindOf = (key) => (key >> 8) & 15;
// Of alternatives with gates.
const MAX_ALTERNATIVES = 20;

/** The text of the file, from an analysis of the grammar as it is. */
export function lookaheadTable() {
  const parser = new StatementParser({ skipValidations: true });
  const sets = [];
  const setNumbers = new Map();
  const numberOf = (members) => {
    const text = members.join(',');
    if (!setNumbers.has(text)) setNumbers.set(text, sets.push(text) - 1);
    return setNumbers.get(text);
  };
  const decisions = [...parser.lookAheadFuncsCache].map(([key, decide]) => {
    const alternatives =
      kindOf(key) === 1
        ? alternativesOf(parser, decide)
        : { kind: 0, sets: [accepted((type) => ask(parser, decide, type))] };
    return `${key}:[${[alternatives.kind, ...alternatives.sets.map(numberOf)].join(',')}]`;
  });
  return [
    '// Made by scripts/lookahead.mjs. Do not edit.',
    '',
    '/**',
    ' * What the parser decides by, at each place where it has a choice. `sets`: sets of token types, by their place in',
    " * ALL_TOKEN_TYPES. `decisions`: by chevrotain's key, the kind (0 go in or not, 1 alternatives, 2 alternatives with",
    ' * gates) and the set of each alternative.',
    ' */',
    'export const LOOKAHEAD = {',
    `  signature: ${signatureOf(parser.ruleNames)},`,
    '  sets: [',
    ...sets.map((set) => `    [${set}],`),
    '  ],',
    '  decisions: {',
    ...chunks(decisions, 8).map((chunk) => `    ${chunk.join(',')},`),
    '  },',
    '} as const;',
    '',
  ].join('\n');
}

/** Asks a decision what it makes of a token. */
function ask(parser, decide, type, alternatives) {
  parser.input = [{ image: '', startOffset: 0, tokenType: type, tokenTypeIdx: type.tokenTypeIdx }];
  return decide.call(parser, alternatives);
}

/** The places of the token types that a decision accepts. */
function accepted(isAccepted) {
  return ALL_TOKEN_TYPES.flatMap((type, place) => (isAccepted(type) === true ? [place] : []));
}

/** The alternatives of an OR. With all gates closed but one, each of those with gates shows its own tokens. */
function alternativesOf(parser, decide) {
  const open = (only) => Array.from({ length: MAX_ALTERNATIVES }, (_, number) => ({ GATE: () => number === only }));
  const chosen = ALL_TOKEN_TYPES.map((type) => ask(parser, decide, type, open(-1)));
  if (chosen.some((number) => number !== undefined)) {
    const sets = Array.from({ length: Math.max(...chosen.map((number) => number ?? 0)) + 1 }, () => []);
    chosen.forEach((number, place) => {
      if (number !== undefined) sets[number].push(place);
    });
    return { kind: 1, sets };
  }
  const sets = [...Array(MAX_ALTERNATIVES).keys()].map((number) =>
    accepted((type) => ask(parser, decide, type, open(number)) === number),
  );
  return { kind: 2, sets: sets.slice(0, sets.findLastIndex((set) => set.length > 0) + 1) };
}

function chunks(items, size) {
  return items.length === 0 ? [] : [items.slice(0, size), ...chunks(items.slice(size), size)];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const text = lookaheadTable();
  if (!process.argv.includes('--check')) writeFileSync(FILE, text);
  else if (readFileSync(FILE, 'utf8') !== text) {
    console.error('grammar/src/generated/lookahead.ts is stale: run `npx tsx grammar/scripts/lookahead.mjs`');
    process.exitCode = 1;
  }
}
