import { once } from 'node:events';
import type { CaseRecord } from '@tsql/replay';

/** Characters that are gathered before they are written. */
const CHUNK = 1 << 16;

/** Writes records as lines, as fast as they are taken: nothing piles up. */
export class RecordingFile {
  /** Characters of records added. */
  bytes = 0;
  private pending = '';
  private failure: unknown;

  constructor(private readonly stream: NodeJS.WritableStream) {
    stream.on('error', (error) => {
      this.failure ??= error;
    });
  }

  /** Begins a case: its topics, its jobs, and the input, which the records fill. */
  async beginCase(
    topics: readonly string[],
    partitions: ReadonlyMap<string, number>,
    jobs: readonly string[],
  ): Promise<void> {
    this.pending += `Records of ${topics.join(', ')}.\n`;
    const spread = [...partitions].filter(([, count]) => count > 1);
    if (spread.length > 0) {
      const settings = Object.fromEntries(spread.map(([topic, count]) => [topic, { partitions: count }]));
      this.pending += `-- topics.json --\n${JSON.stringify(settings)}\n`;
    }
    if (jobs.length > 0) this.pending += `-- job --\n${jobs.join('\n')}\n`;
    this.pending += '-- input.jsonl --\n';
    await this.drain();
  }

  add(record: CaseRecord): void {
    const line = `${JSON.stringify(record)}\n`;
    this.pending += line;
    this.bytes += line.length;
  }

  /** Resolves when more may be added. Fails with what writing failed with. */
  async drain(): Promise<void> {
    if (this.pending.length >= CHUNK) await this.write();
    this.throwFailure();
  }

  async end(): Promise<void> {
    await this.write();
    this.throwFailure();
    if (this.stream === process.stdout) return;
    const closed = once(this.stream, 'finish');
    this.stream.end();
    await closed;
  }

  private async write(): Promise<void> {
    const text = this.pending;
    this.pending = '';
    if (text === '' || this.stream.write(text)) return;
    const drained = new AbortController();
    await Promise.race(['drain', 'error'].map((event) => once(this.stream, event, { signal: drained.signal }))).catch(
      () => {},
    );
    drained.abort();
  }

  private throwFailure(): void {
    if (this.failure !== undefined) throw this.failure;
  }
}
