import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, openSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { TcpProxy } from './tcp-proxy.js';

const CLUSTER_ID = 'Cz5VW1NwSWGxWrWnB9pgKg';
const START_TIMEOUT_MS = 60_000;
/** It starts often and lives for minutes. */
const JVM = ['-Xmx448m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1'];

export interface NodePorts {
  /** Where jobs connect: it leads through the proxy. */
  readonly client: number;
  readonly proxy: number;
  /** For the other brokers, and for who feeds and checks. */
  readonly direct: number;
  readonly controller: number;
}

/** One broker and controller of a cluster, a process of its own. */
export class KafkaNode {
  private child: ChildProcess | undefined;

  constructor(
    readonly id: number,
    readonly ports: NodePorts,
    readonly proxy: TcpProxy,
    private readonly jars: string,
    private readonly folder: string,
    /** The folder of its log. */
    readonly dataFolder: string,
  ) {}

  /** Writes the configuration; `voters` are all nodes' controllers. */
  configure(voters: string, nodes: number): void {
    mkdirSync(this.folder, { recursive: true });
    const { client, proxy, direct, controller } = this.ports;
    const replicas = nodes;
    const inSync = Math.max(1, nodes - 1);
    const lines = [
      'process.roles=broker,controller',
      `node.id=${this.id}`,
      `controller.quorum.voters=${voters}`,
      `listeners=CLIENT://localhost:${client},DIRECT://localhost:${direct},CONTROLLER://localhost:${controller}`,
      `advertised.listeners=CLIENT://localhost:${proxy},DIRECT://localhost:${direct}`,
      'inter.broker.listener.name=DIRECT',
      'controller.listener.names=CONTROLLER',
      'listener.security.protocol.map=CLIENT:PLAINTEXT,DIRECT:PLAINTEXT,CONTROLLER:PLAINTEXT',
      `log.dirs=${this.dataFolder}`,
      `default.replication.factor=${replicas}`,
      `min.insync.replicas=${inSync}`,
      `offsets.topic.replication.factor=${replicas}`,
      'offsets.topic.num.partitions=3',
      `transaction.state.log.replication.factor=${replicas}`,
      `transaction.state.log.min.isr=${inSync}`,
      'transaction.state.log.num.partitions=3',
      'transaction.abort.timed.out.transaction.cleanup.interval.ms=1000',
      'group.initial.rebalance.delay.ms=0',
      'group.min.session.timeout.ms=1000',
      'broker.heartbeat.interval.ms=500',
      'broker.session.timeout.ms=3000',
      'auto.create.topics.enable=false',
      'log.retention.ms=-1',
      'log.retention.check.interval.ms=2000',
      'log.segment.delete.delay.ms=1000',
    ];
    writeFileSync(this.configFile, lines.join('\n'));
  }

  async start(): Promise<void> {
    this.format();
    const log = openSync(join(this.folder, 'broker.log'), 'a');
    const child = spawn('java', [...JVM, '-cp', `${this.jars}/*`, 'kafka.Kafka', this.configFile], {
      stdio: ['ignore', log, log],
    });
    this.child = child;
    const endToo = () => child.kill('SIGKILL');
    process.once('exit', endToo);
    child.once('exit', () => process.removeListener('exit', endToo));
    for (const deadline = Date.now() + START_TIMEOUT_MS; !(await isOpen(this.ports.direct)); ) {
      if (child.exitCode !== null) throw new Error(`broker ${this.id} ended while it was starting: see ${this.folder}`);
      if (Date.now() > deadline) throw new Error(`broker ${this.id} did not start in time: see ${this.folder}`);
      await delay(100);
    }
  }

  /** Resolves when the process is gone. One that has ended already is fine. */
  async stop(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    const child = this.child;
    if (child === undefined) return;
    this.child = undefined;
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill(signal);
    await ended;
  }

  get isRunning(): boolean {
    return this.child !== undefined && this.child.exitCode === null && this.child.signalCode === null;
  }

  private get configFile(): string {
    return join(this.folder, 'server.properties');
  }

  private format(): void {
    if (existsSync(join(this.dataFolder, 'meta.properties'))) return;
    const args = [
      '-cp',
      `${this.jars}/*`,
      'kafka.tools.StorageTool',
      'format',
      '-t',
      CLUSTER_ID,
      '-c',
      this.configFile,
    ];
    execFileSync('java', args, { stdio: 'ignore' });
  }
}

function isOpen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, 'localhost');
    socket.on('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });
}
