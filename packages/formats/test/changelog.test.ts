import {
  array,
  BIGINT,
  BOOLEAN,
  BYTES,
  type DeserializationSchema,
  decimal,
  type FormatContext,
  type FormatFactory,
  INT,
  map,
  type Row,
  type RowKind,
  row,
  STRING,
  TsqlError,
  timestamp,
} from '@tsql/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canalJsonFormat, debeziumJsonFormat, maxwellJsonFormat, oggJsonFormat } from '../src/index.js';
import { rowOf } from './support/formats.js';

const ROW = rowOf({
  id: INT,
  s: STRING,
  d: decimal(10, 2),
  l: BIGINT,
  b: BOOLEAN,
  t: timestamp(3),
  y: BYTES,
  r: row([{ name: 'x', type: INT }]),
  a: array(STRING),
  m: map(STRING, INT),
});

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

interface Settings {
  readonly options: Readonly<Record<string, string>>;
  readonly metadata: readonly string[];
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

const odd = fc.oneof(
  fc.constantFrom(
    'null',
    '1',
    '-0',
    '1.50',
    '1e3',
    '"1"',
    '" 7 "',
    '"x"',
    '""',
    'true',
    '"true"',
    '{}',
    '[]',
    '[1]',
    '{"x":1}',
  ),
  fc.constantFrom(
    '"\\u0041"',
    '"é"',
    '"😀"',
    '"a\\nb"',
    '"2024-01-01 10:20:30.5"',
    '"2024-02-30 10:20:30"',
    '"QUJD"',
    '"Q"',
  ),
  fc.constantFrom(
    '12345678901',
    '99999999.995',
    '1e400',
    '{"a":1,"b":"2"}',
    '["a",null,1]',
    '{"x":{"x":2}}',
    '{"id":5}',
  ),
);
const FITTING: Readonly<Record<string, readonly string[]>> = {
  id: ['1', '-5', 'null'],
  s: ['"abc"', '""', 'null', '"ä"'],
  d: ['1.5', '10.50', '60', '-0.01'],
  l: ['1', '9007199254740993'],
  b: ['true', 'false'],
  t: ['"2024-01-01 10:20:30"', '"2024-01-01 10:20:30.120"'],
  y: ['"QUJD"', 'null'],
  r: ['{"x":1}', 'null', '{ "x" : 1 }'],
  a: ['["a","b"]', '[]'],
  m: ['{"k":1}', '{}'],
};
const cell = (name: string) =>
  fc.oneof({ weight: 14, arbitrary: fc.constantFrom(...(FITTING[name] ?? ['1'])) }, { weight: 1, arbitrary: odd });

const object = (fields: fc.Arbitrary<readonly (readonly [string, string])[]>): fc.Arbitrary<string> =>
  fc
    .tuple(fields, fc.constantFrom('', '', '', ' ', '\n '))
    .map(
      ([list, blank]) =>
        `{${blank}${list.map(([name, value]) => `"${name}"${blank}:${value}`).join(`,${blank}`)}${blank}}`,
    );

const rowText = object(
  fc
    .subarray(Object.keys(FITTING))
    .chain((names) => fc.tuple(...names.map((name) => cell(name).map((value) => [name, value] as const)))),
);
const rowOrOdd = fc.oneof({ weight: 12, arbitrary: rowText }, { weight: 1, arbitrary: fc.constant('null') }, odd);
const rows = fc.oneof(
  { weight: 8, arbitrary: fc.array(rowOrOdd, { maxLength: 3 }).map((list) => `[${list.join(', ')}]`) },
  { weight: 1, arbitrary: odd },
);

interface Subject {
  readonly factory: FormatFactory;
  readonly settings: readonly Settings[];
  /** The fields of a message. */
  readonly fields: Readonly<Record<string, fc.Arbitrary<string>>>;
}

const lenient = { 'ignore-parse-errors': 'true' };
const quoted = (...texts: string[]) =>
  fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...texts.map((text) => `"${text}"`)) }, odd);

const SUBJECTS: readonly Subject[] = [
  {
    factory: debeziumJsonFormat,
    settings: [
      { options: {}, metadata: [] },
      { options: lenient, metadata: ['ingestion-timestamp', 'source.database', 'source.properties', 'schema'] },
      { options: { 'schema-include': 'true' }, metadata: ['schema', 'source.timestamp'] },
      { options: { 'schema-include': 'true', ...lenient }, metadata: [] },
    ],
    fields: {
      before: rowOrOdd,
      after: rowOrOdd,
      op: quoted('c', 'u', 'd', 'r'),
      source: fc.constantFrom('{"db":"x","ts_ms":5}', '{"db":1,"n":{"a":1.50}}', 'null', '"x"'),
      ts_ms: odd,
      schema: odd,
    },
  },
  {
    factory: canalJsonFormat,
    settings: [
      { options: {}, metadata: [] },
      { options: lenient, metadata: ['database', 'sql-type', 'pk-names', 'ingestion-timestamp'] },
      { options: { 'database.include': 'a|1', 'table.include': 't.*' }, metadata: ['table'] },
    ],
    fields: {
      data: rows,
      old: rows,
      type: quoted('INSERT', 'UPDATE', 'DELETE', 'CREATE'),
      database: quoted('a', 'b'),
      table: quoted('t1', 't'),
      ts: odd,
      sqlType: odd,
      pkNames: odd,
    },
  },
  {
    factory: maxwellJsonFormat,
    settings: [
      { options: {}, metadata: [] },
      { options: lenient, metadata: ['database', 'primary-key-columns', 'ingestion-timestamp'] },
    ],
    fields: { data: rowOrOdd, old: rowOrOdd, type: quoted('insert', 'update', 'delete'), database: odd, ts: odd },
  },
  {
    factory: oggJsonFormat,
    settings: [
      { options: {}, metadata: [] },
      { options: lenient, metadata: ['table', 'event-timestamp', 'ingestion-timestamp'] },
    ],
    fields: { before: rowOrOdd, after: rowOrOdd, op_type: quoted('I', 'U', 'D', 'T'), table: odd, op_ts: odd },
  },
];

/** A message with most fields, in any order, one of them twice now and then, within `payload` or not; some bytes of it changed. */
function message(fields: Subject['fields']): fc.Arbitrary<Buffer> {
  const chosen = fc
    .tuple(
      fc.shuffledSubarray(Object.keys(fields), { minLength: 3 }),
      fc.constantFrom<readonly string[]>([], [], [], ['x'], ['op']),
    )
    .chain(([names, more]) =>
      fc.tuple(...[...names, ...more].map((name) => (fields[name] ?? odd).map((value) => [name, value] as const))),
    );
  return fc
    .tuple(
      object(chosen),
      fc.constantFrom('', '', '{"payload":', '{"schema":{"a":1.50},"payload":'),
      fc.constantFrom('', '', '', ' ', '}', ' x'),
      fc.nat(400),
      fc.nat(600),
    )
    .map(([text, before, behind, at, byte]) => {
      const bytes = Buffer.from(before === '' ? text + behind : `${before}${text}}${behind}`);
      if (byte < 256 && at < bytes.length) bytes[at] = byte;
      return byte > 580 ? bytes.subarray(0, at) : bytes;
    });
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
