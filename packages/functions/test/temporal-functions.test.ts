import { type LogicalType, printType, STRING, timestamp, timestampLtz } from '@tsql/core';
import { describe, expect, it } from 'vitest';
import { createCast } from '../src/index.js';
import { CONTEXT, call, shown, type Typed } from './call.js';
import { interval } from './intervals.js';
import { bigint, clock, date, int, literal, ltz, text, ts } from './literals.js';

type Row = readonly [name: string, args: readonly Typed[], expected: string | null];

const T = ts('2024-02-29 13:14:15.678');
const BEFORE = ts('1969-12-31 23:59:59.999');
const t = text;
const sym = literal;

const ROWS: readonly Row[] = [
  ['EXTRACT', [sym('YEAR'), T], '2024'],
  ['EXTRACT', [sym('WEEK'), ts('2021-01-03 00:00:00')], '53'],
  ['EXTRACT', [sym('DOW'), T], '5'],
  ['EXTRACT', [sym('DECADE'), T], '202'],
  ['EXTRACT', [sym('EPOCH'), T], '1709212455'],
  ['EXTRACT', [sym('YEAR'), BEFORE], '1970'],
  ['EXTRACT', [sym('SECOND'), BEFORE], '0'],
  ['EXTRACT', [sym('MICROSECOND'), ts('2021-01-03 00:00:01.234567', 6)], '234567'],
  ['EXTRACT', [sym('MILLISECOND'), ts('2021-01-03 00:00:01.234567', 6)], '234'],
  ['EXTRACT', [sym('ISOYEAR'), ts('2024-12-30 00:00:00')], '2025'],
  ['DAYOFYEAR', [date('1969-12-31')], '365'],
  ['WEEK', [date('1969-12-31')], '1'],
  ['DAYOFWEEK', [date('1969-12-31')], '4'],
  ['FLOOR', [T, sym('WEEK')], '2024-02-25 00:00:00.000'],
  ['FLOOR', [T, sym('QUARTER')], '2024-01-01 00:00:00.000'],
  ['CEIL', [T, sym('MONTH')], '2024-03-01 00:00:00.000'],
  ['CEIL', [T, sym('WEEK')], '2024-03-03 00:00:00.000'],
  ['CEIL', [date('2024-02-29'), sym('YEAR')], '2025-01-01'],
  ['FLOOR', [date('2024-02-29'), sym('MONTH')], '2024-02-01'],
  ['TIMESTAMPADD', [sym('MONTH'), int(1), ts('2024-01-31 10:00:00')], '2024-02-29 10:00:00.000'],
  ['TIMESTAMPADD', [sym('SECOND'), int(90), ts('2024-02-29 23:59:59.999')], '2024-03-01 00:01:29.999'],
  ['TIMESTAMPADD', [sym('DAY'), int(1), date('2023-12-31')], '2024-01-01'],
  ['TIMESTAMPADD', [sym('QUARTER'), int(1), ts('2024-02-29 23:59:59.999')], '2024-05-29 23:59:59.999'],
  ['TIMESTAMPDIFF', [sym('MONTH'), ts('2024-01-31 10:00:00'), ts('2024-02-29 09:59:59')], '0'],
  ['TIMESTAMPDIFF', [sym('MONTH'), ts('2024-02-29 00:00:00'), ts('2023-02-28 12:00:00')], '-12'],
  ['TIMESTAMPDIFF', [sym('YEAR'), ts('2024-02-29 00:00:00'), ts('2023-02-28 12:00:00')], '-1'],
  ['TIMESTAMPDIFF', [sym('MONTH'), ts('2020-01-01 00:00:00.500'), ts('2021-01-01 00:00:00.400')], '11'],
  ['TIMESTAMPDIFF', [sym('DAY'), ts('2024-02-29 00:00:00'), ts('2023-02-28 12:00:00')], '-365'],
  ['MINUS_DATE', [sym('DAY'), ts('2024-03-01 11:30:15'), ts('2024-01-31 10:00:00')], '+30 01:30:15.000'],
  ['MINUS_DATE', [sym('MONTH'), ts('2024-03-01 11:30:15'), ts('2024-01-31 10:00:00')], '+0-01'],
  ['+', [ts('2024-01-31 10:00:00'), interval('DAY', 86_400_000)], '2024-02-01 10:00:00.000'],
  ['+', [date('2024-01-31'), interval('MONTH', 1)], '2024-02-29'],
  ['-', [date('2024-02-29'), interval('YEAR', 12)], '2023-02-28'],
  ['+', [clock('23:00:00'), interval('MINUTE', 5_400_000)], '00:30:00'],
  ['*', [interval('DAY', 86_400_000), int(3)], '+3 00:00:00.000'],
  ['OVERLAPS', [clock('2:55:00'), interval('HOUR', 3_600_000), clock('3:30:00'), interval('HOUR', 7_200_000)], 'TRUE'],
  ['OVERLAPS', [date('2024-01-01'), date('2024-01-05'), date('2024-01-06'), interval('DAY', 86_400_000)], 'FALSE'],
  ['DATE_FORMAT', [ts('2024-03-05 06:07:08.009'), literal('HH:mm:ss.SSS')], '06:07:08.009'],
  ['DATE_FORMAT', [ts('2024-03-05 06:07:08.009'), literal('EEE, d MMM yyyy')], 'Tue, 5 Mar 2024'],
  ['DATE_FORMAT', [ts('2023-12-31 23:59:59'), literal('hh:mm a')], '11:59 PM'],
  ['DATE_FORMAT', [ts('2023-12-31 23:59:59'), literal("'at' HH D")], 'at 23 365'],
  ['DATE_FORMAT', [literal('2024-03-05 06:07:08'), literal('dd.MM.yy')], '05.03.24'],
  ['DATE_FORMAT', [date('2024-03-05'), literal('yyyy/MM/dd HH')], '2024/03/05 00'],
  ['TO_TIMESTAMP', [t('2024-3-5 6:7:8')], '2024-03-05 06:07:08.000'],
  ['TO_TIMESTAMP', [t('2024-02-30 00:00:00')], '2024-02-29 00:00:00.000'],
  ['TO_TIMESTAMP', [t('garbage')], null],
  ['TO_TIMESTAMP', [t('2024-03-05 06:07:08.123'), literal('yyyy-MM-dd HH:mm:ss')], '2024-03-05 06:07:08.123'],
  ['TO_TIMESTAMP', [t('20240305060708123'), literal('yyyyMMddHHmmssSSS')], '2024-03-05 06:07:08.123'],
  ['TO_TIMESTAMP', [t('2024-03-05T06:07:08'), literal("yyyy-MM-dd'T'HH:mm:ss")], '2024-03-05 06:07:08.000'],
  ['TO_TIMESTAMP', [t('2024-03-05 23:59:60'), literal('dd MMM yyyy')], '2024-03-06 00:00:00.000'],
  ['TO_TIMESTAMP', [t('20240305'), literal('dd MMM yyyy')], null],
  ['TO_DATE', [t('2024-02-30')], null],
  ['TO_DATE', [t('2024-02-30'), literal('yyyy-MM-dd')], '2024-03-01'],
  ['TO_DATE', [t('2024-03-05 10:00:00'), literal('yyyy-MM-dd')], '2024-03-05'],
  ['TO_DATE', [t('05.03.2024'), literal('dd.MM.yyyy')], '2024-03-05'],
  ['TO_TIMESTAMP_LTZ', [bigint(-1n), int(0)], '1969-12-31 23:59:59.000'],
  ['TO_TIMESTAMP_LTZ', [bigint(1700104590369n), int(3)], '2023-11-16 03:16:30.369'],
  ['FROM_UNIXTIME', [bigint(-1n)], '1969-12-31 23:59:59'],
  ['FROM_UNIXTIME', [bigint(1700104590n), literal('yyyy/MM/dd HH')], '2023/11/16 03'],
  ['UNIX_TIMESTAMP', [literal('1970-01-02 00:00:00')], '86400'],
  ['UNIX_TIMESTAMP', [literal('02.01.1970'), literal('dd.MM.yyyy')], '86400'],
  ['UNIX_TIMESTAMP', [literal('bad')], '-9223372036854775808'],
  ['CONVERT_TZ', [t('1970-01-01 00:00:00'), literal('UTC'), literal('America/Los_Angeles')], '1969-12-31 16:00:00'],
  ['CONVERT_TZ', [t('2024-07-01 12:00:00'), literal('GMT+08:00'), literal('GMT-02:00')], '2024-07-01 02:00:00'],
  ['CURRENT_DATE', [], '2024-01-02'],
  ['NOW', [], '2024-01-02 03:04:05.678'],
];

describe('temporal functions', () => {
  it.each(ROWS)('%s %# gives %s', (name, args, expected) => {
    expect(shown(call(name, args))).toBe(expected);
  });

  it('has Flink’s types', () => {
    expect(printType(call('TO_TIMESTAMP', [t('x')]).type)).toBe('TIMESTAMP(3)');
    expect(printType(call('UNIX_TIMESTAMP', [literal('1970-01-02 00:00:00')]).type)).toBe('BIGINT NOT NULL');
    expect(printType(call('TIMESTAMPDIFF', [sym('DAY'), T, T]).type)).toBe('INT');
    expect(printType(call('TIMESTAMPADD', [sym('DAY'), int(1), date('2024-01-01')]).type)).toBe('DATE');
  });
});

const berlin = { ...CONTEXT, localTimeZone: 'Europe/Berlin' };
const cast = (from: LogicalType, to: LogicalType, value: Typed) => ({
  type: to,
  value: createCast(from, to, { isTry: false, context: berlin })(value.value),
});

describe('time zones', () => {
  it.each([
    ['2024-03-31 02:30:00', '2024-03-31 01:30:00.000', '2024-03-31 03:30:00.000', '1711848600'],
    ['2024-10-27 02:30:00', '2024-10-27 00:30:00.000', '2024-10-27 02:30:00.000', '1729992600'],
    ['2024-07-01 00:00:00', '2024-06-30 22:00:00.000', '2024-07-01 00:00:00.000', '1719784800'],
  ])('takes %s in Berlin as %s UTC', (local, instant, back, unix) => {
    const there = cast(timestamp(3), timestampLtz(3), ts(local));
    expect(shown(there)).toBe(instant);
    expect(shown(cast(timestampLtz(3), timestamp(3), there))).toBe(back);
    expect(shown(call('UNIX_TIMESTAMP', [{ type: STRING, value: local }], berlin))).toBe(unix);
  });

  it('shows instants in the session’s zone', () => {
    const newYork = { ...CONTEXT, localTimeZone: 'America/New_York' };
    const instant = ltz('2023-11-16 03:16:30.369');
    expect(shown(instant, newYork)).toBe('2023-11-15 22:16:30.369');
    expect(shown(call('DATE_FORMAT', [instant, literal('yyyy-MM-dd HH:mm')], newYork))).toBe('2023-11-15 22:16');
    expect(shown(call('HOUR', [instant], newYork))).toBe('22');
    expect(shown(call('FROM_UNIXTIME', [bigint(0n)], { ...CONTEXT, localTimeZone: 'Asia/Shanghai' }))).toBe(
      '1970-01-01 08:00:00',
    );
  });
});
