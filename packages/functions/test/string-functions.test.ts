import { printType } from '@tsql/core';
import { describe, expect, it } from 'vitest';
import { call, shown, type Typed } from './call.js';
import { bigint, int, literal, text } from './literals.js';

type Row = readonly [name: string, args: readonly Typed[], expected: string | null];

const t = text;

const ROWS: readonly Row[] = [
  ['SUBSTRING', [t('abcdef'), int(2)], 'bcdef'],
  ['SUBSTRING', [t('abcdef'), int(0)], 'abcdef'],
  ['SUBSTRING', [t('abcdef'), int(-2), int(1)], 'e'],
  ['SUBSTRING', [t('abcdef'), int(0), int(2)], 'ab'],
  ['SUBSTRING', [t('abcdef'), int(1), int(-1)], null],
  ['SUBSTRING', [t('abcdef'), int(-10), int(8)], ''],
  ['SUBSTRING', [t('é😀x'), int(2), int(2)], '😀x'],
  ['SUBSTR', [t('abcdef'), int(10)], ''],
  ['LEFT', [t('abc'), int(-1)], ''],
  ['RIGHT', [t('abc'), int(2)], 'bc'],
  ['LPAD', [t('abc'), int(5), literal('*')], '**abc'],
  ['LPAD', [t('abc'), int(-1), literal('*')], null],
  ['LPAD', [t('abc'), int(5), literal('')], null],
  ['RPAD', [t('abc'), int(5), literal('xy')], 'abcxy'],
  ['OVERLAY', [literal('xxxxxtest'), literal('xxxx'), int(6)], 'xxxxxxxxx'],
  ['OVERLAY', [literal('xxxxxtest'), literal('xxxx'), int(6), int(2)], 'xxxxxxxxxst'],
  ['OVERLAY', [t('abcd'), literal('ZZ'), int(1), int(0)], 'ZZ'],
  ['OVERLAY', [t('abcd'), literal(''), int(1), int(2)], 'cd'],
  ['OVERLAY', [t('abcd'), literal('Q'), int(0)], 'abcd'],
  ['POSITION', [literal('an'), t('banana')], '2'],
  ['LOCATE', [literal('an'), t('banana'), int(3)], '4'],
  ['LOCATE', [literal('an'), t('banana'), int(-1)], '2'],
  ['INSTR', [t('banana'), literal('')], '1'],
  ['UPPER', [t('été straße')], 'ÉTÉ STRASSE'],
  ['INITCAP', [t('été straße')], 'éTé StraßE'],
  ['INITCAP', [t("o'neil-smith x1y")], "O'Neil-Smith X1y"],
  ['TRIM', [t('  a b  ')], 'a b'],
  ['TRIM', [t('\ta\t')], '\ta\t'],
  ['TRIM', [literal('BOTH'), literal('xy'), literal('xyaxyx')], 'a'],
  ['TRIM', [literal('LEADING'), literal('x'), literal('xxaxx')], 'axx'],
  ['LTRIM', [literal('xyaxy'), literal('yx')], 'axy'],
  ['RTRIM', [literal('xyaxy'), literal('yx')], 'xya'],
  ['CONCAT_WS', [literal('-'), literal('a'), t(null), literal('c')], 'a-c'],
  ['CONCAT_WS', [t(null), literal('a')], null],
  ['CONCAT_WS', [literal(','), t(null), t(null)], ''],
  ['CONCAT', [literal('n='), int(5)], 'n=5'],
  ['REPLACE', [t('banana'), literal('a'), literal('bb')], 'bbbnbbnbb'],
  ['REPLACE', [t('banana'), literal(''), literal('x')], 'xbxaxnxaxnxax'],
  ['REVERSE', [t('é😀')], '😀é'],
  ['REPEAT', [t('ab'), int(-2)], ''],
  ['CHAR_LENGTH', [t('😀x')], '2'],
  ['ASCII', [t('é')], '-61'],
  ['ASCII', [t('😀x')], '-16'],
  ['CHR', [bigint(322n)], 'B'],
  ['CHR', [int(-1)], ''],
  ['SPLIT_INDEX', [t('a,b,c'), literal(','), int(1)], 'b'],
  ['SPLIT_INDEX', [t('p::q::r'), literal('::'), int(1)], 'q'],
  ['SPLIT_INDEX', [t('a,b,c'), int(44), int(1)], 'b'],
  ['SPLIT_INDEX', [t('a,b,c'), literal(''), int(0)], 'a,b,c'],
  ['SPLIT_INDEX', [t(''), literal(','), int(0)], null],
  ['SPLIT_INDEX', [t(',x,'), literal(','), int(0)], ''],
  ['HEX', [int(-1)], 'FFFFFFFFFFFFFFFF'],
  ['HEX', [t('é')], 'C3A9'],
  ['BIN', [int(10)], '1010'],
  ['TO_BASE64', [t('é')], 'w6k='],
  ['FROM_BASE64', [literal('aGVsbG8=')], 'hello'],
  ['MD5', [t('')], 'd41d8cd98f00b204e9800998ecf8427e'],
  ['SHA2', [t('hello'), int(224)], 'ea09ae9cc6768c50fcee903ed054556e5bfc8347907f12598aa24193'],
  ['REGEXP_EXTRACT', [t('foo-42-bar-7'), literal('([a-z]+)-([0-9]+)'), int(2)], '42'],
  ['REGEXP_EXTRACT', [t('foo-42-bar-7'), literal('zzz')], null],
  ['REGEXP_EXTRACT', [t('foo-42-bar-7'), literal('([a-z]+)'), int(5)], null],
  ['REGEXP_REPLACE', [t('foo-42-bar-7'), literal('([a-z]+)-'), literal('<$1>')], '<$1>42-<$1>7'],
  ['REGEXP_REPLACE', [t('none'), literal(''), literal('.')], '.n.o.n.e.'],
  ['REGEXP_REPLACE', [t('none'), literal('('), literal('.')], null],
  ['REGEXP', [t('abc'), literal('')], 'FALSE'],
  ['REGEXP', [t('x9'), t('\\d')], 'TRUE'],
  ['LIKE', [t('ab\nc'), literal('a%')], 'TRUE'],
  ['LIKE', [t('ab\nc'), literal('%b_c%')], 'FALSE'],
  ['LIKE', [t('abc'), literal('')], 'TRUE'],
  ['LIKE', [t('50%'), literal('50!%'), literal('!')], 'TRUE'],
  ['LIKE', [t('a.b(c'), literal('%(%')], 'TRUE'],
  ['SIMILAR TO', [t('cd'), literal('(ab|cd)%')], 'TRUE'],
  ['SIMILAR TO', [t('aaa'), literal('a{2,3}')], 'TRUE'],
  ['SIMILAR TO', [t('xyy'), literal('x?y*')], 'TRUE'],
  ['PARSE_URL', [t('http://user:pw@example.com:81/a/b.html?k1=v1&k2=v%202#frag'), literal('HOST')], 'example.com'],
  ['PARSE_URL', [t('http://u@h/a?k1=v1&k2=v%202#f'), literal('QUERY'), literal('k2')], 'v%202'],
  ['PARSE_URL', [t('http://user:pw@example.com:81/a'), literal('USERINFO')], 'user:pw'],
  ['PARSE_URL', [t('https://h.io'), literal('PATH')], ''],
  ['PARSE_URL', [t('https://h.io'), literal('QUERY')], null],
  ['PARSE_URL', [t('not a url'), literal('HOST')], null],
  ['STR_TO_MAP', [t('a=1,b=2')], '{a=1, b=2}'],
  ['STR_TO_MAP', [t('a:1;b:2'), literal(';'), literal(':')], '{a=1, b=2}'],
  ['STR_TO_MAP', [literal('x')], '{x=NULL}'],
];

describe('string functions', () => {
  it.each(ROWS)('%s %# gives %s', (name, args, expected) => {
    expect(shown(call(name, args))).toBe(expected);
  });

  it('types || by the lengths of both sides', () => {
    expect(printType(call('||', [literal('ab'), literal('cde')]).type)).toBe('CHAR(5) NOT NULL');
    expect(printType(call('CONCAT', [literal('ab'), literal('cde')]).type)).toBe('STRING NOT NULL');
  });

  it('refuses a backslash as escape character, and FROM_BASE64 of other texts', () => {
    expect(() => call('LIKE', [t('a'), literal('a'), literal('\\')])).toThrow('does not take');
    expect(() => call('FROM_BASE64', [t('####')])).toThrow('base64');
  });
});
