import { execFileSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';

const SIZE = '768m';
const BLOCK = Buffer.alloc(65_536);

/** Mounts a small disk in memory at the folder; returns what unmounts it. Throws where that is not allowed. */
export function mountSmallDisk(folder: string): () => void {
  mkdirSync(folder, { recursive: true });
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${SIZE}`, 'tmpfs', folder], { stdio: 'pipe' });
  return () => {
    execFileSync('umount', ['-l', folder], { stdio: 'pipe' });
  };
}

/** Writes until nothing more can be written; returns what makes room again. */
export function fillDisk(folder: string): () => void {
  const ballast = join(folder, 'ballast');
  const file = openSync(ballast, 'w');
  for (let size = BLOCK.length; size > 0; ) {
    try {
      writeSync(file, BLOCK, 0, size);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
      size = Math.floor(size / 2);
    }
  }
  closeSync(file);
  return () => rmSync(ballast, { force: true });
}
