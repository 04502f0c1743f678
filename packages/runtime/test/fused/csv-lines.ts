import fc from 'fast-check';

/** Columns with all types that CSV reads. */
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
  clock: 'TIME(3)',
  ts: 'TIMESTAMP(3)',
  ltz: 'TIMESTAMP_LTZ(6)',
  bin: 'BYTES',
  r: 'ROW<x INT, y STRING>',
  a: 'ARRAY<INT>',
} as const;

/** More columns: with them the cells are read and written by functions of their own. */
export const WIDE = Array.from({ length: 24 }, (_, index) => `w${index}`);

export type Column = keyof typeof COLUMNS;

/** The characters with a meaning, as the options set them. */
export interface Marks {
  readonly delimiter: string;
  readonly quote: string | undefined;
  readonly escape: string | undefined;
  readonly nullLiteral: string | undefined;
}

const WHOLE = ['0', '1', '-7', '42', '127', '100'];
const NUMBERS = [
  ...WHOLE,
  ...[
    '-0',
    '00',
    '+5',
    '128',
    '32768',
    '99999',
    '2147483647',
    '2147483648',
    '9223372036854775807',
    '9223372036854775808',
  ],
  ...['0.0', '-0.00', '1.5', '10.50', '60.00', '60', '100.0', '0.000001', '0.0000001', '12345678.901', '123456789.12'],
  ...['1e2', '1E-7', '1.', '.5', '0.001', '0.00099', '9999999.5', '12345678.5', '1.0', '1.00', '3.141592653589793'],
  ...['NaN', 'Infinity', '1f', ' 7 ', '٣', '12345678901234567890123456.5', '99999999.995', '', '1,5', '-'],
];
const TEXTS = [
  ...[
    '',
    'abc',
    'a b',
    ' a ',
    'ä',
    '日本',
    '😀',
    'a\tb',
    'a\nb',
    'a\r\nb',
    'a"b',
    '"',
    "it's",
    'a\\b',
    '\\n',
    '\\',
    '#x',
    'a,b',
  ],
  ...[
    'a;b',
    'null',
    '\\N',
    'x\u0001y',
    'x'.repeat(24),
    'x'.repeat(25),
    'é'.repeat(13),
    'é'.repeat(25),
    '日'.repeat(24),
  ],
  ...['TRUE', 'true', ' true', 'falsE', '1', 'AQID', 'AQI', '2024-02-29', '\u0000', '\ufeff', 'a😀b'],
];
const TIMES = [
  ...['2024-02-29', '2023-02-29', '2024-2-9', '1582-10-10', '1500-02-29', '0001-01-01', '12024-01-01', '2024-13-01'],
  ...['10:20:30', '10:20', '10:20:30.5', '10:20:30.123456', '24:00:00', '23:59:60', ' 10:20:30'],
  ...['2024-01-01 10:20:30', '2024-01-01 10:20:30.500', '2024-01-01 10:20:30.123456789', '2024-01-01 24:00:00'],
  ...[
    '2024-01-01 10:20:30.',
    '2024-01-01T10:20:30',
    '2024-01-01 10:20:30Z',
    '2024-01-01 10:20:30.250Z',
    ' 2024-01-01 10:20:30Z ',
  ],
  ...['1500-01-01 00:00:00', '2024-01-01 10:20:30.1234567890', '2024-02-30 10:20:30'],
];

/** Cells that a column takes, most of the time. */
const FITTING: Readonly<Record<Column, readonly string[]>> = {
  s: TEXTS,
  c: ['abc', 'äöü', 'a b', ''],
  b: ['true', 'false', 'true', 'TRUE', 'x', ''],
  i8: WHOLE,
  i16: [...WHOLE, '32767', '1234'],
  i32: [...WHOLE, '123456789', '2147483647'],
  i64: [...WHOLE, '123456789012345678', '-9223372036854775808'],
  d: ['0', '1.5', '10.50', '60.00', '-3.25', '12345.67', '0.05', '200', '0.000001', '-0.00', '99999999.99'],
  e: ['0', '1.5', '10.50', '60', '12345678901234567890.0123456789', '0.0000000001', '-0.5'],
  f: ['0.0', '1.5', '-2.25', '3.14159', '1.0E10', '100.0', '7'],
  g: ['0.0', '1.5', '-2.25', '3.141592653589793', '1.0E10', '1234567.5', '7'],
  dt: ['2024-02-29', '1999-12-31', '1970-01-01'],
  clock: ['10:20:30', '00:00:00', '23:59:59', '10:20:30.5'],
  ts: ['2024-01-01 10:20:30', '2024-01-01 10:20:30.5', '2024-01-01 10:20:30.120', '1999-12-31 23:59:59'],
  ltz: ['2024-01-01 10:20:30Z', '2024-01-01 10:20:30.5Z', '2024-01-01 10:20:30.120Z'],
  bin: ['AQID', '', 'AQI='],
  r: ['1;a', '1;', ';', '', '5;x y', '1;2;3', '1'],
  a: ['1;2', '', ';', '1', ' ', '1;x'],
};

function cellText(column: Column | undefined): fc.Arbitrary<string> {
  if (column === undefined) return fc.constantFrom('w', '', 'ä w', 'x,y');
  return fc.oneof(
    { weight: 30, arbitrary: fc.constantFrom(...FITTING[column]) },
    { weight: 1, arbitrary: fc.constantFrom(...NUMBERS) },
    { weight: 1, arbitrary: fc.constantFrom(...TEXTS) },
    { weight: 1, arbitrary: fc.constantFrom(...TIMES) },
    { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 8 }) },
  );
}

/** A cell as one may write it: bare, in quotes, with blanks around them, or badly. */
function cell(
  column: Column | undefined,
  { delimiter, quote, escape: escaping, nullLiteral }: Marks,
): fc.Arbitrary<string> {
  const style = fc.constantFrom(
    'best',
    'best',
    'best',
    'best',
    'best',
    'best',
    'quoted',
    'blanks',
    'bare',
    'escaped',
    'open',
  );
  const written = fc.tuple(cellText(column), fc.nat(99), style).map(([text, chance, how]) => {
    if (chance < 8 && nullLiteral !== undefined) return nullLiteral;
    const needs = [...text].some((each) => each === delimiter || each === quote || each === '\n' || each === '\r');
    const escaped = escaping === undefined ? text : text.replaceAll(escaping, escaping + escaping);
    if (quote === undefined || how === 'bare' || (how === 'best' && !needs)) return how === 'bare' ? text : escaped;
    if (how === 'open' && chance < 20) return quote + text;
    if (how === 'escaped' && escaping !== undefined) return text.replaceAll(/[^a-z]/g, (each) => escaping + each);
    const doubled = quote + escaped.replaceAll(quote, quote + quote) + quote;
    return how === 'blanks' ? `${doubled}${chance < 50 ? ' ' : ' \t'}` : doubled;
  });
  return written;
}

/** A record: most of the time one cell for each column. */
export function line(columns: readonly (Column | undefined)[], marks: Marks): fc.Arbitrary<Buffer> {
  const odd = fc.oneof(
    { weight: 40, arbitrary: fc.constant('') },
    fc.constantFrom(
      '\n',
      '\r\n',
      '\r',
      '\n\n',
      '\nx',
      marks.delimiter,
      `${marks.delimiter} `,
      `${marks.delimiter}x`,
      '\0',
    ),
  );
  const before = fc.oneof(
    { weight: 40, arbitrary: fc.constant('') },
    fc.constantFrom('#x\n', '\n', ' ', '\ufeff', '# only', '\0'),
  );
  const cut = fc.oneof({ weight: 30, arbitrary: fc.constant(undefined) }, fc.nat(20));
  const byte = fc.oneof({ weight: 30, arbitrary: fc.constant(undefined) }, fc.tuple(fc.nat(40), fc.nat(255)));
  return fc
    .tuple(before, fc.tuple(...columns.map((column) => cell(column, marks))), odd, cut, byte)
    .map(([first, cells, last, length, change]) => {
      const bytes = Buffer.from(first + cells.join(marks.delimiter) + last);
      if (change !== undefined && change[0] < bytes.length) bytes[change[0]] = change[1];
      return length === undefined ? bytes : bytes.subarray(0, length);
    });
}
