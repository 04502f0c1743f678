import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { type CaseRecord, Pace, readRecording, type TimestampMode, timestampShift, toBytes } from '@tsql/replay';
import { fillVariables, type PlainRecord, TopicWriter } from '@tsql/session';
import { countLine } from '../count-line.js';
import { interruptSignal } from '../interrupt.js';
import { type InputOptions, readVariables, UsageError } from '../script-input.js';
import { reportFailure } from './record/report-failure.js';

export interface ReplayCommandOptions extends InputOptions {
  readonly brokers: string;
  readonly property: Readonly<Record<string, string>>;
  readonly topic: readonly string[];
  readonly timestamps: TimestampMode;
  readonly speed: string;
  readonly createTopics?: boolean;
  readonly limit?: number;
  readonly progress?: string;
}

/** Records that go to the client at once. */
const BATCH = 500;
const INTERRUPTED = 130;

/** `tsql replay FILE…`: sends recorded records. Returns the exit status. */
export async function replayCommand(files: readonly string[], options: ReplayCommandOptions): Promise<number> {
  const speed = parseSpeed(options.speed);
  const rename = topicNames(options.topic);
  if (options.createTopics && files.includes('-'))
    throw new UsageError('--create-topics reads the files twice, which stdin cannot be');
  const signal = interruptSignal();
  const progress = countLine(options.progress);
  try {
    const writer = await TopicWriter.open(properties(options));
    try {
      if (options.createTopics) await writer.createTopics(await partitionsOf(files, rename));
      const replay = new Replay(writer, new Pace(speed, Date.now), progress.add, signal);
      await replay.run(records(files, rename, options.limit), timestampShift(options.timestamps, Date.now));
    } finally {
      await writer.close();
    }
    progress.end('sent');
    return signal.aborted ? INTERRUPTED : 0;
  } catch (error) {
    progress.clear();
    return reportFailure(error);
  }
}

function properties(options: ReplayCommandOptions): Record<string, string> {
  const fill = fillVariables(readVariables(options));
  const all = { ...options.property, 'bootstrap.servers': options.brokers };
  return Object.fromEntries(Object.entries(all).map(([name, value]) => [name, fill(value)]));
}

/** Sends records in their order; those of one topic that come in a row go together. */
class Replay {
  private batch: PlainRecord[] = [];
  private bytes = 0;

  constructor(
    private readonly writer: TopicWriter,
    private readonly pace: Pace,
    private readonly count: (records: number, bytes: number) => void,
    private readonly signal: AbortSignal,
  ) {}

  /** What was begun is stored, also where the signal comes. */
  async run(
    source: AsyncIterable<CaseRecord>,
    shift: (timestamp: number | undefined) => number | undefined,
  ): Promise<void> {
    for await (const record of source) {
      const wait = this.pace.wait(record.timestamp);
      if (wait > 0) await this.rest(wait);
      if (this.signal.aborted) break;
      if (this.batch.length >= BATCH || (this.batch[0] !== undefined && this.batch[0].topic !== record.topic))
        await this.send();
      this.add({ ...toPlain(record), timestamp: shift(record.timestamp) });
    }
    await this.send();
    await this.writer.flush();
  }

  private async rest(wait: number): Promise<void> {
    await this.send();
    await delay(wait, undefined, { signal: this.signal }).catch(() => {});
  }

  private add(record: PlainRecord): void {
    this.batch.push(record);
    this.bytes += (record.key?.length ?? 0) + (record.value?.length ?? 0);
  }

  private async send(): Promise<void> {
    const [first] = this.batch;
    if (first === undefined) return;
    await this.writer.write(first.topic, this.batch);
    this.count(this.batch.length, this.bytes);
    this.batch = [];
    this.bytes = 0;
  }
}

function toPlain(record: CaseRecord): PlainRecord {
  return {
    topic: record.topic,
    partition: record.partition ?? 0,
    key: toBytes(record.key),
    value: toBytes(record.value),
    headers: (record.headers ?? []).map(([name, value]) => [name, toBytes(value)] as const),
    timestamp: record.timestamp,
  };
}

async function* records(
  files: readonly string[],
  rename: (topic: string) => string,
  limit = Number.POSITIVE_INFINITY,
): AsyncGenerator<CaseRecord> {
  let left = limit;
  for (const file of files) {
    const input = file === '-' ? process.stdin : createReadStream(file);
    const lines = createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY });
    try {
      for await (const { record } of readRecording(lines, file.endsWith('.txtar'))) {
        if (left-- <= 0) return;
        yield { ...record, topic: rename(record.topic) };
      }
    } catch (error) {
      throw new Error(`${file}: ${(error as Error).message}`);
    } finally {
      lines.close();
    }
  }
}

/** The topics of recordings, with as many partitions as their records name. */
async function partitionsOf(
  files: readonly string[],
  rename: (topic: string) => string,
): Promise<ReadonlyMap<string, number>> {
  const partitions = new Map<string, number>();
  for await (const { topic, partition = 0 } of records(files, rename))
    partitions.set(topic, Math.max(partitions.get(topic) ?? 1, partition + 1));
  return partitions;
}

/** `original`, `max`, or a factor: 2 is twice as fast. */
function parseSpeed(text: string): number {
  if (text === 'original') return 1;
  if (text === 'max') return Number.POSITIVE_INFINITY;
  const factor = /^\d+(\.\d+)?x?$/.test(text) ? Number.parseFloat(text) : Number.NaN;
  if (factor > 0) return factor;
  throw new UsageError(`--speed takes original, max or a factor such as 2 or 0.5, found '${text}'`);
}

/** `OLD=NEW` for one topic, `NEW` for all. */
function topicNames(given: readonly string[]): (topic: string) => string {
  const names = new Map<string, string>();
  let all: string | undefined;
  for (const text of given) {
    const at = text.indexOf('=');
    if (at < 0) all = text;
    else names.set(text.slice(0, at), text.slice(at + 1));
  }
  return (topic) => names.get(topic) ?? all ?? topic;
}
