import { diagnostic, TsqlError } from '@tsql/core';

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder',
  EACCES: 'it may not be opened: permission denied',
  EPERM: 'it may not be opened: permission denied',
  ENOTDIR: 'a file stands where a folder is expected',
  EISDIR: 'a folder stands where a file is expected',
  EEXIST: 'a file stands where a folder is expected',
  ENOSPC: 'the disk is full',
};

/** A failure of the file system, or of a file's content, with its path. */
export function fileError(path: string, error: unknown): TsqlError {
  const code = (error as { readonly code?: string }).code ?? '';
  const reason = REASONS[code] ?? (error instanceof Error ? error.message : String(error));
  return new TsqlError(diagnostic('TSQL_RUN_FILE', { path, reason }), { cause: error });
}
