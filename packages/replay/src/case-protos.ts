import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { CaseFile } from './case-file.js';

/** Runs with the case's own .proto sections as files, named by the setting `protobuf.schema-files`; removes them afterwards. */
export async function withProtos<T>(
  { protos }: CaseFile,
  run: (settings: Readonly<Record<string, string>>) => Promise<T>,
): Promise<T> {
  if (protos.size === 0) return run({});
  const folder = mkdtempSync(join(tmpdir(), 'tsql-case-'));
  try {
    const files = [...protos].map(([name, text]) => {
      const file = join(folder, basename(name));
      writeFileSync(file, text);
      return file;
    });
    return await run({ 'protobuf.schema-files': files.join(';') });
  } finally {
    rmSync(folder, { recursive: true });
  }
}
