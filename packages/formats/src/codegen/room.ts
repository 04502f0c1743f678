import { type Cell, CellKind, type RowType } from '@tsql/core';

const { TEXT, RAW } = CellKind;
/** Room for a field beside a copied text: a branch's number or a tag, a length or a number. */
export const FIELD_ROOM = 24;

/** The room for each field, and for the texts that are copied. */
export function roomOf(type: RowType, sources: readonly (Cell | string)[]): (string | number)[] {
  return type.fields.flatMap((field, index): (string | number)[] => {
    const source = sources[index];
    if (source === undefined || typeof source === 'string') return [FIELD_ROOM];
    const { kind, start, end, fields } = source;
    const within = field.type.kind === 'ROW' && fields !== undefined ? roomOf(field.type, fields) : [];
    const isCopied = ['CHAR', 'VARCHAR', 'BINARY', 'VARBINARY'].includes(field.type.kind);
    const isThere = `${kind} === ${TEXT} || ${kind} === ${RAW}`;
    return [FIELD_ROOM, ...within, ...(isCopied ? [`(${isThere} ? ${end} - ${start} : 0)`] : [])];
  });
}
