import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import * as formats from '../src/index.js';

const SRC = join(import.meta.dirname, '../src');
const identifiers = Object.values(formats).map(({ identifier }) => identifier);
/** What each format consists of. */
const PARTS = ['decode.ts', 'encode.ts', 'index.ts', 'options.ts', 'schema.ts'];

describe.each(identifiers)('%s', (identifier) => {
  test('has a folder of its name with the same files inside as the others', () => {
    expect(readdirSync(join(SRC, identifier))).toEqual(expect.arrayContaining(PARTS));
  });
});
