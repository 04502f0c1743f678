import { array, BOOLEAN, DATE, DOUBLE, INT, type LogicalType, map, notNull, row, STRING, varbinary } from '@tsql/core';
import { describe, expect, it } from 'vitest';
import { call, shown, type Typed } from './call.js';
import { decimal, double, int, ints, literal, text, ts } from './literals.js';

const none: Typed = { type: { kind: 'NULL', nullable: true }, value: null };
const returning = (type: LogicalType): Typed => ({ type, value: null });

interface ValueOptions {
  readonly onEmpty?: string;
  readonly emptyDefault?: Typed;
  readonly onError?: string;
  readonly errorDefault?: Typed;
  readonly type?: LogicalType;
}

const jsonValue = (input: string, path: string, options: ValueOptions = {}): string | null =>
  shown(
    call('JSON_VALUE', [
      text(input),
      literal(path),
      literal(options.onEmpty ?? 'NULL'),
      options.emptyDefault ?? none,
      literal(options.onError ?? 'NULL'),
      options.errorDefault ?? none,
      returning(options.type ?? STRING),
    ]),
  );

const jsonQuery = (
  input: string,
  path: string,
  wrapper = 'WITHOUT',
  onEmpty = 'NULL',
  onError = 'NULL',
  type: LogicalType = STRING,
) =>
  shown(
    call('JSON_QUERY', [
      text(input),
      literal(path),
      literal(wrapper),
      literal(onEmpty),
      literal(onError),
      returning(type),
    ]),
  );

const NESTED = '{"a":1,"b":{"c":"x"},"arr":[10,20],"t":true,"d":1.5}';

describe('JSON_VALUE', () => {
  it.each([
    ['$.a', '1'],
    ['$.b.c', 'x'],
    ['$.b', null],
    ['$.none', null],
    ['$.arr[1]', '20'],
    ['lax $.a', '1'],
    ['$.t', 'true'],
    ["$['d']", '1.5'],
    ['$..c', null],
  ])('at %s gives %s', (path, expected) => expect(jsonValue(NESTED, path)).toBe(expected));

  it('tells a missing value in lax mode from an error', () => {
    const options = { onEmpty: 'DEFAULT', emptyDefault: literal('e'), onError: 'DEFAULT', errorDefault: literal('x') };
    expect(jsonValue('{"b":1}', 'lax $.a', options)).toBe('e');
    expect(jsonValue('{"a":{"z":1}}', 'lax $.a', options)).toBe('e');
    expect(jsonValue('bad', 'lax $.a', options)).toBe('e');
    expect(jsonValue('{"b":1}', '$.a', options)).toBe('x');
    expect(jsonValue('{"a":{"z":1}}', 'strict $.a', options)).toBe('x');
    expect(() => jsonValue('{"b":1}', 'strict $.a', { onError: 'ERROR' })).toThrow('JSON_VALUE');
  });

  it('returns other types only from values of just that type', () => {
    expect(jsonValue('{"a":-7}', '$.a', { type: INT })).toBe('-7');
    expect(jsonValue('{"d":1e3}', '$.d', { type: DOUBLE })).toBe('1000.0');
    expect(jsonValue('{"t":false}', '$.t', { type: BOOLEAN })).toBe('FALSE');
    const defaults = { onError: 'DEFAULT', errorDefault: int(-2), type: INT };
    expect(jsonValue('bad', '$.a', defaults)).toBe('-2');
    expect(() => jsonValue('{"a":"5"}', '$.a', { type: INT })).toThrow('RETURNING');
  });
});

const QUERIED = '{"a":1,"o":{"z": 1,"y":"q"},"arr":[{"x":1},{"x":2}]}';

describe('JSON_QUERY', () => {
  it.each([
    ['$.a', 'WITHOUT', null],
    ['$.o', 'WITHOUT', '{"z":1,"y":"q"}'],
    ['$.arr', 'WITHOUT', '[{"x":1},{"x":2}]'],
    ['$.a', 'UNCONDITIONAL', '[1]'],
    ['$.arr', 'CONDITIONAL', '[{"x":1},{"x":2}]'],
    ['$.a', 'CONDITIONAL', '[1]'],
    ['$.arr[*].x', 'UNCONDITIONAL', '[[1,2]]'],
    ['$.arr[?(@.x > 1)]', 'WITHOUT', '[{"x":2}]'],
    ['$.none', 'WITHOUT', null],
  ])('at %s, %s a wrapper, gives %s', (path, wrapper, expected) => {
    expect(jsonQuery(QUERIED, path, wrapper)).toBe(expected);
  });

  it('has behaviours and arrays', () => {
    expect(jsonQuery(QUERIED, '$.none', 'WITHOUT', 'EMPTY ARRAY')).toBeNull();
    expect(jsonQuery('nope', 'strict $.none', 'WITHOUT', 'NULL', 'EMPTY OBJECT')).toBe('{}');
    expect(jsonQuery('{}', '$.arr[*].x', 'UNCONDITIONAL')).toBeNull();
    const list = (input: string) => jsonQuery(input, '$.arr', 'WITHOUT', 'NULL', 'NULL', array(STRING));
    expect(list('{"arr":[1,null,true]}')).toBe('[1, NULL, true]');
    expect(list('{}')).toBeNull();
  });
});

describe('JSON_EXISTS and IS JSON', () => {
  const exists = (input: string, path: string, onError = 'FALSE') =>
    shown(call('JSON_EXISTS', [text(input), literal(path), literal(onError)]));

  it('looks for values', () => {
    expect(exists('{"a":null,"arr":[1,2,3]}', '$.a')).toBe('FALSE');
    expect(exists('{"a":{"b":0}}', '$.a.b')).toBe('TRUE');
    expect(exists('bad', 'strict $.zz', 'TRUE')).toBe('TRUE');
    expect(exists('bad', 'strict $.zz', 'UNKNOWN')).toBeNull();
    expect(exists('{"arr":[1,2,3]}', '$.arr[2]')).toBe('TRUE');
  });

  it.each([
    ['{}', 'TRUE', 'TRUE', 'FALSE', 'FALSE', 'FALSE'],
    ['[1]', 'TRUE', 'FALSE', 'TRUE', 'FALSE', 'FALSE'],
    ['null', 'TRUE', 'FALSE', 'FALSE', 'TRUE', 'FALSE'],
    ['', 'FALSE', 'FALSE', 'FALSE', 'FALSE', 'TRUE'],
    ['{bad', 'FALSE', 'FALSE', 'FALSE', 'FALSE', 'TRUE'],
    [null, 'FALSE', 'FALSE', 'FALSE', 'FALSE', 'TRUE'],
  ])('tests %s', (input, ...expected) => {
    const names = ['IS JSON VALUE', 'IS JSON OBJECT', 'IS JSON ARRAY', 'IS JSON SCALAR', 'IS NOT JSON'];
    expect(names.map((name) => shown(call(name, [text(input)])))).toEqual(expected);
  });
});

describe('JSON constructors', () => {
  const word = literal;

  it('sorts keys and nests', () => {
    const inner = call('JSON_OBJECT', [word('NULL'), literal('y'), int(1), literal('x'), int(2)]);
    expect(shown(call('JSON_OBJECT', [word('NULL'), literal('z'), inner, literal('m'), text('q')]))).toBe(
      '{"m":"q","z":{"x":2,"y":1}}',
    );
    expect(shown(call('JSON_ARRAY', [word('ABSENT'), call('JSON_ARRAY', [word('ABSENT'), int(1)]), text(null)]))).toBe(
      '[[1]]',
    );
    expect(shown(call('JSON_ARRAY', [word('NULL'), text(null)]))).toBe('[null]');
    expect(shown(call('JSON_ARRAY', [word('ABSENT'), decimal('1.5'), double(1)]))).toBe('[1.5,1.0]');
    expect(shown(call('JSON_OBJECT', [word('ABSENT'), literal('a'), text(null)]))).toBe('{}');
    expect(shown(call('JSON_OBJECT', [word('NULL'), literal('d'), decimal('1.50')]))).toBe('{"d":1.5}');
  });

  it('writes every type', () => {
    const write = (value: Typed) => shown(call('JSON_STRING', [value]));
    expect(write(literal('q"x'))).toBe('"q\\"x"');
    expect(write(int(null))).toBeNull();
    expect(write(ints(1, 2))).toBe('[1,2]');
    expect(write(ts('2024-01-02 03:04:05.6', 6))).toBe('"2024-01-02T03:04:05.6"');
    expect(write({ type: varbinary(2), value: Uint8Array.of(0xc3, 0xa9) })).toBe('"w6k="');
    expect(write(call('ROW', [int(1), literal('x')]))).toBe('{"EXPR$0":1,"EXPR$1":"x"}');
    expect(write(call('MAP', [literal('a'), int(1)]))).toBe('{"a":1}');
    expect(() => write({ type: DATE, value: 1 })).toThrow('does not take');
    expect(() => write({ type: map(STRING, notNull(row([{ name: 'd', type: DATE }]))), value: null })).toThrow();
  });
});
