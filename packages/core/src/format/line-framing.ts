import type { ByteWriter } from './byte-writer.js';
import type { FileFraming, FileRecordReader, FileRecords, FileRecordWriter } from './file-framing.js';

const LF = 0x0a;
const CR = 0x0d;

/** A record a line; a CR before the LF belongs to the line's end, as in Flink. */
export const LINE_FRAMING: FileFraming = {
  createReader: () => LINE_READER,
  createWriter: () => LINE_WRITER,
};

const LINE_READER: FileRecordReader = {
  read(piece: Uint8Array, isLast: boolean): FileRecords {
    const starts: number[] = [];
    const ends: number[] = [];
    let from = 0;
    while (from < piece.length) {
      const found = piece.indexOf(LF, from);
      if (found < 0 && !isLast) break;
      const end = found < 0 ? piece.length : found;
      starts.push(from);
      ends.push(end > from && piece[end - 1] === CR ? end - 1 : end);
      from = end + 1;
    }
    return { slab: piece, starts, ends, used: Math.min(from, piece.length) };
  },
};

const LINE_WRITER: FileRecordWriter = {
  begin() {},
  write(source: Uint8Array, start: number, end: number, target: ByteWriter): void {
    target.writeBytes(source, start, end);
    target.writeByte(LF);
  },
  end() {},
};
