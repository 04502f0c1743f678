import {
  type DeserializationSchema,
  type FormatContext,
  type FormatFactory,
  type Row,
  type RowKind,
  TsqlError,
} from '@tsql/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { debeziumJsonFormat } from '../src/index.js';
import { message, ROW, type Settings, SUBJECTS } from './support/changelog-messages.js';

/** A format as a table reads it; throws for options that are refused. */
function readerOf(factory: FormatFactory, mode: 'reference' | 'compiled', settings: Settings): DeserializationSchema {
  const prefix = `${factory.identifier}.`;
  const entries = Object.entries(settings.options).map(([name, value]) => {
    const key = prefix + name;
    return [key, { key, value, shownValue: value }] as const;
  });
  const context: FormatContext = {
    entries: new Map(entries),
    keyPrefix: prefix,
    part: 'value',
    rowType: ROW,
    metadata: settings.metadata,
    primaryKey: [],
    topic: 'topic',
    tableName: 't',
    setting: () => undefined,
    span: undefined,
    accept: ({ message }) => {
      throw new Error(message);
    },
  };
  const plan = factory.planDecoding(context);
  if (plan === undefined) throw new Error('there is no plan');
  return factory.createDeserializer(plan, { part: 'value', mode, localTimeZone: 'UTC' });
}

/** What a record says: its changes, or why it cannot be read. */
function read(reader: DeserializationSchema, bytes: Uint8Array): unknown {
  // Within a larger slab, as records stand in a batch.
  const slab = new Uint8Array(bytes.length + 9).fill(0x7d);
  slab.set(bytes, 4);
  const changes: [Row, RowKind][] = [];
  try {
    reader.deserialize(slab, 4, 4 + bytes.length, (each, kind) => changes.push([[...each], kind]));
    return changes;
  } catch (error) {
    return [changes, (error as TsqlError).diagnostic.message];
  }
}

const count = Number(process.env.TSQL_PROPERTY_RUNS ?? 400);

describe.each(SUBJECTS.map((subject) => ({ name: subject.factory.identifier, ...subject })))('$name', (subject) => {
  test('reads messages without a tree as with one', { timeout: 60_000 + count * 20 }, () => {
    const readers = subject.settings.map((settings) => ({
      compiled: readerOf(subject.factory, 'compiled', settings),
      reference: readerOf(subject.factory, 'reference', settings),
    }));
    fc.assert(
      fc.property(fc.constantFrom(...readers), message(subject.fields), ({ compiled, reference }, bytes) => {
        expect(read(compiled, bytes)).toEqual(read(reference, bytes));
      }),
      { numRuns: count },
    );
  });
});

test('a record error says what is wrong and with which code', () => {
  const reader = readerOf(debeziumJsonFormat, 'compiled', { options: {}, metadata: [] });
  const bytes = Buffer.from('{"op":"c","after":{"id":"x"}}');
  expect(() => reader.deserialize(bytes, 0, bytes.length, () => {})).toThrow(TsqlError);
  expect(read(reader, bytes)).toEqual([[], expect.stringMatching(/after.*id.*'x' is no integer/)]);
});
