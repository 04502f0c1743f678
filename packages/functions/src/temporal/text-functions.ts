import { BIGINT, DATE, type LogicalType, STRING, Timestamp, timestamp, timestampLtz, type Value } from '@tsql/core';
import { doubleToBigint } from '../cast/to-number.js';
import { evaluationError } from '../evaluation-error.js';
import { bigint, int, number, text, timestampLike } from '../parameters.js';
import type { CallBinding, EvaluationContext, Evaluator, ScalarFunction } from '../scalar-function.js';
import { declareFunction, type FunctionDeclaration, type Parameter } from '../signature.js';
import { formatPattern, parsePattern } from '../time/date-pattern.js';
import { parseLeniently } from '../time/lenient-parser.js';
import { parseWithPattern } from '../time/strict-parser.js';
import { parseDateText, parseTimestampText } from '../time/temporal-text.js';
import { type TimeZone, timeZone, UTC } from '../time/time-zone.js';
import { dayOf } from '../time/timestamps.js';

const DEFAULT_PATTERN = 'yyyy-MM-dd HH:mm:ss';
const MIN_LONG = -(2n ** 63n);

/** Writes an instant in a zone as java.text.SimpleDateFormat does. */
function formatInstant(pattern: string, instant: number, zone: TimeZone): string {
  const offset = zone.offsetAt(instant);
  const local = { millis: instant + offset, nanoOfMilli: 0, offset, zoneName: zone.name };
  return formatPattern(parsePattern(pattern), local, 'milliseconds');
}

/** A DATE is taken as its midnight. */
const dateOrTimestamp: Parameter = (type) => (type.kind === 'DATE' ? timestamp(3) : timestampLike(type));

/** DATE_FORMAT of a timestamp, as java.time.format.DateTimeFormatter writes it. */
function formatTimestampWith({ argumentTypes: [type] }: CallBinding, context: EvaluationContext): Evaluator {
  const zone = type?.kind === 'TIMESTAMP_LTZ' ? timeZone(context.localTimeZone) : UTC;
  return (value, pattern) => {
    const { millis, nanoOfMilli } = value as Timestamp;
    const offset = zone.offsetAt(millis);
    const local = { millis: millis + offset, nanoOfMilli, offset, zoneName: zone.name };
    return formatPattern(parsePattern(pattern as string), local, 'fraction');
  };
}

const parse = (pattern: string, value: string, zone: TimeZone, context: EvaluationContext): number | undefined =>
  parseLeniently(parsePattern(pattern), value, zone, context.now());

function unixTimestamp(context: EvaluationContext): Evaluator {
  const zone = timeZone(context.localTimeZone);
  return (value, pattern) => {
    const millis = parse((pattern ?? DEFAULT_PATTERN) as string, value as string, zone, context);
    return millis === undefined ? MIN_LONG : BigInt(Math.trunc(millis / 1000));
  };
}

const MIN_MILLIS = -62_167_219_200_000n;
const MAX_MILLIS = 253_402_300_799_999n;

/** Seconds (0) or milliseconds (3) since the epoch; NULL beyond the years 0 to 9999. */
function fromEpoch(type: LogicalType): Evaluator {
  const whole = wholeNumber(type);
  return (value, precision) => {
    if (precision !== 0 && precision !== 3) {
      throw evaluationError('TO_TIMESTAMP_LTZ', `the precision has to be 0 or 3, but is ${precision}`);
    }
    const isDouble = type.kind === 'FLOAT' || type.kind === 'DOUBLE';
    const millis =
      precision === 3
        ? whole(value ?? null)
        : isDouble
          ? doubleToBigint((value as number) * 1000)
          : whole(value ?? null) * 1000n;
    return millis < MIN_MILLIS || millis > MAX_MILLIS ? null : new Timestamp(Number(millis));
  };
}

function wholeNumber(type: LogicalType): (value: Value) => bigint {
  if (type.kind === 'DECIMAL') return (value) => (value as bigint) / 10n ** BigInt(type.scale);
  if (type.kind === 'FLOAT' || type.kind === 'DOUBLE') return (value) => doubleToBigint(value as number);
  return (value) => BigInt(value as number | bigint);
}

const ENTRIES: readonly Omit<FunctionDeclaration, 'group'>[] = [
  {
    name: 'DATE_FORMAT',
    syntax: 'DATE_FORMAT(timestamp | text, pattern)',
    doc: "A timestamp, or a text in the form 'yyyy-MM-dd HH:mm:ss', written as a Java date pattern says.",
    expected: 'a timestamp or a text, and a pattern',
    overloads: [
      {
        parameters: [dateOrTimestamp, text],
        returns: STRING,
        nullable: 'always',
        create: (binding, _, context) => formatTimestampWith(binding, context),
      },
      {
        parameters: [text, text],
        returns: STRING,
        nullable: 'always',
        create: (_binding, _args, context) => (value, pattern) => {
          const instant = parse(DEFAULT_PATTERN, value as string, UTC, context);
          return instant === undefined ? null : formatInstant(pattern as string, instant, UTC);
        },
      },
    ],
  },
  {
    name: 'TO_TIMESTAMP',
    syntax: 'TO_TIMESTAMP(text[, pattern])',
    doc: 'The TIMESTAMP(3) that a text means, by a Java date pattern; NULL where it means none.',
    expected: 'a text, and a pattern',
    overloads: [
      {
        parameters: [text],
        returns: timestamp(3),
        nullable: 'always',
        evaluate: (value) => parseTimestampText(value as string, 3) ?? null,
      },
      {
        parameters: [text, text],
        returns: timestamp(3),
        nullable: 'always',
        evaluate: (value, pattern) => parseWithPattern(pattern as string, value as string) ?? null,
      },
    ],
  },
  {
    name: 'TO_TIMESTAMP_LTZ',
    syntax: 'TO_TIMESTAMP_LTZ(number, precision)',
    doc: 'The instant so many seconds (precision 0) or milliseconds (3) after the epoch.',
    expected: 'a number, and 0 or 3',
    overloads: [
      {
        parameters: [number, int],
        returns: timestampLtz(3),
        nullable: 'always',
        create: ({ argumentTypes: [type] }) => fromEpoch(type as LogicalType),
      },
    ],
  },
  {
    name: 'TO_DATE',
    syntax: 'TO_DATE(text[, pattern])',
    doc: 'The DATE that a text means, by a Java date pattern; NULL where it means none.',
    expected: 'a text, and a pattern',
    overloads: [
      {
        parameters: [text],
        returns: DATE,
        nullable: 'always',
        evaluate: (value) => parseDateText(value as string) ?? null,
      },
      {
        parameters: [text, text],
        returns: DATE,
        nullable: 'always',
        create: (_binding, _args, context) => (value, pattern) => {
          const instant = parse(pattern as string, value as string, UTC, context);
          return instant === undefined ? null : dayOf(instant);
        },
      },
    ],
  },
  {
    name: 'FROM_UNIXTIME',
    syntax: 'FROM_UNIXTIME(seconds[, pattern])',
    doc: "Seconds since the epoch as text in the session's time zone.",
    expected: 'a whole number, and a pattern',
    overloads: [
      {
        parameters: [bigint, text],
        optional: 1,
        returns: STRING,
        nullable: 'always',
        create(_binding, _args, context) {
          const zone = timeZone(context.localTimeZone);
          return (seconds, pattern) =>
            formatInstant((pattern ?? DEFAULT_PATTERN) as string, Number(seconds) * 1000, zone);
        },
      },
    ],
  },
  {
    name: 'CONVERT_TZ',
    syntax: 'CONVERT_TZ(text, from, to)',
    doc: "A local time in the form 'yyyy-MM-dd HH:mm:ss', taken from one time zone into another.",
    expected: 'a text and two time zones',
    overloads: [
      {
        parameters: [text, text, text],
        returns: STRING,
        nullable: 'always',
        create: (_binding, _args, context) => (value, from, to) => {
          const instant = parse(DEFAULT_PATTERN, value as string, timeZone(from as string), context);
          return instant === undefined ? null : formatInstant(DEFAULT_PATTERN, instant, timeZone(to as string));
        },
      },
    ],
  },
];

const unixTimestampFunction = declareFunction({
  name: 'UNIX_TIMESTAMP',
  group: 'temporal',
  syntax: 'UNIX_TIMESTAMP([text[, pattern]])',
  doc: "Seconds since the epoch: of now, or of a local time in the session's time zone.",
  expected: 'nothing, or a text and a pattern',
  isDeterministic: false,
  overloads: [
    {
      parameters: [],
      returns: BIGINT,
      nullable: 'never',
      create: (_binding, _args, context) => () => BigInt(Math.trunc(context.now() / 1000)),
    },
    {
      parameters: [text, text],
      optional: 1,
      returns: BIGINT,
      create: (_binding, _args, context) => unixTimestamp(context),
    },
  ],
});

export const TIME_TEXT_FUNCTIONS: readonly ScalarFunction[] = [
  ...ENTRIES.map((entry) => declareFunction({ ...entry, group: 'temporal' })),
  unixTimestampFunction,
];
