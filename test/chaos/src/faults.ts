import { setTimeout as delay } from 'node:timers/promises';
import { fillDisk } from './full-disk.js';
import type { JobProcess } from './job-process.js';
import type { Random } from './random.js';
import { SESSION_TIMEOUT_MS, TRANSACTION_TIMEOUT_MS } from './settings.js';
import type { World } from './world.js';

/** What can happen to a running job. */
export interface Fault {
  /** How many brokers there are to be. */
  readonly brokers: 1 | 3;
  /** True where the broker's log has to be on a small disk of its own. */
  readonly needsSmallDisk?: boolean;
  /**
   * Which processes may end by themselves: none, so that the job goes on as if nothing had been; those whose start the fault has
   * outlasted; or any that says why.
   */
  readonly mayEnd: 'none' | 'outlasted' | 'any';
  readonly doc: string;
  /** Does it, and puts everything right again; returns what chance has chosen, for the report. */
  inject(world: World, random: Random): Promise<string>;
}

const LONGER_THAN_TIMEOUTS_MS = Math.max(SESSION_TIMEOUT_MS, TRANSACTION_TIMEOUT_MS) + 1_000;
/** How long a process may take to find out that another one has its name. */
const FENCED_WITHIN_MS = 30_000;

const kill: Fault = {
  brokers: 1,
  mayEnd: 'none',
  doc: '`kill -9` of a process at a random moment, in 3 of 10 rounds of the next one too, while it starts',
  async inject({ fleet }, random) {
    const instance = random.pick(fleet.instances);
    const after = random.between(0, 2_500);
    await delay(after);
    await fleet.kill(instance);
    if (!random.isLikely(0.3)) return `instance ${instance} after ${after} ms`;
    const again = random.between(0, 900);
    await delay(again);
    await fleet.kill(instance);
    return `instance ${instance} after ${after} ms and again after ${again} ms`;
  },
};

const zombie: Fault = {
  brokers: 1,
  mayEnd: 'any',
  doc: '`kill -STOP` of a process past its session and its transaction, then `kill -CONT`; in half of the rounds another one has taken its name meanwhile',
  async inject(world, random) {
    const { fleet } = world;
    const instance = random.pick(fleet.instances);
    await delay(random.between(0, 1_500));
    const stopped = fleet.process(instance);
    stopped.signal('SIGSTOP');
    const forMs = LONGER_THAN_TIMEOUTS_MS + random.between(0, 3_000);
    if (random.isLikely(0.5)) {
      await delay(forMs);
      stopped.signal('SIGCONT');
      return `instance ${instance} stopped for ${forMs} ms`;
    }
    const replacedAfter = random.between(0, forMs);
    await delay(replacedAfter);
    await fleet.supplant(instance);
    await delay(forMs - replacedAfter);
    stopped.signal('SIGCONT');
    await untilFenced(world, stopped);
    return `instance ${instance} stopped for ${forMs} ms, its name taken after ${replacedAfter} ms`;
  },
};

const sameName: Fault = {
  brokers: 1,
  mayEnd: 'any',
  doc: 'a second process is started with the name of one that runs',
  async inject(world, random) {
    const { fleet } = world;
    const instance = random.pick(fleet.instances);
    const after = random.between(0, 2_000);
    await delay(after);
    const old = await fleet.supplant(instance);
    await untilFenced(world, old);
    return `instance ${instance} after ${after} ms`;
  },
};

/** Under exactly-once the older process has to end by itself; elsewhere nothing fences it, and it is killed. */
async function untilFenced(world: World, old: JobProcess): Promise<void> {
  if (world.setting.guarantee === 'exactly-once') {
    const timer = new AbortController();
    await Promise.race([old.ended, delay(FENCED_WITHIN_MS, undefined, { signal: timer.signal }).catch(() => {})]);
    timer.abort();
    if (old.isRunning)
      world.complain(`instance ${old.instance}: the older process still ran after ${FENCED_WITHIN_MS} ms`);
    else world.fenced.push(await old.ended);
  }
  old.signal('SIGKILL');
  await old.ended;
}

const brokerRestart: Fault = {
  brokers: 1,
  mayEnd: 'outlasted',
  doc: 'the only broker is stopped (by SIGTERM or SIGKILL) and started up to 5 s later',
  async inject({ cluster }, random) {
    const signal = random.pick(['SIGTERM', 'SIGKILL'] as const);
    const downMs = random.between(0, 5_000);
    await delay(random.between(0, 1_500));
    for (const node of cluster.nodes) await node.stop(signal);
    await delay(downMs);
    await cluster.heal();
    return `${signal}, down for ${downMs} ms`;
  },
};

const brokerKill: Fault = {
  brokers: 3,
  mayEnd: 'outlasted',
  doc: 'one of three brokers is killed and started up to 8 s later',
  async inject({ cluster }, random) {
    const node = random.pick(cluster.nodes);
    const downMs = random.between(1_000, 8_000);
    await delay(random.between(0, 1_500));
    await node.stop('SIGKILL');
    await delay(downMs);
    await cluster.heal();
    return `broker ${node.id} down for ${downMs} ms`;
  },
};

const networkCut: Fault = {
  brokers: 3,
  mayEnd: 'any',
  doc: 'the network between the job and one broker, or all three, is cut (connections reset, or silent) for up to 12 s',
  async inject({ cluster }, random) {
    const nodes = random.isLikely(0.5) ? cluster.nodes : [random.pick(cluster.nodes)];
    const kind = random.pick(['cut', 'silent'] as const);
    const forMs = random.between(500, 12_000);
    await delay(random.between(0, 1_500));
    for (const node of nodes) node.proxy.set({ kind });
    await delay(forMs);
    await cluster.heal();
    return `${kind}: ${nodes.length === 1 ? `broker ${nodes[0]?.id}` : 'all brokers'} for ${forMs} ms`;
  },
};

const networkDelay: Fault = {
  brokers: 3,
  mayEnd: 'outlasted',
  doc: 'everything between the job and one broker, or all three, comes 20 to 1,500 ms late for up to 8 s',
  async inject({ cluster }, random) {
    const nodes = random.isLikely(0.5) ? cluster.nodes : [random.pick(cluster.nodes)];
    const delayMs = random.between(20, 1_500);
    const forMs = random.between(2_000, 8_000);
    await delay(random.between(0, 500));
    for (const node of nodes) node.proxy.set({ kind: 'slow', delayMs });
    await delay(forMs);
    await cluster.heal();
    return `${delayMs} ms at ${nodes.length === 1 ? `broker ${nodes[0]?.id}` : 'all brokers'} for ${forMs} ms`;
  },
};

const diskFull: Fault = {
  brokers: 1,
  needsSmallDisk: true,
  mayEnd: 'any',
  doc: "the broker's disk is full: it ends; there is room again and it is started up to 3 s later",
  async inject({ cluster }, random) {
    const [node] = cluster.nodes;
    if (node === undefined) throw new Error('there is no broker');
    const forMs = random.between(500, 3_000);
    await delay(random.between(0, 1_500));
    const makeRoom = fillDisk(node.dataFolder);
    try {
      for (let waited = 0; node.isRunning && waited < 10_000; waited += 100) await delay(100);
      const end = node.isRunning ? 'ran on' : 'ended';
      await delay(forMs);
      await node.stop('SIGKILL');
      return `the broker ${end}; down for ${forMs} ms`;
    } finally {
      makeRoom();
      await cluster.heal();
    }
  },
};

/** By the name that the command line takes. */
export const FAULTS: Readonly<Record<string, Fault>> = {
  kill,
  zombie,
  'same-name': sameName,
  'broker-restart': brokerRestart,
  'disk-full': diskFull,
  'broker-kill': brokerKill,
  'network-cut': networkCut,
  'network-delay': networkDelay,
};
