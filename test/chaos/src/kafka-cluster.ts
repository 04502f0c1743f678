import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { createProducer } from '@tsql/kafka-native';
import { ensureJars } from '../../broker/broker.mjs';
import { KafkaNode, type NodePorts } from './kafka-node.js';
import { TcpProxy } from './tcp-proxy.js';

const LOOKUP_TIMEOUT_MS = 5_000;
const READY_TIMEOUT_MS = 60_000;
/** Below the ports that systems hand out by themselves: a broker that is down must find its port free again. */
const PORTS = { from: 20_000, to: 31_000 };

/** One or three brokers, each behind a proxy of its own. */
export class KafkaCluster {
  private constructor(readonly nodes: readonly KafkaNode[]) {}

  /** `dataFolder` gives the folder of a node's log. */
  static async start(
    count: number,
    { folder, firstPort, dataFolder }: { folder: string; firstPort?: number; dataFolder?: (id: number) => string },
  ): Promise<KafkaCluster> {
    const jars = ensureJars((text) => process.stderr.write(`${text}\n`));
    const ports = await freePorts(count * 4, firstPort);
    const nodes: KafkaNode[] = [];
    for (let id = 1; id <= count; id++) {
      const [client = 0, proxy = 0, direct = 0, controller = 0] = ports.slice((id - 1) * 4);
      const place = join(folder, `node-${id}`);
      const own: NodePorts = { client, proxy, direct, controller };
      const data = dataFolder?.(id) ?? join(place, 'data');
      nodes.push(new KafkaNode(id, own, await TcpProxy.listen(proxy, client), jars, place, data));
    }
    const voters = nodes.map(({ id, ports: { controller } }) => `${id}@localhost:${controller}`).join(',');
    const cluster = new KafkaCluster(nodes);
    try {
      for (const node of nodes) node.configure(voters, count);
      await Promise.all(nodes.map((node) => node.start()));
      await cluster.untilReady();
    } catch (error) {
      await cluster.stop();
      throw error;
    }
    return cluster;
  }

  /** What jobs are given: through the proxies. */
  get servers(): string {
    return this.nodes.map(({ ports }) => `localhost:${ports.proxy}`).join(',');
  }

  /** Past the proxies. */
  get directServers(): string {
    return this.nodes.map(({ ports }) => `localhost:${ports.direct}`).join(',');
  }

  /** Waits until all brokers know of each other. */
  async untilReady(): Promise<void> {
    const client = createProducer({ 'bootstrap.servers': this.directServers });
    try {
      for (const deadline = Date.now() + READY_TIMEOUT_MS; ; ) {
        const known = await client.metadata(null, LOOKUP_TIMEOUT_MS).catch(() => undefined);
        if (known?.brokers.length === this.nodes.length) return;
        if (Date.now() > deadline) throw new Error('the brokers did not find each other in time');
        await delay(100);
      }
    } finally {
      await client.close();
    }
  }

  async createTopic(topic: string, partitions: number, configs: Record<string, string> = {}): Promise<void> {
    const client = createProducer({ 'bootstrap.servers': this.directServers });
    try {
      const [result] = await client.createTopics([{ topic, partitions, configs }], LOOKUP_TIMEOUT_MS);
      if (result?.error !== undefined) throw result.error;
    } finally {
      await client.close();
    }
  }

  /** Starts the brokers that are down, and opens the network. */
  async heal(): Promise<void> {
    for (const node of this.nodes) node.proxy.set({ kind: 'open' });
    const down = this.nodes.filter((node) => !node.isRunning);
    await Promise.all(down.map((node) => node.start()));
    if (down.length > 0) await this.untilReady();
  }

  /** Its files stay. */
  async stop(): Promise<void> {
    await Promise.all(this.nodes.map((node) => node.stop('SIGKILL')));
    await Promise.all(this.nodes.map((node) => node.proxy.close()));
  }
}

async function freePorts(count: number, first: number | undefined): Promise<number[]> {
  const ports: number[] = [];
  const start = first ?? PORTS.from + Math.floor(Math.random() * (PORTS.to - PORTS.from));
  for (let port = start; ports.length < count; port++) if (await isFree(port)) ports.push(port);
  return ports;
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.on('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
