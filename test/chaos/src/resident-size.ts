import { execFileSync } from 'node:child_process';

/** The resident size of a process in MB, now. */
export function residentSize(pid: number): number {
  return Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)]).toString()) / 1024;
}

/** The medians of the four quarters of a run's samples. */
export function quarters(samples: readonly number[]): number[] {
  const size = samples.length / 4;
  return [0, 1, 2, 3].map((quarter) =>
    median(samples.slice(Math.floor(quarter * size), Math.floor((quarter + 1) * size))),
  );
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
