import type { Row, RowType } from '@tsql/core';
import { hasField, type JsonNode } from '../json/tree.js';

/**
 * The whole old row of an update whose message holds the changed fields only: what is null and nowhere named in `changed` has not
 * changed. As in Flink a name counts wherever it stands there, in other rows and nested objects too.
 */
export function completeOldRow(old: Row, after: Row, type: RowType, changed: JsonNode): Row {
  return type.fields.map(({ name }, index) => {
    const value = old[index] ?? null;
    return value === null && !hasField(changed, name) ? (after[index] ?? null) : value;
  });
}
