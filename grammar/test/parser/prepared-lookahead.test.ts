import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { FILE, lookaheadTable } from '../../scripts/lookahead.mjs';
import { StatementParser } from '../../src/parser/statement-parser.js';

describe('the prepared lookahead table', () => {
  it('is what an analysis of the grammar gives; if not, run `npx tsx grammar/scripts/lookahead.mjs`', () => {
    expect(readFileSync(FILE, 'utf8') === lookaheadTable()).toBe(true);
  });

  it('belongs to a grammar that passes the checks of chevrotain', () => {
    expect(() => new StatementParser({ skipValidations: false })).not.toThrow();
  });
});
