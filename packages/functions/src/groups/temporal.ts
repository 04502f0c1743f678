import {
  BIGINT,
  civilFromDays,
  DATE,
  daysFromCivil,
  type LogicalType,
  MILLIS_PER_DAY,
  notNull,
  parseDate,
  parseTimestamp,
  STRING,
  splitTimestamp,
  Timestamp,
  time,
  timestamp,
  timestampLtz,
  type Value,
} from '@tsql/core';
import { createCast } from '../cast/create-cast.js';
import { TimeZone } from '../cast/time-zone.js';
import { define, strictBinding, takes } from '../define.js';
import type { EvaluationContext, ScalarFunction } from '../scalar-function.js';
import { isInteger, isTemporal, isText, isTimestamp } from '../types/type-family.js';
import { formatPattern, parsePattern } from './date-pattern.js';

/** Any temporal value as local date and time. */
function toLocal(type: LogicalType, context: EvaluationContext): (value: Value) => Timestamp {
  const target = timestamp(9);
  if (isText(type)) {
    const cast = createCast(type, target, { isTry: true, context });
    return (value) => cast(value) as Timestamp;
  }
  if (type.kind === 'DATE') return (value) => new Timestamp((value as number) * MILLIS_PER_DAY);
  if (type.kind === 'TIME') return (value) => new Timestamp(value as number);
  const zone = TimeZone.of(context.localTimeZone);
  return type.kind === 'TIMESTAMP_LTZ' ? (value) => zone.toLocal(value as Timestamp) : (value) => value as Timestamp;
}

const UNITS: Readonly<Record<string, (local: Timestamp) => number>> = {
  YEAR: (local) => civilFromDays(splitTimestamp(local).days).year,
  QUARTER: (local) => Math.floor((civilFromDays(splitTimestamp(local).days).month + 2) / 3),
  MONTH: (local) => civilFromDays(splitTimestamp(local).days).month,
  WEEK: (local) => isoWeek(splitTimestamp(local).days),
  DAY: (local) => civilFromDays(splitTimestamp(local).days).day,
  DOY: (local) => {
    const { days } = splitTimestamp(local);
    return days - daysFromCivil(civilFromDays(days).year, 1, 1) + 1;
  },
  DOW: (local) => ((((splitTimestamp(local).days + 4) % 7) + 7) % 7) + 1,
  HOUR: (local) => Math.floor(splitTimestamp(local).millisOfDay / 3_600_000),
  MINUTE: (local) => Math.floor(splitTimestamp(local).millisOfDay / 60_000) % 60,
  SECOND: (local) => Math.floor(splitTimestamp(local).millisOfDay / 1000) % 60,
  MILLISECOND: (local) => splitTimestamp(local).millisOfDay % 60_000,
  EPOCH: (local) => Math.floor(local.millis / 1000),
};

function isoWeek(days: number): number {
  const thursday = days - ((((days + 3) % 7) + 7) % 7) + 3;
  return Math.floor((thursday - daysFromCivil(civilFromDays(thursday).year, 1, 1)) / 7) + 1;
}

const extract = define({
  name: 'EXTRACT',
  syntax: 'EXTRACT(unit FROM time)',
  doc: 'A part of a point in time.',
  group: 'temporal',
  expected: 'a unit and a point in time',
  bind: takes([isText, isTemporal], () => BIGINT),
  create({ argumentTypes }, [unit], context) {
    const local = toLocal(argumentTypes[1] as LogicalType, context);
    const part = UNITS[String(unit?.constant)];
    return (_, value) => (part === undefined ? null : BigInt(part(local(value as Value))));
  },
});

const parts = [
  'YEAR',
  'QUARTER',
  'MONTH',
  'WEEK',
  'HOUR',
  'MINUTE',
  'SECOND',
  'DAYOFYEAR',
  'DAYOFMONTH',
  'DAYOFWEEK',
].map((name) => {
  const part = UNITS[{ DAYOFYEAR: 'DOY', DAYOFMONTH: 'DAY', DAYOFWEEK: 'DOW' }[name] ?? name];
  return define({
    name,
    syntax: `${name}(time)`,
    doc: 'A part of a point in time.',
    group: 'temporal',
    expected: 'a point in time',
    bind: takes([isTemporal], () => BIGINT),
    create({ argumentTypes }, _, context) {
      const local = toLocal(argumentTypes[0] as LogicalType, context);
      return (value) => (part === undefined ? null : BigInt(part(local(value as Value))));
    },
  });
});

const dateFormat = define({
  name: 'DATE_FORMAT',
  syntax: 'DATE_FORMAT(time, pattern)',
  doc: "A point in time written by a pattern of Java's DateTimeFormatter.",
  group: 'temporal',
  expected: 'a timestamp or a text, and a pattern',
  bind: takes([(type) => isTimestamp(type) || isText(type), isText], () => STRING, { alwaysNullable: true }),
  create({ argumentTypes }, _, context) {
    const local = toLocal(argumentTypes[0] as LogicalType, context);
    return (value, pattern) => {
      const found = local(value as Value);
      return found === null ? null : formatPattern(found, pattern as string);
    };
  },
});

const toTimestamp = define({
  name: 'TO_TIMESTAMP',
  syntax: 'TO_TIMESTAMP(text[, pattern])',
  doc: 'Reads a timestamp; NULL where the text is none.',
  group: 'temporal',
  expected: 'a text and a pattern',
  bind: takes([isText, isText], () => timestamp(3), { optional: 1, alwaysNullable: true }),
  create: () => (value, pattern) => {
    const found =
      parsePattern(value as string, (pattern ?? 'yyyy-MM-dd HH:mm:ss') as string) ?? parseTimestamp(value as string);
    return found === undefined ? null : new Timestamp(found.millis);
  },
});

const toTimestampLtz = define({
  name: 'TO_TIMESTAMP_LTZ',
  syntax: 'TO_TIMESTAMP_LTZ(number, precision)',
  doc: 'The instant so many seconds (precision 0) or milliseconds (precision 3) after 1970.',
  group: 'temporal',
  expected: 'a number, and 0 or 3',
  bind: takes(
    [(type) => isInteger(type) || type.kind === 'DECIMAL' || type.kind === 'DOUBLE', isInteger],
    () => timestampLtz(3),
    {
      optional: 1,
      alwaysNullable: true,
    },
  ),
  create({ argumentTypes }) {
    const [type] = argumentTypes;
    const scale = type?.kind === 'DECIMAL' ? 10 ** type.scale : 1;
    return (value, precision) => new Timestamp(Math.floor((Number(value) / scale) * (precision === 0 ? 1000 : 1)));
  },
});

const toDate = define({
  name: 'TO_DATE',
  syntax: 'TO_DATE(text[, pattern])',
  doc: 'Reads a date; NULL where the text is none.',
  group: 'temporal',
  expected: 'a text and a pattern',
  bind: takes([isText, isText], () => DATE, { optional: 1, alwaysNullable: true }),
  create: () => (value, pattern) => {
    if (pattern === undefined) return parseDate(value as string) ?? null;
    const found = parsePattern(value as string, pattern as string);
    return found === undefined ? null : splitTimestamp(found).days;
  },
});

const fromUnixtime = define({
  name: 'FROM_UNIXTIME',
  syntax: 'FROM_UNIXTIME(seconds[, pattern])',
  doc: 'Seconds after 1970 written as local time.',
  group: 'temporal',
  expected: 'a number and a pattern',
  bind: takes([isInteger, isText], () => STRING, { optional: 1 }),
  create(_, __, context) {
    const zone = TimeZone.of(context.localTimeZone);
    return (seconds, pattern) =>
      formatPattern(zone.toLocal(new Timestamp(Number(seconds) * 1000)), (pattern ?? 'yyyy-MM-dd HH:mm:ss') as string);
  },
});

const unixTimestamp = define({
  name: 'UNIX_TIMESTAMP',
  syntax: 'UNIX_TIMESTAMP([text[, pattern]])',
  doc: 'Seconds after 1970, of now or of a local time.',
  group: 'temporal',
  isDeterministic: false,
  expected: 'a text and a pattern',
  bind: takes([isText, isText], () => BIGINT, { optional: 2 }),
  create(_, __, context) {
    const zone = TimeZone.of(context.localTimeZone);
    return (value, pattern) => {
      if (value === undefined) return BigInt(Math.floor(context.now() / 1000));
      const local = parsePattern(value as string, (pattern ?? 'yyyy-MM-dd HH:mm:ss') as string);
      return local === undefined
        ? -9_223_372_036_854_775_808n
        : BigInt(Math.floor(zone.toInstant(local).millis / 1000));
    };
  },
});

/** Functions of the present time. */
const clocks = (
  [
    [
      'CURRENT_TIMESTAMP',
      ['NOW', 'CURRENT_ROW_TIMESTAMP', 'PROCTIME'],
      timestampLtz(3),
      (instant: Timestamp) => instant,
    ],
    ['LOCALTIMESTAMP', [], timestamp(3), (instant: Timestamp, zone: TimeZone) => zone.toLocal(instant)],
    ['CURRENT_DATE', [], DATE, (instant: Timestamp, zone: TimeZone) => splitTimestamp(zone.toLocal(instant)).days],
    [
      'CURRENT_TIME',
      ['LOCALTIME'],
      time(0),
      (instant: Timestamp, zone: TimeZone) => splitTimestamp(zone.toLocal(instant)).millisOfDay,
    ],
  ] as const
).map(([name, aliases, type, evaluate]) =>
  define({
    name,
    aliases,
    syntax: name,
    doc: 'The present time.',
    group: 'temporal',
    isDeterministic: false,
    expected: 'nothing',
    bind: () => strictBinding([], notNull(type)),
    create(_, __, context) {
      const zone = TimeZone.of(context.localTimeZone);
      return () => evaluate(new Timestamp(context.now()), zone);
    },
  }),
);

export const TEMPORAL_FUNCTIONS: readonly ScalarFunction[] = [
  extract,
  ...parts,
  dateFormat,
  toTimestamp,
  toTimestampLtz,
  toDate,
  fromUnixtime,
  unixTimestamp,
  ...clocks,
];
