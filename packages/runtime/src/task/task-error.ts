import { type Diagnostic, type RecordCoordinates, RecordError, TsqlError } from '@tsql/core';

/** A failure as another thread can take it. */
export type PackedError =
  | { readonly kind: 'tsql'; readonly diagnostic: Diagnostic; readonly record: RecordCoordinates | undefined }
  | { readonly kind: 'other'; readonly message: string; readonly stack: string | undefined; readonly code: unknown };

export function packError(error: unknown): PackedError {
  if (error instanceof TsqlError) {
    const record = error instanceof RecordError ? error.record : undefined;
    return { kind: 'tsql', diagnostic: error.diagnostic, record };
  }
  const other = error instanceof Error ? error : new Error(String(error));
  return { kind: 'other', message: other.message, stack: other.stack, code: 'code' in other ? other.code : undefined };
}

export function unpackError(packed: PackedError): Error {
  if (packed.kind === 'other')
    return Object.assign(new Error(packed.message), { stack: packed.stack, code: packed.code });
  return packed.record === undefined
    ? new TsqlError(packed.diagnostic)
    : new RecordError(packed.diagnostic, packed.record);
}

/** Why a task ends that has not failed itself: another one has. */
export class TaskCancelled extends Error {
  override readonly name = 'TaskCancelled';
}
