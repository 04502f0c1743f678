import { diagnostic, MapValue, Timestamp, TsqlError, type Value } from '@tsql/core';

/** What an entry of a map and an array's header take beside their contents. Bytes, about. */
const ENTRY_BYTES = 96;
const SLOT_BYTES = 8;

/** What the steps of a job keep, together: refused beyond `tsql.state.max-memory`. */
export class StateMemory {
  private used = 0;

  /** `maxBytes` is what the state may take, by an estimate. */
  constructor(private readonly maxBytes: number) {}

  /** Counts a value that is kept; throws a `TsqlError` where it is too much. */
  take(value: Value): void {
    this.used += ENTRY_BYTES + bytesOf(value);
    if (this.used <= this.maxBytes) return;
    const limit = `${Math.round(this.maxBytes / 2 ** 20)} mb`;
    throw new TsqlError(diagnostic('TSQL_RUN_STATE_MEMORY', { limit }));
  }

  /** A value is not kept any longer. */
  give(value: Value): void {
    this.used -= ENTRY_BYTES + bytesOf(value);
  }
}

/** Heap bytes of a value, about. */
function bytesOf(value: Value): number {
  if (value === null) return SLOT_BYTES;
  switch (typeof value) {
    case 'string':
      return 3 * SLOT_BYTES + value.length;
    case 'bigint':
      return 4 * SLOT_BYTES;
    case 'number':
    case 'boolean':
      return SLOT_BYTES;
  }
  if (value instanceof Timestamp) return 5 * SLOT_BYTES;
  if (value instanceof Uint8Array) return ENTRY_BYTES + value.length;
  if (value instanceof MapValue) return ENTRY_BYTES + bytesOf(value.keys) + bytesOf(value.values);
  let total = 4 * SLOT_BYTES;
  for (const part of value as readonly Value[]) total += SLOT_BYTES + bytesOf(part);
  return total;
}
