import {
  ByteWriter,
  type Diagnostic,
  type FormatContext,
  type FormatFactory,
  type FormatPlan,
  type LogicalType,
  type Row,
  RowKind,
  type RowType,
} from '@tsql/core';

const RUNTIME = { part: 'value', mode: 'reference', localTimeZone: 'UTC' } as const;

export interface BoundFormat {
  readonly plan: FormatPlan;
  /** Registers the schema with a first record, and looks it up again, where the format has a registry. */
  open(row: Row): Promise<void>;
  encode(row: Row, kind?: RowKind): Uint8Array | null;
  decode(bytes: Uint8Array): [Row, RowKind][];
}

/** A format for a row type, planned from options as a table gives them. Throws for options that are refused. */
export function bind(factory: FormatFactory, rowType: RowType, options: Record<string, string> = {}): BoundFormat {
  const found: Diagnostic[] = [];
  const entries = Object.entries(options).map(([name, value]) => {
    const key = `${factory.identifier}.${name}`;
    return [key, { key, value, shownValue: value }] as const;
  });
  const context: FormatContext = {
    entries: new Map(entries),
    keyPrefix: `${factory.identifier}.`,
    part: 'value',
    rowType,
    metadata: [],
    primaryKey: [],
    topic: 'topic',
    tableName: 't',
    setting: () => undefined,
    span: undefined,
    accept: (each) => found.push(each),
  };
  const plan = factory.planEncoding(context);
  if (plan === undefined || found.length > 0) throw new Error(found.map(({ message }) => message).join('; '));
  const serializer = factory.createSerializer(plan, RUNTIME);
  const deserializer = factory.createDeserializer(plan, RUNTIME);
  return {
    plan,
    async open(row) {
      const target = new ByteWriter(16);
      if (!serializer.serialize(row, RowKind.INSERT, target)) return;
      await serializer.complete?.(target.bytes, Int32Array.of(0), 1);
      await deserializer.prepare?.(target.bytes, Int32Array.of(0), Int32Array.of(target.length), 1);
    },
    encode(row, kind = RowKind.INSERT) {
      const target = new ByteWriter(16);
      return serializer.serialize(row, kind, target) ? target.bytes.slice(0, target.length) : null;
    },
    decode(bytes) {
      const rows: [Row, RowKind][] = [];
      // Within a larger slab, as records stand in a batch.
      const slab = new Uint8Array(bytes.length + 8).fill(0x7d);
      slab.set(bytes, 4);
      deserializer.deserialize(slab, 4, 4 + bytes.length, (row, kind) => rows.push([row, kind]));
      return rows;
    },
  };
}

export const rowOf = (types: Record<string, LogicalType>): RowType => ({
  kind: 'ROW',
  nullable: false,
  fields: Object.entries(types).map(([name, type]) => ({ name, type })),
});
