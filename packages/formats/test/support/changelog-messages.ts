import {
  array,
  BIGINT,
  BOOLEAN,
  BYTES,
  decimal,
  type FormatFactory,
  INT,
  map,
  row,
  STRING,
  timestamp,
} from '@tsql/core';
import fc from 'fast-check';
import { canalJsonFormat, debeziumJsonFormat, maxwellJsonFormat, oggJsonFormat } from '../../src/index.js';
import { rowOf } from './formats.js';

/** The columns of a table of changes. */
export const ROW = rowOf({
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

export interface Settings {
  readonly options: Readonly<Record<string, string>>;
  readonly metadata: readonly string[];
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

/** A format, with options and metadata under which it is read. */
export interface Subject {
  readonly factory: FormatFactory;
  readonly settings: readonly Settings[];
  /** The fields of a message. */
  readonly fields: Readonly<Record<string, fc.Arbitrary<string>>>;
}

const lenient = { 'ignore-parse-errors': 'true' };
const quoted = (...texts: string[]) =>
  fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...texts.map((text) => `"${text}"`)) }, odd);

export const SUBJECTS: readonly Subject[] = [
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
export function message(fields: Subject['fields']): fc.Arbitrary<Buffer> {
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
