import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { createProducer, type Producer } from '@tsql/kafka-native';
import { JobProcess } from './job-process.js';
import { KafkaCluster } from './kafka-cluster.js';
import { feedBatch } from './numbered-records.js';
import { quarters, residentSize } from './resident-size.js';
import { type Guarantee, SHAPE } from './settings.js';
import { jobOf } from './world.js';

/** The job always finds records to read, and the broker's disk holds what it has not read yet. */
const MOST_AHEAD = 400_000;
const BATCH = 10_000;
const RETENTION = { 'retention.bytes': String(192 << 20), 'segment.bytes': String(32 << 20) };
const TIMEOUT_MS = 30_000;
const SAMPLE_EVERY_MS = 1_000;
const ALLOWED_GROWTH = 1.1;

export interface SoakResult {
  readonly guarantee: Guarantee;
  readonly seconds: number;
  readonly records: number;
  /** Median resident size by quarter of the run, MB. */
  readonly quarters: readonly number[];
  readonly faults: readonly string[];
}

/** Runs a job at full speed and watches its memory. */
export async function soak(
  options: {
    readonly seconds: number;
    readonly guarantee: Guarantee;
    readonly tsql: string;
    readonly firstPort?: number;
  },
  say: (text: string) => void,
): Promise<SoakResult> {
  const folder = mkdtempSync(join(tmpdir(), 'tsql-soak-'));
  const cluster = await KafkaCluster.start(1, {
    folder,
    ...(options.firstPort === undefined ? {} : { firstPort: options.firstPort }),
  });
  try {
    return await run(cluster, { ...options, folder }, say);
  } finally {
    await cluster.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function run(
  cluster: KafkaCluster,
  { seconds, guarantee, tsql, folder }: { seconds: number; guarantee: Guarantee; tsql: string; folder: string },
  say: (text: string) => void,
): Promise<SoakResult> {
  const topics = { input: 'soak-in', output: 'soak-out' };
  for (const topic of Object.values(topics)) await cluster.createTopic(topic, SHAPE.partitions, RETENTION);
  const { sql, flags } = jobOf({ seed: 1, guarantee, instances: 1 }, cluster.servers, 'soak', topics);
  const file = join(folder, 'soak.sql');
  writeFileSync(file, sql);
  const job = new JobProcess([process.execPath, tsql, 'run', file, ...flags('0')], '0', join(folder, 'soak.log'));
  const feed = new FullSpeed(cluster.directServers, topics);
  const samples: number[] = [];
  try {
    const endsAt = Date.now() + seconds * 1_000;
    feed.start();
    while (Date.now() < endsAt && job.isRunning) {
      await delay(SAMPLE_EVERY_MS);
      if (!job.isRunning) break;
      samples.push(residentSize(job.pid));
      if (samples.length % 30 === 0) say(`${samples.length} s: ${feed.sent} records, ${samples.at(-1)?.toFixed(0)} MB`);
    }
    await feed.stop();
    await feed.untilThrough();
  } finally {
    await feed.close();
    job.signal('SIGTERM');
  }
  const { status, codes } = await job.ended;
  const medians = quarters(samples);
  const [, second = 0, , last = 0] = medians;
  const read = Number(/(\d+) records in/.exec(job.output)?.[1]);
  const faults = [
    ...(status === 130 ? [] : [`the job ended: ${status} ${codes.join(' ')}`]),
    ...(read === feed.sent ? [] : [`${feed.sent} records were fed, ${read} were read`]),
    ...(last <= second * ALLOWED_GROWTH ? [] : [`memory grew from ${second.toFixed(0)} to ${last.toFixed(0)} MB`]),
  ];
  return { guarantee, seconds, records: feed.sent, quarters: medians, faults };
}

/** Writes the same records again and again, a bounded number ahead of what has come out. */
class FullSpeed {
  sent = 0;
  private readonly producer: Producer;
  private readonly batch = feedBatch(
    Array.from({ length: BATCH }, (_, number) => ({
      partition: number % SHAPE.partitions,
      key: number % SHAPE.keys,
      number,
    })),
  );
  private isStopping = false;
  private running: Promise<void> | undefined;

  constructor(
    servers: string,
    private readonly topics: { readonly input: string; readonly output: string },
  ) {
    this.producer = createProducer({ 'bootstrap.servers': servers, acks: '-1', 'enable.idempotence': 'true' });
  }

  start(): void {
    this.running = this.run();
  }

  async stop(): Promise<void> {
    this.isStopping = true;
    await this.running;
    await this.producer.flush(TIMEOUT_MS);
  }

  /** Until nothing more comes out. */
  async untilThrough(): Promise<void> {
    for (let before = -1, now = await this.cameOut(); now !== before; now = await this.cameOut()) {
      before = now;
      await delay(3_000);
    }
  }

  async close(): Promise<void> {
    this.isStopping = true;
    await this.running?.catch(() => {});
    await this.producer.close();
  }

  private async run(): Promise<void> {
    while (!this.isStopping) {
      if (this.sent - (await this.cameOut()) > MOST_AHEAD) {
        await delay(10);
        continue;
      }
      for (let turn = 0; turn < 5; turn++) await this.send();
    }
  }

  private async send(): Promise<void> {
    for (let from = 0; from < BATCH; ) {
      from += this.producer.produce(this.topics.input, this.batch, from);
      if (from < BATCH) await delay(5);
    }
    this.sent += BATCH;
  }

  /** A few more than the records: transactions leave marks. */
  private async cameOut(): Promise<number> {
    const all = Array.from({ length: SHAPE.partitions }, (_, partition) => ({ topic: this.topics.output, partition }));
    const marks = await this.producer.watermarks(all, TIMEOUT_MS);
    return marks.reduce((sum, { high }) => sum + high, 0);
  }
}
