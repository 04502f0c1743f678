import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Watchdog } from '../../src/job/watchdog.js';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

test('work that goes on is waited for, however long it takes', async () => {
  const watchdog = new Watchdog(5_000, Date.now);
  let end = (_: string): void => {};
  const done = watchdog.watch(new Promise<string>((resolve) => (end = resolve)));
  for (let second = 0; second < 60; second++) {
    await vi.advanceTimersByTimeAsync(1_000);
    watchdog.beat();
  }
  end('done');
  expect(await done).toBe('done');
});

test('work that stands still fails with its code', async () => {
  const watchdog = new Watchdog(5_000, Date.now);
  const failed = expect(watchdog.watch(new Promise(() => {}))).rejects.toMatchObject({
    diagnostic: { code: 'TSQL_RUN_STALLED' },
  });
  await vi.advanceTimersByTimeAsync(6_000);
  await failed;
});

test('a process that was stopped as a whole has time again when it goes on', async () => {
  let clock = 0;
  const watchdog = new Watchdog(5_000, () => clock);
  let end = (_: string): void => {};
  const done = watchdog.watch(new Promise<string>((resolve) => (end = resolve)));
  clock = 60_000;
  await vi.advanceTimersByTimeAsync(1_000);
  clock = 61_000;
  await vi.advanceTimersByTimeAsync(1_000);
  end('done');
  expect(await done).toBe('done');
});
