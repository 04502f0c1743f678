import { binaryStringHash, hashMapOrder, type RecordBatch } from '@tsql/core';
import type { OutputBatchWriter } from './output-batch-writer.js';

const decoder = new TextDecoder();

/**
 * Copies the headers of a source's records: what `writeHeaders` makes of the map that they are read as, in the order of that map. Names
 * mostly are those of the record before: their order is found once.
 */
export class HeaderCopier {
  /** The names of the last record, one behind the other, and where each ends. */
  private names = new Uint8Array();
  private ends: number[] = [];
  /** The order in which they are written; undefined where the map would not hold them as they stand. */
  private order: readonly number[] | undefined = [];

  /** False, with nothing written, for a name that occurs twice, or that is no plain ASCII. */
  copy(batch: RecordBatch, index: number, target: OutputBatchWriter): boolean {
    const first = batch.headerIndex[index] as number;
    const count = (batch.headerIndex[index + 1] as number) - first;
    if (count === 0) return true;
    if (!this.isKnown(batch, first, count)) this.learn(batch, first, count);
    if (this.order === undefined) return false;
    const { slab, headerNameStart, headerNameEnd, headerValueStart, headerValueEnd } = batch;
    for (let i = 0; i < count; i++) {
      const h = first + (this.order[i] as number);
      const start = headerValueStart[h] as number;
      // Without a value there is no header, as in Flink.
      if (start < 0) continue;
      const [nameStart, nameEnd] = [headerNameStart[h] as number, headerNameEnd[h] as number];
      target.headerBytes(slab, nameStart, nameEnd, start, headerValueEnd[h] as number);
    }
    return true;
  }

  private isKnown({ slab, headerNameStart, headerNameEnd }: RecordBatch, first: number, count: number): boolean {
    if (count !== this.ends.length) return false;
    for (let i = 0, known = 0; i < count; i++) {
      const start = headerNameStart[first + i] as number;
      const length = (headerNameEnd[first + i] as number) - start;
      if (known + length !== this.ends[i]) return false;
      for (let j = 0; j < length; j++) if (slab[start + j] !== this.names[known + j]) return false;
      known += length;
    }
    return true;
  }

  private learn({ slab, headerNameStart, headerNameEnd }: RecordBatch, first: number, count: number): void {
    const names = Array.from({ length: count }, (_, i) =>
      slab.slice(headerNameStart[first + i], headerNameEnd[first + i]),
    );
    this.names = Buffer.concat(names);
    let end = 0;
    this.ends = names.map((name) => (end += name.length));
    const texts = names.map((name) => decoder.decode(name));
    const isPlain = this.names.every((byte) => byte < 0x80) && new Set(texts).size === count;
    this.order = isPlain ? hashMapOrder(texts, (name) => binaryStringHash(name as string)) : undefined;
  }
}
