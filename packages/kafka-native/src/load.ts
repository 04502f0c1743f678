import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Addon } from './client.js';

let loaded: Addon | undefined;

/**
 * Loads the addon on first use: from TSQL_KAFKA_NATIVE, or where the build put it. Throws an Error with the code
 * KAFKA_NATIVE_MISSING where it has not been built.
 */
export function loadAddon(): Addon {
  loaded ??= createRequire(join(process.cwd(), 'tsql.js'))(addonPath()) as Addon;
  return loaded;
}

function addonPath(): string {
  const given = process.env.TSQL_KAFKA_NATIVE;
  if (given !== undefined && given !== '') return given;
  const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'tsql', 'kafka-native', 'current.json');
  const path = existsSync(cache) ? (JSON.parse(readFileSync(cache, 'utf8')) as { path: string }).path : undefined;
  if (path !== undefined && existsSync(path)) return path;
  throw Object.assign(new Error('the Kafka client is not built yet: run `npm run setup`'), {
    code: 'KAFKA_NATIVE_MISSING',
  });
}
