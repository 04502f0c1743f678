import { array, INT, MapValue, map, printType, STRING } from '@tsql/core';
import { describe, expect, it } from 'vitest';
import { call, shown, type Typed } from './call.js';
import { boolean, decimal, int, ints, literal, text } from './literals.js';

const many = ints(3, 2, 2, 1);
const withNull = ints(2, null);
const empty = ints();
const missing: Typed = { type: array(INT), value: null };
const words: Typed = { type: array(STRING), value: ['a', 'b', null] };
const entry: Typed = { type: map(STRING, INT), value: new MapValue(['a'], [1]), isConstant: false };

type Row = readonly [name: string, args: readonly Typed[], expected: string | null];

const ROWS: readonly Row[] = [
  ['ARRAY_CONTAINS', [withNull, int(null)], 'TRUE'],
  ['ARRAY_CONTAINS', [missing, int(2)], null],
  ['ARRAY_DISTINCT', [many], '[3, 2, 1]'],
  ['ARRAY_POSITION', [many, int(2)], '2'],
  ['ARRAY_POSITION', [empty, int(2)], '0'],
  ['ARRAY_REMOVE', [withNull, int(2)], '[NULL]'],
  ['ARRAY_REVERSE', [withNull], '[NULL, 2]'],
  ['ARRAY_UNION', [withNull, ints(9, 2)], '[2, NULL, 9]'],
  ['ARRAY_EXCEPT', [ints(1, 1, 2, 3), ints(2)], '[1, 3]'],
  ['ARRAY_INTERSECT', [ints(1, null), ints(null)], '[NULL]'],
  ['ARRAY_CONCAT', [withNull, ints(7)], '[2, NULL, 7]'],
  ['ARRAY_SLICE', [many, int(2), int(3)], '[2, 2]'],
  ['ARRAY_SLICE', [empty, int(2), int(3)], '[]'],
  ['ARRAY_SLICE', [many, int(-2)], '[2, 1]'],
  ['ARRAY_JOIN', [words, literal('-')], 'a-b'],
  ['ARRAY_JOIN', [words, literal('-'), literal('?')], 'a-b-?'],
  ['ARRAY_MAX', [withNull], '2'],
  ['ARRAY_MIN', [empty], null],
  ['ARRAY_SORT', [withNull], '[NULL, 2]'],
  ['ARRAY_SORT', [withNull, boolean(false)], '[2, NULL]'],
  ['ARRAY_APPEND', [withNull, int(5)], '[2, NULL, 5]'],
  ['ARRAY_PREPEND', [empty, int(5)], '[5]'],
  ['ITEM', [many, int(1)], '3'],
  ['ITEM', [many, int(9)], null],
  ['ITEM', [entry, literal('a')], '1'],
  ['ITEM', [entry, literal('zz')], null],
  ['CARDINALITY', [many], '4'],
  ['CARDINALITY', [entry], '1'],
  ['ELEMENT', [ints(5)], '5'],
  ['ELEMENT', [empty], null],
  ['MAP_KEYS', [entry], '[a]'],
  ['MAP_VALUES', [entry], '[1]'],
  ['MAP_ENTRIES', [entry], '[(a, 1)]'],
  ['MAP_FROM_ARRAYS', [{ type: array(STRING), value: ['q'] }, ints(5)], '{q=5}'],
  ['MAP_UNION', [entry, { type: map(STRING, INT), value: new MapValue(['a'], [9]) }], '{a=9}'],
];

describe('collections', () => {
  it.each(ROWS)('%s %# gives %s', (name, args, expected) => {
    expect(shown(call(name, args))).toBe(expected);
  });

  it('types what it builds', () => {
    expect(printType(call('ARRAY', [int(1), decimal('2.5')]).type)).toBe('ARRAY<DECIMAL(11, 1) NOT NULL> NOT NULL');
    expect(printType(call('MAP', [literal('k'), int(1)]).type)).toBe('MAP<CHAR(1) NOT NULL, INT NOT NULL> NOT NULL');
    expect(printType(call('ROW', [int(1), text('x')]).type)).toBe(
      'ROW<`EXPR$0` INT NOT NULL, `EXPR$1` STRING> NOT NULL',
    );
  });

  it('refuses a constant index below 1, and ELEMENT of several', () => {
    expect(() => call('ITEM', [many, int(0)])).toThrow('does not take');
    expect(() => call('ELEMENT', [many])).toThrow('4 elements');
  });
});
