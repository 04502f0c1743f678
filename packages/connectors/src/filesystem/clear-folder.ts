import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** Removes what readers see of a folder: files and folders whose names begin with `.` or `_` stay, as in Flink. */
export function clearFolder(folder: string): void {
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder)) {
    if (!/^[._]/.test(name)) rmSync(join(folder, name), { recursive: true });
  }
}
