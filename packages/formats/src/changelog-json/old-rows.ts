import type { Row, RowType } from '@tsql/core';
import { hasField } from '../json/tree.js';
import type { Message } from './envelope.js';

/**
 * The whole old row of an update whose message holds the changed fields only: what is null and nowhere named in `old` has not
 * changed. As in Flink a name counts wherever it stands in `old`, in other rows and nested objects too.
 */
export function completeOldRow(old: Row, after: Row, type: RowType, message: Message): Row {
  return type.fields.map(({ name }, index) => {
    const value = old[index] ?? null;
    return value === null && !hasField(message.node('old'), name) ? (after[index] ?? null) : value;
  });
}
