import fc from 'fast-check';

/** Columns with all types that JSON reads. */
export const COLUMNS = {
  s: 'STRING',
  c: 'CHAR(3)',
  b: 'BOOLEAN',
  i8: 'TINYINT',
  i16: 'SMALLINT',
  i32: 'INT',
  i64: 'BIGINT',
  d: 'DECIMAL(10, 2)',
  e: 'DECIMAL(30, 10)',
  f: 'FLOAT',
  g: 'DOUBLE',
  dt: 'DATE',
  clock: 'TIME(0)',
  ts: 'TIMESTAMP(3)',
  ltz: 'TIMESTAMP_LTZ(6)',
  bin: 'BYTES',
  r: 'ROW<x INT, y STRING, z ROW<w DECIMAL(5, 2)>>',
  a: 'ARRAY<INT>',
  m: 'MAP<STRING, INT>',
} as const;

/** More columns, of which a document has one at most: with them the fields are read and written by functions of their own. */
export const WIDE = Array.from({ length: 24 }, (_, index) => `w${index}`);

export type Column = keyof typeof COLUMNS;

const NUMBERS = [
  '0',
  '-0',
  '1',
  '-7',
  '42',
  '127',
  '128',
  '32767',
  '99999',
  '2147483647',
  '2147483648',
  '9223372036854775807',
  '9223372036854775808',
  '0.0',
  '-0.00',
  '1.5',
  '10.50',
  '60.00',
  '60',
  '100.0',
  '0.000001',
  '0.0000001',
  '12345678.901',
  '123456789.12',
  '1e2',
  '1E-7',
  '0.001',
  '0.00099',
  '9999999.5',
  '12345678.5',
  '1.0',
  '1.00',
  '3.141592653589793',
  '0.1234567890123456',
  '1e400',
  '01',
];
const TEXTS = [
  '',
  'abc',
  'ä',
  '日本',
  '😀',
  '\\n',
  '\\u00e4',
  '\\ud83d\\ude00',
  '\\"',
  'a\\\\b',
  '\u0007',
  '12',
  '-3.50',
  'true',
  'TRUE',
  ' 7 ',
  '2024-02-29',
  '2023-02-29',
  '2024-01-01 10:20:30',
  '2024-01-01 10:20:30.500',
  '2024-01-01 10:20:30.123456789',
  '2024-01-01 24:00:00',
  '2024-01-01T10:20:30',
  '2024-01-01 10:20:30Z',
  '2024-01-01 10:20:30.250Z',
  '2024-01-01T10:20:30Z',
  '10:20:30',
  '0001-01-01',
  'AQID',
  'AQI=',
  'x\\qy',
  '\\u12',
];

const blank = fc.constantFrom('', '', '', ' ', '\n\t ');
const scalar = fc.oneof(
  fc.constantFrom(...NUMBERS),
  fc.constantFrom(...TEXTS).map((text) => `"${text}"`),
  fc.constantFrom('null', 'true', 'false', 'nul', 'truex'),
  fc.integer({ min: -2_000_000, max: 2_000_000 }).map((cents) => (cents / 100).toFixed(2)),
);
const json = fc.letrec<{ value: string }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    scalar,
    scalar,
    fc.array(tie('value'), { maxLength: 3 }).map((items) => `[${items.join(',')}]`),
    fc
      .array(fc.tuple(fc.constantFrom('x', 'y', 'z', 'w'), tie('value')), { maxLength: 3 })
      .map((fields) => `{${fields.map(([name, value]) => `"${name}":${value}`).join(',')}}`),
  ),
})).value;

/** Values that a column takes as they stand, most of the time. */
const FITTING: Partial<Record<Column, readonly string[]>> = {
  r: [
    '{"x":1,"y":"a","z":{"w":1.5}}',
    '{"x":null,"y":"","z":null}',
    '{"y":"b","x":2}',
    '{"x":1,"y":"a","z":{"w":60}}',
    '{}',
  ],
  a: ['[]', '[1,2]', '[1, null]', '[01]'],
  m: ['{}', '{"k":1}', '{"k":1,"l":2}'],
  dt: ['"2024-02-29"', '"1999-12-31"'],
  ts: ['"2024-01-01 10:20:30.5"', '"2024-01-01 10:20:30.500"'],
  ltz: ['"2024-01-01 10:20:30.5Z"', '"2024-01-01 10:20:30.500Z"'],
  bin: ['"AQID"'],
  b: ['true', 'false'],
  clock: ['"10:20:30"'],
};

const WHOLE = ['0', '1', '-7', '42', '127'];
const DECIMALS = ['0', '1.5', '10.50', '60.00', '60', '100.0', '-3.25', '12345.67', '0.05', '200', '0.000001', '-0.00'];

const valueFor = (column: Column) => {
  const type = COLUMNS[column];
  const fitting =
    FITTING[column] ??
    (type.endsWith('INT')
      ? WHOLE
      : /DEC|FLO|DOU/.test(type)
        ? DECIMALS
        : TEXTS.slice(0, 14).map((text) => `"${text}"`));
  const odd = /INT|DEC|FLO|DOU/.test(type) ? NUMBERS : TEXTS.map((text) => `"${text}"`);
  return fc.oneof(
    { weight: 20, arbitrary: fc.constantFrom(...fitting) },
    { weight: 2, arbitrary: fc.constant('null') },
    { weight: 1, arbitrary: fc.constantFrom(...odd) },
    { weight: 1, arbitrary: json },
  );
};

export const chosenColumns = fc.uniqueArray(fc.constantFrom(...(Object.keys(COLUMNS) as Column[])), {
  minLength: 1,
  maxLength: 5,
});

/** The text of a record with the columns: most often in order and well-formed. */
export function document(columns: readonly Column[]): fc.Arbitrary<Uint8Array | null> {
  const fields = fc
    .tuple(
      ...columns.map((column) => valueFor(column).map((value) => [column as string, value] as const)),
      fc.constantFrom('', 'more', 'w1', 'w22'),
      json,
    )
    .chain((parts) => {
      const extra = parts.at(-2) as string;
      const all = parts.slice(0, -2) as (readonly [string, string])[];
      if (extra !== '') all.push([extra, parts.at(-1) as string]);
      return fc.oneof(
        { weight: 4, arbitrary: fc.constant(all) },
        { weight: 1, arbitrary: fc.shuffledSubarray(all) },
        { weight: 1, arbitrary: fc.constant([...all, ...all.slice(0, 1)]) },
      );
    });
  const text = fc
    .tuple(fields, blank, blank, blank)
    .map(
      ([all, a, b, c]) => `${a}{${b}${all.map(([name, value]) => `"${name}"${b}:${c}${value}`).join(`${a},${c}`)}${a}}`,
    );
  return fc.oneof(
    { weight: 20, arbitrary: text.map((whole) => Buffer.from(whole)) },
    {
      weight: 2,
      arbitrary: fc.tuple(text, fc.nat({ max: 400 })).map(([whole, at]) => Buffer.from(whole).subarray(0, at)),
    },
    {
      weight: 2,
      arbitrary: fc.tuple(text, fc.nat({ max: 400 }), fc.integer({ min: 0, max: 255 })).map(([whole, at, byte]) => {
        const bytes = Buffer.from(whole);
        if (at < bytes.length) bytes[at] = byte;
        return bytes;
      }),
    },
    { weight: 1, arbitrary: fc.constant(null) },
  );
}
