// What comes from Maven Central, kept in the cache.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

/** A folder of the cache with the jars that the file `pom` names; fetched once. */
export function fetchJars(pom, name, { log, size }) {
  const target = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'tsql', name);
  if (existsSync(target)) return target;
  log(`fetching ${name} (about ${size}, once)`);
  const partial = `${target}.${process.pid}`;
  mkdirSync(dirname(target), { recursive: true });
  execFileSync('mvn', ['-q', '-B', '-f', pom, 'dependency:copy-dependencies', `-DoutputDirectory=${partial}`], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  renameSync(partial, target);
  return target;
}
