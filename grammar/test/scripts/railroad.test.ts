import { describe, expect, it } from 'vitest';
import { stalePages } from '../../scripts/railroad.mjs';

describe('docs/grammar', () => {
  it('shows the grammar as it is; if not, run `npx tsx grammar/scripts/railroad.mjs`', () => {
    expect(stalePages()).toEqual([]);
  });
});
