import { type FormatFactory, INT, type LogicalType, printType, RowKind, STRING, type Value } from '@tsql/core';
import { describe, expect, test } from 'vitest';
import {
  avroFormat,
  canalJsonFormat,
  csvFormat,
  debeziumJsonFormat,
  jsonFormat,
  maxwellJsonFormat,
  oggJsonFormat,
  rawFormat,
} from '../src/index.js';
import { bind, rowOf } from './support/formats.js';
import { TYPED_VALUES } from './support/typed-values.js';

/** What a format says of itself. Left out, it reads every value of every type as it was written. */
interface Subject {
  readonly factory: FormatFactory;
  readonly options?: Record<string, string>;
  /** False for types that are refused. */
  readonly supports?: (type: LogicalType) => boolean;
  /** The value read where `value` (or NULL) was written. */
  readonly reads?: (type: LogicalType, value: Value) => Value;
  /** True for values that are written, but not read again. */
  readonly skips?: (type: LogicalType, value: Value) => boolean;
  readonly isSingleColumn?: boolean;
}

/** JSON keeps no fraction of a TIME. */
const jsonReads = (type: LogicalType, value: Value): Value =>
  type.kind === 'TIME' && value !== null ? Math.floor((value as number) / 1000) * 1000 : value;

const isSimple = ({ kind }: LogicalType) => !['MAP', 'MULTISET', 'ROW', 'ARRAY'].includes(kind);

/** CSV holds simple types, and those within ARRAY and ROW. */
function isCsvType(type: LogicalType): boolean {
  if (type.kind === 'ROW') return type.fields.every((field) => isSimple(field.type));
  return type.kind === 'ARRAY' ? isSimple(type.element) : isSimple(type);
}

/** The null literal is looked for in the elements of an ARRAY and a ROW, not in the whole cell. */
const csvReads = (type: LogicalType, value: Value): Value => (value === null && !isSimple(type) ? [null] : value);

const RAW_TYPES = ['BOOLEAN', 'TINYINT', 'SMALLINT', 'INTEGER', 'BIGINT', 'FLOAT', 'DOUBLE', 'CHAR', 'VARCHAR'];

/** Avro's timestamps have three digits or six, its times three; without a zone only. */
function isAvroType(type: LogicalType): boolean {
  if (type.kind === 'TIMESTAMP' || type.kind === 'TIME') return type.precision <= 3;
  return type.kind !== 'TIMESTAMP_LTZ';
}

const SUBJECTS: readonly Subject[] = [
  {
    factory: csvFormat,
    options: { 'null-literal': '\\N' },
    supports: isCsvType,
    reads: csvReads,
    skips: (type, value) => value === null && type.kind === 'ROW' && type.fields.length > 1,
  },
  { factory: jsonFormat, reads: jsonReads },
  ...[debeziumJsonFormat, canalJsonFormat, maxwellJsonFormat, oggJsonFormat].map((factory) => ({
    factory,
    reads: jsonReads,
  })),
  { factory: avroFormat, supports: isAvroType },
  {
    factory: rawFormat,
    supports: ({ kind }) => RAW_TYPES.includes(kind) || kind === 'BINARY' || kind === 'VARBINARY',
    isSingleColumn: true,
  },
];

for (const { factory, options = {}, supports = () => true, reads = (_, value) => value, ...rest } of SUBJECTS) {
  const supported = TYPED_VALUES.filter(([type]) => supports(type));

  describe(`${factory.identifier} at the bounds of types`, () => {
    test.each(supported.map(([type, values]) => ({ name: printType(type), type, values })))(
      'reads what it writes of $name',
      ({ type, values }) => {
        const format = bind(factory, rowOf(rest.isSingleColumn ? { a: type } : { a: type, end: INT }), options);
        const end = rest.isSingleColumn ? [] : [1];
        for (const value of rest.isSingleColumn ? values : [...values, null]) {
          if (rest.skips?.(type, value)) continue;
          const bytes = format.encode([value, ...end]) as Uint8Array;
          expect(format.decode(bytes), `written: ${String(value)}`).toEqual([
            [[reads(type, value), ...end], RowKind.INSERT],
          ]);
        }
      },
    );

    const refused = TYPED_VALUES.filter(([type]) => !supports(type));
    test.each(refused.map(([type]) => ({ name: printType(type), type })))('refuses to write $name', ({ type }) => {
      expect(() => bind(factory, rowOf({ a: type }), options)).toThrow(/support|Avro/);
    });

    test('declares each option with a text, and refuses others', () => {
      for (const option of factory.options.options) expect(option.doc, option.key).toMatch(/\w/);
      expect(() => bind(factory, rowOf({ a: STRING }), { ...options, surprise: '1' })).toThrow(/surprise/);
    });

    if (factory.encodingChangelogMode !== 'all') return;
    test('writes retractions as deletions, the rest as insertions', () => {
      const format = bind(factory, rowOf({ a: INT }), options);
      const kinds = [RowKind.INSERT, RowKind.UPDATE_BEFORE, RowKind.UPDATE_AFTER, RowKind.DELETE].map((kind) =>
        format.decode(format.encode([7], kind) as Uint8Array),
      );
      expect(kinds).toEqual(
        [RowKind.INSERT, RowKind.DELETE, RowKind.INSERT, RowKind.DELETE].map((kind) => [[[7], kind]]),
      );
    });
  });
}
