import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Addon } from './addon.js';

let loaded: Addon | undefined;

/**
 * Loads the addon on first use: from TSQL_KAFKA_NATIVE, or where the build put it. Throws an Error with the code
 * KAFKA_NATIVE_MISSING where it has not been built.
 */
export function loadAddon(): Addon {
  loaded ??= createRequire(join(process.cwd(), 'tsql.js'))(addonPath()) as Addon;
  return loaded;
}

/** This file, or the bundle that it is a part of. */
const here = (): string => (typeof __filename === 'string' ? __filename : fileURLToPath(import.meta.url));

/** The build that `scripts/build.mjs` noted for this checkout: in one of the folders above this file. */
export function addonPath(): string {
  const given = process.env.TSQL_KAFKA_NATIVE;
  if (given !== undefined && given !== '') return given;
  for (let dir = dirname(here()); ; dir = dirname(dir)) {
    const note = join(dir, 'packages', 'kafka-native', '.cache', 'addon.json');
    const path = existsSync(note) ? (JSON.parse(readFileSync(note, 'utf8')) as { path: string }).path : undefined;
    if (path !== undefined && existsSync(path)) return path;
    if (dirname(dir) === dir) break;
  }
  throw Object.assign(new Error('the Kafka client is not built yet: run `npm run setup`'), {
    code: 'KAFKA_NATIVE_MISSING',
  });
}
