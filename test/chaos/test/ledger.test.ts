import { expect, test } from 'vitest';
import { Ledger } from '../src/ledger.js';

const fed = (count: number) => new Map([[7, count]]);
const read = (...numbers: number[]) => {
  const ledger = new Ledger();
  for (const number of numbers) ledger.take({ partition: 1, key: 7, number });
  return ledger;
};

test('every record once and in order is all right', () => {
  const ledger = read(0, 1, 2);
  expect(ledger.holds(fed(3))).toBe(true);
  expect(ledger.findings(fed(3))).toEqual({ lost: 0, duplicated: 0, disordered: 0, strange: 0 });
  expect(ledger.missing(fed(3))).toEqual([]);
});

test('a record that is not there is lost, in the middle, at the end, and of a key that never came', () => {
  expect(read(0, 2).findings(fed(4))).toMatchObject({ lost: 2, disordered: 0 });
  expect(read(0, 2).missing(fed(4))).toEqual(['key 7: 1, 3']);
  expect(read(0, 2).holds(fed(4))).toBe(false);
  expect(
    read(0).findings(
      new Map([
        [7, 1],
        [8, 5],
      ]),
    ),
  ).toMatchObject({ lost: 5 });
});

test('what comes again is a duplicate each time, also long after', () => {
  expect(read(0, 1, 1, 2, 0, 1, 2).findings(fed(3))).toMatchObject({ lost: 0, duplicated: 4, disordered: 0 });
  const many = read(...Array.from({ length: 700 }, () => 0));
  expect(many.findings(fed(1))).toMatchObject({ duplicated: 699 });
});

test('a record is out of order where its first coming is behind a later one', () => {
  expect(read(0, 2, 1, 3).findings(fed(4))).toEqual({ lost: 0, duplicated: 0, disordered: 1, strange: 0 });
});

test('a duplicate does not make up for a lost record', () => {
  const ledger = read(0, 0, 1, 1);
  expect(ledger.holds(fed(4))).toBe(false);
  expect(ledger.findings(fed(4))).toMatchObject({ lost: 2, duplicated: 2 });
});

test('what was never fed, or stands in another partition than its key, is strange', () => {
  const ledger = read(0, 1, 5);
  ledger.take({ partition: 2, key: 7, number: 2 });
  ledger.take({ partition: 0, key: 99, number: 0 });
  ledger.take({ partition: 0, key: 7.5, number: 0 });
  ledger.take({ partition: 0, key: 7, number: -1 });
  ledger.takeStrange();
  expect(ledger.findings(fed(3))).toMatchObject({ lost: 0, strange: 6 });
});

test('many numbers of a key are all kept', () => {
  const count = 5_000;
  const ledger = read(...Array.from({ length: count }, (_, number) => number));
  expect(ledger.findings(fed(count))).toEqual({ lost: 0, duplicated: 0, disordered: 0, strange: 0 });
  expect(ledger.findings(fed(count + 1))).toMatchObject({ lost: 1 });
});
