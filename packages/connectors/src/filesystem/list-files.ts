import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { RecordFile } from '@tsql/core';
import type { FileSourceTransport } from './file-transport.js';
import { parsePartitionFolder } from './partition-path.js';

/** A file to read. */
export interface FoundFile extends RecordFile {
  /** The partition's columns by name; NULL for the default partition. */
  readonly partition: Readonly<Record<string, string | null>>;
}

/**
 * The files at or below the path, ordered by their paths. As Flink's, files and folders whose names begin with `.` or `_` are left out.
 * Of a partitioned table only those within folders for all its columns. Fails with an error of the file system.
 */
export async function listFiles(transport: FileSourceTransport): Promise<FoundFile[]> {
  const { path, pattern, partitionKeys } = transport;
  const isWanted = pattern === undefined ? undefined : new RegExp(`^(?:${pattern})$`, 'su');
  const root = await stat(path);
  if (!root.isDirectory()) return partitionKeys.length > 0 ? [] : [await found(path, {})];
  const files = await below(path, {}, 0, transport);
  return isWanted === undefined ? files : files.filter((file) => isWanted.test(file.path));
}

async function below(
  folder: string,
  partition: FoundFile['partition'],
  depth: number,
  transport: FileSourceTransport,
): Promise<FoundFile[]> {
  const files: FoundFile[] = [];
  const entries = await readdir(folder, { withFileTypes: true });
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (entry.name.startsWith('.') || entry.name.startsWith('_')) continue;
    const path = join(folder, entry.name);
    const key = transport.partitionKeys[depth];
    if (entry.isDirectory() || (entry.isSymbolicLink() && (await stat(path)).isDirectory())) {
      const value = key === undefined ? {} : partitionValue(entry.name, key, transport);
      if (value !== undefined) files.push(...(await below(path, { ...partition, ...value }, depth + 1, transport)));
    } else if (key === undefined) {
      files.push(await found(path, partition));
    }
  }
  return files;
}

function partitionValue(
  name: string,
  key: string,
  { partitionDefaultName }: FileSourceTransport,
): FoundFile['partition'] | undefined {
  const parsed = parsePartitionFolder(name);
  if (parsed?.key !== key) return undefined;
  return { [key]: parsed.value === partitionDefaultName ? null : parsed.value };
}

async function found(path: string, partition: FoundFile['partition']): Promise<FoundFile> {
  const { size, mtimeMs } = await stat(path);
  return { path, name: basename(path), size, modifiedAt: Math.floor(mtimeMs), partition };
}
