import type { FileFraming, FormatPlan, Position, RecordBatch, RecordSource, SourceStatus } from '@tsql/core';
import { fileError } from './file-error.js';
import type { FileSourceTransport } from './file-transport.js';
import { type FoundFile, listFiles } from './list-files.js';
import { OpenFile } from './open-file.js';

/** Reads files one after the other; with an interval it looks for new ones for ever, as Flink's `ContinuousFileSplitEnumerator`. */
export class FileSource implements RecordSource {
  /** In the order in which they are read. */
  private readonly files: FoundFile[] = [];
  private readonly known = new Set<string>();
  /** Of the file that is read, or is next. */
  private index = 0;
  /** Records of that file to pass over. */
  private skip = 0;
  private current: OpenFile | undefined;
  private lookedAt = 0;

  constructor(
    private readonly transport: FileSourceTransport,
    private readonly framing: FileFraming,
    private readonly format: FormatPlan,
  ) {}

  async open(): Promise<void> {
    await this.look();
  }

  async poll(maxWaitMs: number): Promise<RecordBatch | null> {
    for (;;) {
      this.current ??= await this.openNext();
      if (this.current === undefined) return this.wait(maxWaitMs);
      const batch = await this.read(this.current);
      if (batch !== null) return batch;
      await this.current.close();
      this.current = undefined;
      this.index++;
      this.skip = 0;
    }
  }

  /** The file's number among those found, then the record's number within it. They hold for this run. */
  positions(): readonly Position[] {
    const topic = this.transport.path;
    return [
      { topic, partition: 0, offset: this.index },
      { topic, partition: 1, offset: this.current?.records ?? this.skip },
    ];
  }

  readonly storesPositions = false;

  async commit(): Promise<void> {}

  async rewind([file, record]: readonly Position[]): Promise<void> {
    await this.current?.close();
    this.current = undefined;
    this.index = file?.offset ?? 0;
    this.skip = record?.offset ?? 0;
  }

  status(): SourceStatus {
    return { lag: undefined, reconnects: 0 };
  }

  async close(): Promise<void> {
    await this.current?.close();
  }

  private async openNext(): Promise<OpenFile | undefined> {
    const file = this.files[this.index];
    if (file === undefined) return undefined;
    return OpenFile.open(file, this.framing.createReader(this.format), this.skip).catch((error) => {
      throw fileError(file.path, error);
    });
  }

  private async read(file: OpenFile): Promise<RecordBatch | null> {
    return file.next().catch((error) => {
      throw fileError(file.file.path, error);
    });
  }

  /** Nothing to read: the end, or a while without records. */
  private async wait(maxWaitMs: number): Promise<RecordBatch | null> {
    const { monitorIntervalMs } = this.transport;
    if (monitorIntervalMs === undefined) return null;
    const due = this.lookedAt + monitorIntervalMs - performance.now();
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, Math.min(maxWaitMs, due))));
    if (due <= maxWaitMs) await this.look();
    return EMPTY_BATCH;
  }

  private async look(): Promise<void> {
    const files = await listFiles(this.transport).catch((error) => {
      throw fileError(this.transport.path, error);
    });
    this.lookedAt = performance.now();
    for (const file of files) {
      if (this.known.has(file.path)) continue;
      this.known.add(file.path);
      this.files.push(file);
    }
  }
}

const NONE = new Int32Array(0);
const EMPTY_BATCH: RecordBatch = {
  count: 0,
  topics: [],
  slab: new Uint8Array(0),
  topic: NONE,
  partition: NONE,
  offset: new Float64Array(0),
  timestamp: new Float64Array(0),
  timestampType: new Uint8Array(0),
  leaderEpoch: NONE,
  keyStart: NONE,
  keyEnd: NONE,
  valueStart: NONE,
  valueEnd: NONE,
  headerIndex: new Int32Array(1),
  headerNameStart: NONE,
  headerNameEnd: NONE,
  headerValueStart: NONE,
  headerValueEnd: NONE,
};
