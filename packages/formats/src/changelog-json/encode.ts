import { type ByteWriter, type FormatPlan, type Row, RowKind, type SerializationSchema } from '@tsql/core';
import { JsonSerializer } from '../json/encode.js';
import type { Envelope } from './envelope.js';
import { optionsOf } from './options.js';

/** Changes to messages: an insert or the new row of an update, a delete or its old row. */
export class ChangelogSerializer implements SerializationSchema {
  private readonly json: JsonSerializer;

  constructor(
    plan: FormatPlan,
    private readonly envelope: Envelope,
  ) {
    const fields = envelope.writtenFields({ ...plan.rowType, nullable: true });
    this.json = new JsonSerializer({ ...plan, rowType: { kind: 'ROW', nullable: false, fields } }, optionsOf(plan));
  }

  serialize(row: Row, kind: RowKind, target: ByteWriter): boolean {
    const isRetraction = kind === RowKind.DELETE || kind === RowKind.UPDATE_BEFORE;
    return this.json.serialize(this.envelope.write(row, isRetraction), RowKind.INSERT, target);
  }
}
