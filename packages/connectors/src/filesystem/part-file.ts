import { randomUUID } from 'node:crypto';
import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { ByteWriter, type FileRecordWriter } from '@tsql/core';

/** Bytes that are gathered before they are written. */
const CHUNK = 1 << 18;

/**
 * A file being written, under a hidden name until it is whole. Writing is synchronous: records come in batches, and a batch is a few
 * large writes.
 */
export class PartFile {
  readonly openedAt = performance.now();
  usedAt = this.openedAt;
  /** Bytes, without what the format holds back. */
  size = 0;
  private readonly hidden: string;
  private readonly target = new ByteWriter(CHUNK + (1 << 16));
  private readonly descriptor: number;
  private isOpen = true;

  constructor(
    readonly folder: string,
    private readonly name: string,
    private readonly writer: FileRecordWriter,
  ) {
    mkdirSync(folder, { recursive: true });
    this.hidden = join(folder, `.${name}.inprogress.${randomUUID()}`);
    this.descriptor = openSync(this.hidden, 'wx');
    writer.begin(this.target);
  }

  write(source: Uint8Array, start: number, end: number): void {
    this.writer.write(source, start, end, this.target);
    if (this.target.length >= CHUNK) this.store();
  }

  /** Writes what is left; nothing can be added then. */
  finish(): void {
    if (!this.isOpen) return;
    this.writer.end(this.target);
    this.store();
    fsyncSync(this.descriptor);
    this.close();
  }

  /** Gives the finished file its name. */
  publish(): void {
    renameSync(this.hidden, join(this.folder, this.name));
  }

  discard(): void {
    this.close();
    rmSync(this.hidden, { force: true });
  }

  private store(): void {
    const { bytes, length } = this.target;
    for (let at = 0; at < length; ) at += writeSync(this.descriptor, bytes, at, length - at);
    this.size += length;
    this.target.truncate();
  }

  private close(): void {
    if (this.isOpen) closeSync(this.descriptor);
    this.isOpen = false;
  }
}
