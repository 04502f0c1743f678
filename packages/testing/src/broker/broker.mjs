// A real Kafka for tests: KAFKA_BROKERS if it is set, else Docker, else Kafka's jars on the Java that is there.
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fetchJars } from './maven.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const VERSION = '4.1.0';
const START_TIMEOUT_MS = 60_000;

/** Starts a broker where none is given. Returns its address and what ends it. */
export async function startBroker({ log = () => {}, port } = {}) {
  const given = process.env.KAFKA_BROKERS;
  if (given) return { servers: given, stop: async () => {} };
  const own = port ?? (await freePort());
  return hasDocker() ? startContainer(own) : startJars(own, log);
}

function hasDocker() {
  try {
    execFileSync('docker', ['info'], { stdio: 'ignore', timeout: 5_000 });
    return true;
  } catch {
    return false;
  }
}

async function startContainer(port) {
  const { GenericContainer, Wait } = await import('testcontainers');
  const container = await new GenericContainer(`apache/kafka:${VERSION}`)
    .withExposedPorts({ container: 9092, host: port })
    .withEnvironment({
      KAFKA_NODE_ID: '1',
      KAFKA_PROCESS_ROLES: 'broker,controller',
      KAFKA_LISTENERS: 'PLAINTEXT://:9092,CONTROLLER://:9093',
      KAFKA_ADVERTISED_LISTENERS: `PLAINTEXT://localhost:${port}`,
      KAFKA_CONTROLLER_LISTENER_NAMES: 'CONTROLLER',
      KAFKA_CONTROLLER_QUORUM_VOTERS: '1@localhost:9093',
      KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR: '1',
      KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR: '1',
      KAFKA_TRANSACTION_STATE_LOG_MIN_ISR: '1',
      KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS: '0',
      KAFKA_LOG_RETENTION_MS: '-1',
    })
    .withWaitStrategy(Wait.forListeningPorts())
    .start();
  return { servers: `localhost:${port}`, stop: () => container.stop() };
}

async function startJars(port, log) {
  const jars = ensureJars(log);
  const controller = await freePort();
  const dir = mkdtempSync(join(tmpdir(), 'tsql-kafka-'));
  const config = join(dir, 'server.properties');
  writeFileSync(config, properties(port, controller, join(dir, 'log')));
  const java = (...args) => ['-cp', `${jars}/*`, ...args];
  execFileSync('java', java('kafka.tools.StorageTool', 'format', '-t', 'Cz5VW1NwSWGxWrWnB9pgKg', '-c', config), {
    stdio: 'ignore',
  });
  const server = spawn('java', ['-Xmx768m', ...java('kafka.Kafka', config)], { stdio: 'ignore' });
  // Listened for from the start: one that has ended by itself can be stopped, too.
  const ended = new Promise((resolve) => server.once('exit', resolve));
  const end = () => server.kill('SIGKILL');
  process.once('exit', end);
  await untilOpen(port, server);
  return {
    servers: `localhost:${port}`,
    async stop() {
      end();
      await ended;
      process.removeListener('exit', end);
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** Kafka's jars. */
export function ensureJars(log) {
  return fetchJars(join(here, 'kafka-pom.xml'), `kafka-${VERSION}`, { log, size: '120 MB' });
}

function properties(port, controller, logs) {
  return [
    'process.roles=broker,controller',
    'node.id=1',
    `controller.quorum.voters=1@localhost:${controller}`,
    `listeners=PLAINTEXT://localhost:${port},CONTROLLER://localhost:${controller}`,
    `advertised.listeners=PLAINTEXT://localhost:${port}`,
    'controller.listener.names=CONTROLLER',
    'listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT',
    `log.dirs=${logs}`,
    'offsets.topic.replication.factor=1',
    'offsets.topic.num.partitions=1',
    'transaction.state.log.replication.factor=1',
    'transaction.state.log.min.isr=1',
    'transaction.state.log.num.partitions=1',
    'group.initial.rebalance.delay.ms=0',
    'num.partitions=1',
    'log.retention.ms=-1',
    'transaction.max.timeout.ms=3600000',
  ].join('\n');
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

async function untilOpen(port, server) {
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (Date.now() < deadline) {
    if (server.exitCode !== null) throw new Error('Kafka ended while it was starting');
    if (await isOpen(port)) return new Promise((resolve) => setTimeout(resolve, 1_000));
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error('Kafka did not start in time');
}

function isOpen(port) {
  return new Promise((resolve) => {
    const socket = connect(port, 'localhost', () => resolve(true));
    socket.on('error', () => resolve(false));
    socket.on('close', () => resolve(false));
    socket.on('connect', () => socket.destroy());
  });
}
