// The C programs, compiled once for each state of their sources.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { librdkafkaFlags } from '../packages/kafka-native/scripts/build.mjs';

const here = import.meta.dirname;

/** What measures a command: FILE COMMAND…. */
export const ensureLaunch = () => compile('launch', []);

/** Jobs A, B, C in C, on the librdkafka that the addon is built with. */
export const ensureLimit = async ({ log }) => compile('limit', await librdkafkaFlags({ log }));

function compile(name, flags) {
  const source = join(here, 'native', `${name}.c`);
  const key = createHash('sha256').update(readFileSync(source)).update(flags.join()).digest('hex').slice(0, 16);
  const dir = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'tsql', 'bench');
  const target = join(dir, `${name}-${key}`);
  if (existsSync(target)) return target;
  mkdirSync(dir, { recursive: true });
  const partial = `${target}.${process.pid}`;
  execFileSync('cc', ['-O2', '-o', partial, source, ...flags], { stdio: ['ignore', 'inherit', 'inherit'] });
  renameSync(partial, target);
  return target;
}
