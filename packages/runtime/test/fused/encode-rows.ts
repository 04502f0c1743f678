import { ByteWriter, type FormatFactory, type Row, RowKind, type RowType } from '@tsql/core';
import { formatsByIdentifier } from '../../../session/src/index.js';

const FORMATS = formatsByIdentifier();
const CONTEXT = { part: 'value', mode: 'reference', localTimeZone: 'UTC' } as const;

/** Writes the records of rows as a format's reference does; undefined for rows that it refuses. */
export function encoder(
  identifier: string,
  rowType: RowType,
  options: Readonly<Record<string, string>> = {},
): (row: Row) => Uint8Array | undefined {
  const factory = FORMATS.get(identifier) as FormatFactory;
  const known = factory.options.options.map(({ key }) => key);
  const entries = Object.entries(options).filter(([key]) => known.includes(key));
  const plan = factory.planEncoding({
    entries: new Map(entries.map(([key, value]) => [key, { key, value, shownValue: value }])),
    keyPrefix: '',
    part: 'value',
    rowType,
    metadata: [],
    primaryKey: [],
    topic: 'in',
    tableName: 't',
    setting: () => undefined,
    span: undefined,
    accept(found) {
      throw new Error(found.message);
    },
  });
  if (plan === undefined) throw new Error('the format refuses the type');
  const serializer = factory.createSerializer(plan, CONTEXT);
  return (row) => {
    const target = new ByteWriter(16);
    try {
      serializer.serialize(row, RowKind.INSERT, target);
    } catch {
      return undefined;
    }
    return target.bytes.slice(0, target.length);
  };
}
