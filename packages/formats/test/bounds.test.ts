import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type FormatFactory,
  INT,
  type LogicalType,
  MapValue,
  printType,
  RowKind,
  type RowType,
  STRING,
  type Value,
} from '@tsql/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { RegistryStub } from '../../replay/src/index.js';
import {
  avroConfluentFormat,
  avroFormat,
  canalJsonFormat,
  csvFormat,
  debeziumJsonFormat,
  jsonFormat,
  maxwellJsonFormat,
  oggJsonFormat,
  protobufFormat,
  rawFormat,
} from '../src/index.js';
import { bind, rowOf } from './support/formats.js';
import { isProtobufType, protobufOptions } from './support/proto-file.js';
import { TYPED_VALUES } from './support/typed-values.js';

/** What a format says of itself. Left out, it reads every value of every type as it was written. */
interface Subject {
  readonly factory: FormatFactory;
  /** What tells it from another of the same format. */
  readonly variant?: string;
  readonly options?: (rowType: RowType) => Record<string, string>;
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

/** What of a type's values stands for NULL within lists and maps, and where proto3 has no field. */
function protobufDefault({ kind }: LogicalType): Value {
  if (kind === 'BIGINT') return 0n;
  if (kind === 'CHAR' || kind === 'VARCHAR') return '';
  if (kind === 'BINARY' || kind === 'VARBINARY') return new Uint8Array();
  return kind === 'BOOLEAN' ? false : 0;
}

/** Messages tell no empty list or map from none, and hold no NULL within. */
function protobufReads(type: LogicalType, value: Value, isProto3: boolean): Value {
  const within = (inner: LogicalType, element: Value): Value =>
    element !== null ? protobufReads(inner, element, isProto3) : emptyOf(inner, isProto3);
  if (value === null) return isProto3 && isSimple(type) ? protobufDefault(type) : null;
  switch (type.kind) {
    case 'ARRAY': {
      const list = value as readonly Value[];
      return list.length === 0 ? null : list.map((element) => within(type.element, element));
    }
    case 'MAP': {
      const { keys, values } = value as MapValue;
      const read = values.map((element) => within(type.value, element));
      return keys.length === 0 ? null : new MapValue(keys, read);
    }
    case 'ROW':
      return (value as readonly Value[]).map((field, index) =>
        protobufReads(type.fields[index]?.type as LogicalType, field, isProto3),
      );
    default:
      return value;
  }
}

function emptyOf(type: LogicalType, isProto3: boolean): Value {
  return type.kind === 'ROW'
    ? type.fields.map((field) => protobufReads(field.type, null, isProto3))
    : protobufDefault(type);
}

const folder = mkdtempSync(join(tmpdir(), 'tsql-bounds-'));
let registry: RegistryStub;
beforeAll(async () => {
  registry = await RegistryStub.start();
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await registry.close();
});

const SUBJECTS: readonly Subject[] = [
  {
    factory: csvFormat,
    options: () => ({ 'null-literal': '\\N' }),
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
  { factory: avroConfluentFormat, options: () => ({ url: registry.url }), supports: isAvroType },
  ...(['proto2', 'proto3'] as const).map(
    (syntax): Subject => ({
      factory: protobufFormat,
      variant: syntax,
      options: (rowType) => protobufOptions(folder, syntax, rowType),
      supports: isProtobufType,
      reads: (type, value) => protobufReads(type, value, syntax === 'proto3'),
    }),
  ),
  {
    factory: rawFormat,
    supports: ({ kind }) => RAW_TYPES.includes(kind) || kind === 'BINARY' || kind === 'VARBINARY',
    isSingleColumn: true,
  },
];

for (const subject of SUBJECTS) {
  const { factory, variant = '', options, supports = () => true, reads = (_, value) => value, ...rest } = subject;
  const bound = (rowType: RowType, more: Record<string, string> = {}) =>
    bind(factory, rowType, { ...options?.(rowType), ...more });
  const supported = TYPED_VALUES.filter(([type]) => supports(type));

  describe(`${factory.identifier} ${variant} at the bounds of types`, () => {
    test.each(supported.map(([type, values]) => ({ name: printType(type), type, values })))(
      'reads what it writes of $name',
      async ({ type, values }) => {
        const format = bound(rowOf(rest.isSingleColumn ? { a: type } : { a: type, end: INT }));
        const end = rest.isSingleColumn ? [] : [1];
        await format.open([values[0] as Value, ...end]);
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
      expect(() => bound(rowOf({ a: type }))).toThrow(/support|Avro|which is no/);
    });

    test('declares each option with a text, and refuses others', () => {
      for (const option of factory.options.options) expect(option.doc, option.key).toMatch(/\w/);
      expect(() => bound(rowOf({ a: STRING }), { surprise: '1' })).toThrow(/surprise/);
    });

    if (factory.encodingChangelogMode !== 'all') return;
    test('writes retractions as deletions, the rest as insertions', () => {
      const format = bound(rowOf({ a: INT }));
      const kinds = [RowKind.INSERT, RowKind.UPDATE_BEFORE, RowKind.UPDATE_AFTER, RowKind.DELETE].map((kind) =>
        format.decode(format.encode([7], kind) as Uint8Array),
      );
      expect(kinds).toEqual(
        [RowKind.INSERT, RowKind.DELETE, RowKind.INSERT, RowKind.DELETE].map((kind) => [[[7], kind]]),
      );
    });
  });
}
