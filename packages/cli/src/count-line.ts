/** Counts records on one line of a terminal; elsewhere only the end is told. */
export interface CountLine {
  add(records: number, bytes: number): void;
  clear(): void;
  /** Says on stderr what was done in all: `recorded 10 records (1.2 kB) in 0.5 s`. */
  end(verb: string): void;
}

/** Milliseconds between two looks of the line. */
const REFRESH_MS = 100;

/** `auto` or undefined: on a terminal; `never`: no line, and no end either. */
export function countLine(mode: string | undefined): CountLine {
  const isShown = mode !== 'never' && process.stderr.isTTY;
  const startedAt = performance.now();
  let shownAt = startedAt;
  let records = 0;
  let bytes = 0;
  const clear = () => {
    if (isShown) process.stderr.write('\r\u001b[K');
  };
  return {
    add(moreRecords, moreBytes) {
      records += moreRecords;
      bytes += moreBytes;
      const now = performance.now();
      if (!isShown || now - shownAt < REFRESH_MS) return;
      shownAt = now;
      const rate = Math.round(records / Math.max(0.001, (now - startedAt) / 1000));
      process.stderr.write(`\r\u001b[K${records} records, ${size(bytes)}, ${rate}/s`);
    },
    clear,
    end(verb) {
      clear();
      if (mode === 'never') return;
      const seconds = ((performance.now() - startedAt) / 1000).toFixed(2);
      process.stderr.write(`${verb} ${records} record${records === 1 ? '' : 's'} (${size(bytes)}) in ${seconds} s\n`);
    },
  };
}

function size(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  return bytes < 1e6 ? `${(bytes / 1e3).toFixed(1)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}
