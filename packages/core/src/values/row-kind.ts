/** What a row does to the table it changes. The numbers are Flink's (`RowKind.toByteValue`). */
export const RowKind = { INSERT: 0, UPDATE_BEFORE: 1, UPDATE_AFTER: 2, DELETE: 3 } as const;

export type RowKind = (typeof RowKind)[keyof typeof RowKind];

/** How Flink prints each kind. */
export const ROW_KIND_SYMBOLS = ['+I', '-U', '+U', '-D'] as const;

/** The kinds of rows that a source yields or a sink takes. */
export type ChangelogMode = 'insert-only' | 'upsert' | 'all';
