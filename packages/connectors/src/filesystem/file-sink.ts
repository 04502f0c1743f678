import { randomUUID } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  diagnostic,
  type FileFraming,
  type FlushResult,
  type FormatPlan,
  type OutputBatch,
  type RecordSink,
  type SinkTransaction,
  TsqlError,
} from '@tsql/core';
import { clearFolder } from './clear-folder.js';
import { fileError } from './file-error.js';
import type { FileSinkTransport } from './file-transport.js';
import { PartFile } from './part-file.js';
import { partitionFolder } from './partition-path.js';

/**
 * Writes files that are seen when they are whole. In streaming mode finished files are published with the checkpoint after they grew
 * too large, too old or idle; in batch mode all of them at the job's end, one for each partition.
 */
export class FileSink implements RecordSink {
  readonly partitionCount = 1;
  private readonly name = `part-${randomUUID()}`;
  private readonly parts = new Map<string, PartFile>();
  private readonly finished: PartFile[] = [];
  private readonly folders = new Map<string, string>();
  /** True when what INSERT OVERWRITE replaces is gone. */
  private isReplaced = false;
  private count = 0;
  readonly transaction = this.transactions();

  constructor(
    private readonly transport: FileSinkTransport,
    private readonly framing: FileFraming,
    private readonly format: FormatPlan,
  ) {}

  async open(): Promise<void> {
    this.guard(() => mkdirSync(this.transport.path, { recursive: true }));
  }

  write(batch: OutputBatch): undefined {
    this.guard(() => {
      for (let i = 0; i < batch.count; i++) this.writeRecord(batch, i);
    });
  }

  async flush(): Promise<FlushResult> {
    return { unacknowledged: 0 };
  }

  /** What is not published by now is part of something that failed. */
  async close(): Promise<void> {
    this.discard();
  }

  private transactions(): SinkTransaction {
    const sink = this;
    return {
      isCommitting: false,
      isExactlyOnce: false,
      canHold: () => false,
      get isHoldingBack() {
        return (
          sink.parts.size + sink.finished.length > 0 || (sink.transport.overwrite !== undefined && !sink.isReplaced)
        );
      },
      commit: async (written, _positions, isLast) => {
        const parts = isLast || this.isDue() ? this.finishAll() : [];
        try {
          await written;
          if (isLast) this.replace(parts);
          this.publish(parts);
        } catch (error) {
          for (const part of parts) part.discard();
          throw error;
        }
      },
      abort: async () => {
        this.discard();
        return false;
      },
    };
  }

  /** True where files are to be seen. All of them then, so that what was read before is safe. */
  private isDue(): boolean {
    const { isBatch, rolloverIntervalMs, inactivityIntervalMs } = this.transport;
    if (isBatch) return false;
    const now = performance.now();
    const isOld = ({ openedAt, usedAt }: PartFile) =>
      now - openedAt >= rolloverIntervalMs || now - usedAt >= inactivityIntervalMs;
    return this.finished.length > 0 || [...this.parts.values()].some(isOld);
  }

  private finishAll(): PartFile[] {
    return this.guard(() => {
      for (const part of this.parts.values()) part.finish();
      const all = [...this.finished.splice(0), ...this.parts.values()];
      this.parts.clear();
      return all;
    });
  }

  private discard(): void {
    for (const part of [...this.finished.splice(0), ...this.parts.values()]) part.discard();
    this.parts.clear();
  }

  private writeRecord(batch: OutputBatch, index: number): void {
    const start = batch.valueStart[index] as number;
    if (start < 0) {
      const reason = 'it is NULL as a whole, and a file has no place for that';
      throw new TsqlError(diagnostic('TSQL_FORMAT_ENCODE', { format: this.format.identifier, reason }));
    }
    const folder = this.folderOf(batch, index);
    const part = this.parts.get(folder) ?? this.openPart(folder);
    part.write(batch.slab, start, batch.valueEnd[index] as number);
    part.usedAt = performance.now();
    if (part.size > this.transport.rollingFileSize && !this.transport.isBatch) {
      part.finish();
      this.finished.push(part);
      this.parts.delete(folder);
    }
  }

  private openPart(folder: string): PartFile {
    const number = this.count++;
    const name = this.transport.isBatch ? `${this.name}-task-0-file-${number}` : `${this.name}-0-${number}`;
    const part = new PartFile(folder, name, this.framing.createWriter(this.format));
    this.parts.set(folder, part);
    return part;
  }

  /** The partition's folder: its columns are the record's key. */
  private folderOf(batch: OutputBatch, index: number): string {
    const { path, partitionKeys } = this.transport;
    if (partitionKeys.length === 0) return path;
    const { buffer, byteOffset } = batch.slab;
    const start = batch.keyStart[index] as number;
    const key = Buffer.from(buffer, byteOffset + start, (batch.keyEnd[index] as number) - start).toString();
    let folder = this.folders.get(key);
    if (folder === undefined) {
      const values = JSON.parse(key) as Readonly<Record<string, unknown>>;
      folder = join(path, ...partitionKeys.map((name) => this.partitionOf(name, values[name])));
      this.folders.set(key, folder);
    }
    return folder;
  }

  /** INSERT OVERWRITE: removes what stands in the folders that are written, or in the table's or the given partition's. */
  private replace(parts: readonly PartFile[]): void {
    const { overwrite, path, partitionKeys } = this.transport;
    if (overwrite === undefined || this.isReplaced) return;
    const isGiven = partitionKeys.every((key) => Object.hasOwn(overwrite, key));
    const given = join(path, ...partitionKeys.map((key) => this.partitionOf(key, overwrite[key])));
    this.guard(() => {
      for (const folder of new Set([...parts.map((part) => part.folder), ...(isGiven ? [given] : [])]))
        clearFolder(folder);
    });
    this.isReplaced = true;
  }

  private partitionOf(key: string, value: unknown): string {
    const text = String(value ?? '');
    return partitionFolder(key, text === '' ? this.transport.partitionDefaultName : text);
  }

  private publish(parts: readonly PartFile[]): void {
    this.guard(() => {
      const { successFileName, isBatch, partitionKeys } = this.transport;
      for (const part of parts) part.publish();
      if (successFileName === undefined || (!isBatch && partitionKeys.length === 0)) return;
      for (const folder of new Set(parts.map((part) => part.folder))) writeFileSync(join(folder, successFileName), '');
    });
  }

  private guard<T>(action: () => T): T {
    try {
      return action();
    } catch (error) {
      throw error instanceof TsqlError ? error : fileError(this.transport.path, error);
    }
  }
}
