import {
  DATE,
  type LogicalType,
  MILLIS_PER_DAY,
  notNull,
  Timestamp,
  time,
  timestamp,
  timestampLtz,
  type Value,
} from '@tsql/core';
import type { ScalarFunction } from '../scalar-function.js';
import { declareFunction } from '../signature.js';
import { timeZone, toLocal } from '../time/time-zone.js';
import { dayOf } from '../time/timestamps.js';

interface Clock {
  readonly name: string;
  readonly aliases?: readonly string[];
  readonly syntax: string;
  readonly doc: string;
  readonly type: LogicalType;
  /** From the instant and the local time of now, in milliseconds. */
  readonly value: (instant: number, local: number) => Value;
}

const instantOf = (instant: number): Value => new Timestamp(instant);
const timeOf = (_: number, local: number): Value => local - dayOf(local) * MILLIS_PER_DAY;

const CLOCKS: readonly Clock[] = [
  {
    name: 'CURRENT_TIMESTAMP',
    aliases: ['NOW', 'CURRENT_ROW_TIMESTAMP'],
    syntax: 'CURRENT_TIMESTAMP, NOW(), CURRENT_ROW_TIMESTAMP()',
    doc: 'The instant of now.',
    type: timestampLtz(3),
    value: instantOf,
  },
  {
    name: 'LOCALTIMESTAMP',
    syntax: 'LOCALTIMESTAMP',
    doc: "Date and time of now in the session's time zone.",
    type: timestamp(3),
    value: (_, local) => new Timestamp(local),
  },
  {
    name: 'CURRENT_DATE',
    syntax: 'CURRENT_DATE',
    doc: "The date of now in the session's time zone.",
    type: DATE,
    value: (_, local) => dayOf(local),
  },
  {
    name: 'LOCALTIME',
    aliases: ['CURRENT_TIME'],
    syntax: 'LOCALTIME, CURRENT_TIME',
    doc: "The time of day of now in the session's time zone.",
    type: time(0),
    value: timeOf,
  },
  {
    name: 'PROCTIME',
    syntax: 'PROCTIME()',
    doc: 'The instant at which a row is processed.',
    type: { kind: 'TIMESTAMP_LTZ', precision: 3, timeAttribute: 'proctime', nullable: false },
    value: instantOf,
  },
];

export const CURRENT_TIME_FUNCTIONS: readonly ScalarFunction[] = CLOCKS.map(({ type, value, ...rest }) =>
  declareFunction({
    ...rest,
    group: 'temporal',
    isDeterministic: false,
    expected: 'nothing',
    overloads: [
      {
        parameters: [],
        returns: notNull(type),
        nullable: 'never',
        create(_binding, _args, context) {
          const zone = timeZone(context.localTimeZone);
          return () => {
            const instant = context.now();
            return value(instant, toLocal(zone, instant));
          };
        },
      },
    ],
  }),
);
