// Flink 1.20 in one JVM, with the same job files.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fetchJars } from '../test/maven.mjs';

const here = join(import.meta.dirname, 'flink');
const VERSION = '1.20.3';
const PROGRAM = 'BenchJob';

/** The command that runs a job file with so many tasks. Throws an Error where Java or Maven is missing. */
export function ensureFlink({ log }) {
  const jars = fetchJars(join(here, 'pom.xml'), `flink-${VERSION}`, { log, size: '150 MB' });
  const source = join(here, `${PROGRAM}.java`);
  const key = createHash('sha256').update(readFileSync(source)).digest('hex').slice(0, 16);
  const classes = join(dirname(jars), 'bench', `flink-${VERSION}-${key}`);
  if (!existsSync(classes)) {
    const partial = `${classes}.${process.pid}`;
    mkdirSync(partial, { recursive: true });
    execFileSync('javac', ['-cp', `${jars}/*`, '-d', partial, source], { stdio: ['ignore', 'ignore', 'inherit'] });
    copyFileSync(join(here, 'log4j2.properties'), join(partial, 'log4j2.properties'));
    renameSync(partial, classes);
  }
  return (file, parallelism) => ['java', '-Xmx2g', '-cp', `${classes}:${jars}/*`, PROGRAM, file, String(parallelism)];
}
