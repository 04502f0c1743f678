import { type JobProgress, type JobSummary, KafkaBroker, Session, type SessionOptions } from '@tsql/session';
import { createProducer } from '../../packages/kafka-native/src/index.js';

/** Topics and jobs of one test file on the shared broker; names are its own. */
export class Delivery {
  private constructor(
    readonly broker: KafkaBroker,
    readonly prefix: string,
  ) {}

  static async connect(name: string): Promise<Delivery> {
    const broker = await KafkaBroker.connect(process.env.KAFKA_BROKERS ?? '');
    return new Delivery(broker, `${name}-${process.pid}-${Date.now()}`);
  }

  close(): Promise<void> {
    return this.broker.close();
  }

  topic(name: string): string {
    return `${this.prefix}-${name}`;
  }

  async topics(names: readonly string[], partitions = 3): Promise<void> {
    await this.broker.createTopics(new Map(names.map((name) => [this.topic(name), partitions])));
  }

  /** `{"id": …}` for each number, spread over the partitions. */
  async feed(name: string, from: number, to: number, partitions = 3): Promise<void> {
    const records = Array.from({ length: to - from }, (_, index) => ({
      topic: this.topic(name),
      partition: (from + index) % partitions,
      key: null,
      value: Buffer.from(`{"id":${from + index}}`),
      headers: [],
      timestamp: 1_700_000_000_000,
    }));
    await this.broker.produce(records);
  }

  /** A table of one number on a topic. */
  table(name: string, topic: string, options: Record<string, string> = {}): string {
    const all = {
      connector: 'kafka',
      topic: this.topic(topic),
      'properties.bootstrap.servers': this.broker.servers,
      format: 'json',
      ...options,
    };
    const list = Object.entries(all).map(([key, value]) => `'${key}' = '${value}'`);
    return `CREATE TABLE ${name} (id INT) WITH (${list.join(', ')});\n`;
  }

  /** The numbers in a topic that are committed, sorted. */
  async ids(name: string): Promise<number[]> {
    const records = await this.broker.read(this.topic(name));
    const ids = records.map(({ value }) => (JSON.parse(Buffer.from(value ?? []).toString()) as { id: number }).id);
    return ids.sort((a, b) => a - b);
  }

  /** As {@link ids}, once there are so many: a transaction's end is acknowledged before its records are seen. */
  async settled(name: string, count: number): Promise<number[]> {
    await until(async () => (await this.ids(name)).length >= count, `${count} records in ${name}`);
    return this.ids(name);
  }

  /** Waits until so many records are there to be read. */
  async settledRecords(name: string, count: number): Promise<void> {
    await until(async () => (await this.broker.read(this.topic(name))).length >= count, `${count} records in ${name}`);
  }

  /** So many records with these values, spread over three partitions. */
  async fill(name: string, count: number, value: (id: number) => string): Promise<void> {
    const producer = createProducer({
      'bootstrap.servers': this.broker.servers,
      'message.max.bytes': '2000000',
      'linger.ms': '5',
    });
    for (let id = 0; id < count; id++) {
      const slab = Buffer.from(value(id));
      const none = Int32Array.of();
      const batch = {
        count: 1,
        slab,
        partition: Int32Array.of(id % 3),
        keyStart: Int32Array.of(-1),
        keyEnd: Int32Array.of(-1),
        valueStart: Int32Array.of(0),
        valueEnd: Int32Array.of(slab.length),
        timestamp: Float64Array.of(Number.NaN),
        headerIndex: Int32Array.of(0, 0),
        headerNameStart: none,
        headerNameEnd: none,
        headerValueStart: none,
        headerValueEnd: none,
      };
      while (producer.produce(this.topic(name), batch, 0) === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    }
    if ((await producer.flush(30_000)) > 0) throw new Error('not everything was stored in time');
    await producer.close();
  }

  /** Stores positions in a job's group as a run of it does, one for each partition from 0. */
  async commitNotes(
    job: string,
    topic: string,
    positions: readonly { readonly offset: number; readonly run: number; readonly end: number }[],
  ): Promise<void> {
    const producer = createProducer({ 'bootstrap.servers': this.broker.servers });
    const offsets = positions.map(({ offset, run, end }, partition) => ({
      topic: this.topic(topic),
      partition,
      offset,
      metadata: JSON.stringify({ tsql: 1, run, end }),
    }));
    await until(async () => {
      const stored = await producer.alterGroupOffsets(`tsql-${job}`, offsets, 10_000);
      return stored.every(({ error }) => error === undefined);
    }, 'a group without members');
    await producer.close();
  }

  start(
    sql: string,
    options: SessionOptions & { readonly name?: string; readonly resume?: boolean; readonly instance?: string } = {},
  ): JobRun {
    const controller = new AbortController();
    const problems: string[] = [];
    const codes: string[] = [];
    const summaries: JobSummary[] = [];
    let progress: JobProgress | undefined;
    const { name = 'job', resume, instance, ...sessionOptions } = options;
    const ended = new Session(sessionOptions).run(sql, 'job.sql', {
      signal: controller.signal,
      jobName: `${this.prefix}-${name}`,
      ...(resume === undefined ? {} : { resume }),
      ...(instance === undefined ? {} : { instance }),
      onLine() {},
      onDiagnostic: (found) => {
        codes.push(found.code);
        problems.push(`${found.code} ${found.message}`);
      },
      onProgress: (counters) => {
        progress = { ...counters };
      },
      onSummary: (summary) => summaries.push(summary),
    });
    const stop = () => {
      controller.abort();
      return ended;
    };
    return { ended, problems, codes, summaries, progress: () => progress, stop };
  }
}

export interface JobRun {
  /** Resolves to the exit status. */
  readonly ended: Promise<number>;
  readonly problems: string[];
  readonly codes: string[];
  readonly summaries: JobSummary[];
  /** As it was told last. */
  progress(): JobProgress | undefined;
  stop(): Promise<number>;
}

export const numbers = (from: number, to: number): number[] =>
  Array.from({ length: to - from }, (_, index) => from + index);

export async function until(condition: () => Promise<boolean>, what = 'it'): Promise<void> {
  for (const deadline = Date.now() + 20_000; Date.now() < deadline; ) {
    if (await condition()) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`${what} did not come about in time`);
}
