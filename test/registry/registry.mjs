// A real schema registry for tests: SCHEMA_REGISTRY_URL if it is set, else Apicurio Registry from Maven Central on the Java that is there.
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const VERSION = '2.5.11.Final';
const START_TIMEOUT_MS = 120_000;

/** Starts a registry where none is given. Returns the address of its Confluent interface and what ends it. */
export async function startRegistry({ log = () => {} } = {}) {
  const given = process.env.SCHEMA_REGISTRY_URL;
  if (given) return { url: given, stop: async () => {} };
  const home = ensureApplication(log);
  const jar = readdirSync(home).find((name) => name.endsWith('-runner.jar'));
  const port = await freePort();
  const dir = mkdtempSync(join(tmpdir(), 'tsql-registry-'));
  const server = spawn('java', ['-Xmx512m', '-Dquarkus.http.host=127.0.0.1', '-jar', join(home, jar)], {
    cwd: dir,
    stdio: 'ignore',
    env: { ...process.env, HTTP_PORT: String(port) },
  });
  const end = () => server.kill('SIGKILL');
  process.once('exit', end);
  const url = `http://127.0.0.1:${port}/apis/ccompat/v7`;
  await untilUp(url, server);
  return {
    url,
    async stop() {
      const ended = new Promise((resolve) => server.once('exit', resolve));
      end();
      await ended;
      process.removeListener('exit', end);
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

function ensureApplication(log) {
  const target = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'tsql', `apicurio-${VERSION}`);
  if (existsSync(target)) return target;
  log(`fetching Apicurio Registry ${VERSION} (about 120 MB, once)`);
  const partial = `${target}.${process.pid}`;
  mkdirSync(dirname(target), { recursive: true });
  mkdirSync(partial);
  const plugin = 'org.apache.maven.plugins:maven-dependency-plugin:3.6.1';
  const artifact = `io.apicurio:apicurio-registry-app:${VERSION}:tar.gz:all`;
  const options = { stdio: ['ignore', 'ignore', 'inherit'] };
  execFileSync('mvn', ['-q', '-B', `${plugin}:get`, `-Dartifact=${artifact}`, '-Dtransitive=false'], options);
  const copy = [`-Dartifact=${artifact}`, `-DoutputDirectory=${partial}`];
  execFileSync('mvn', ['-q', '-B', `${plugin}:copy`, ...copy], options);
  const archive = readdirSync(partial).find((name) => name.endsWith('.tar.gz'));
  execFileSync('tar', ['xzf', join(partial, archive), '-C', partial]);
  rmSync(join(partial, archive));
  renameSync(partial, target);
  return target;
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

async function untilUp(url, server) {
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (Date.now() < deadline) {
    if (server.exitCode !== null) throw new Error('the registry ended while it was starting');
    const isUp = await fetch(`${url}/subjects`).then(
      (response) => response.ok,
      () => false,
    );
    if (isUp) return;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  throw new Error('the registry did not start in time');
}
