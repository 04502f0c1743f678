import { JobRegistry } from '@tsql/session';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Delivery, type JobRun, numbers, until } from './support/delivery.js';

let delivery: Delivery;
let registry: JobRegistry;

beforeAll(async () => {
  delivery = await Delivery.connect('resume');
  registry = await JobRegistry.connect({ 'bootstrap.servers': delivery.broker.servers });
});

afterAll(async () => {
  await registry.close();
  await delivery.close();
});

const from = (topic: string, options: Record<string, string> = {}) =>
  delivery.table('src', topic, {
    'scan.startup.mode': 'earliest-offset',
    'properties.session.timeout.ms': '6000',
    'properties.heartbeat.interval.ms': '300',
    ...options,
  });
const BOUNDED = { 'scan.bounded.mode': 'latest-offset' };
const to = (topic: string, guarantee = 'exactly-once') =>
  delivery.table('dst', topic, {
    'sink.delivery-guarantee': guarantee,
    ...(guarantee === 'exactly-once' ? { 'sink.transactional-id-prefix': delivery.prefix } : {}),
  });
const COPY = 'INSERT INTO dst SELECT id FROM src;';
const FAST = "SET 'execution.checkpointing.interval' = '200 ms';\n";
const resumed = (sql: string, name: string, instance = '0'): JobRun =>
  delivery.start(sql, { name, resume: true, instance });

for (const guarantee of ['at-least-once', 'exactly-once']) {
  test(`${guarantee}: a batch job goes on behind what it has read, whatever the startup mode says`, async () => {
    const [name, source, target] = ['a', 'in', 'out'].map((each) => `${guarantee}-${each}`) as [string, string, string];
    await delivery.topics([source, target]);
    await delivery.feed(source, 0, 300);
    const sql = FAST + from(source, BOUNDED) + to(target, guarantee) + COPY;
    const first = resumed(sql, name);
    expect(await first.ended).toBe(0);
    expect(first.codes).toEqual(['TSQL_RUN_STARTS_ANEW']);
    expect(await delivery.settled(target, 300)).toEqual(numbers(0, 300));
    const again = resumed(sql, name);
    expect([await again.ended, again.problems]).toEqual([0, []]);
    await delivery.feed(source, 300, 330);
    const second = resumed(sql, name);
    expect([await second.ended, second.problems]).toEqual([0, []]);
    expect(await delivery.settled(target, 330)).toEqual(numbers(0, 330));
    const { positions } = await registry.describe(`${delivery.prefix}-${name}`);
    expect(positions).toMatchObject([0, 1, 2].map((partition) => ({ partition, position: 110, bound: 110, lag: 0 })));
  });
}

test('a streaming job goes on where it was stopped', async () => {
  await delivery.topics(['b-in', 'b-out']);
  await delivery.feed('b-in', 0, 30);
  const sql = FAST + from('b-in') + to('b-out') + COPY;
  const first = resumed(sql, 'b');
  await delivery.settled('b-out', 30);
  expect(await first.stop()).toBe(130);
  await delivery.feed('b-in', 30, 60);
  const second = resumed(sql, 'b');
  await delivery.settled('b-out', 60);
  expect([await second.stop(), second.problems]).toEqual([130, []]);
  expect(await delivery.ids('b-out')).toEqual(numbers(0, 60));
});

test('the bound of a run that was interrupted stays: what came since is for the next run', async () => {
  await delivery.topics(['c-in', 'c-out']);
  await delivery.feed('c-in', 0, 30);
  const name = `${delivery.prefix}-c`;
  const sql = FAST + from('c-in', BOUNDED) + to('c-out') + COPY;
  expect(await resumed(sql, 'c').ended).toBe(0);
  // As a run leaves it that was killed behind its first records: the bound is kept with the positions.
  await delivery.feed('c-in', 30, 60);
  await delivery.commitNotes(name, 'c-in', [
    { offset: 12, run: 2, end: 20 },
    { offset: 10, run: 2, end: 20 },
    { offset: 10, run: 2, end: 20 },
  ]);
  await delivery.feed('c-in', 60, 90);
  expect(await resumed(sql, 'c').ended).toBe(0);
  expect((await registry.describe(name)).positions).toMatchObject([
    { position: 20, bound: 20, end: 30 },
    { position: 20, bound: 20, end: 30 },
    { position: 20, bound: 20, end: 30 },
  ]);
  expect(await resumed(sql, 'c').ended).toBe(0);
  expect(await delivery.settled('c-out', 88)).toEqual(numbers(0, 90).filter((id) => id !== 30 && id !== 33));
});

for (const guarantee of ['at-least-once', 'exactly-once']) {
  test(`${guarantee}: instances share the partitions; one that joins and one that leaves lose and repeat nothing`, async () => {
    const [name, source, target] = ['d', 'd-in', 'd-out'].map((each) => `${guarantee}-${each}`) as [
      string,
      string,
      string,
    ];
    await delivery.topics([source, target]);
    // Longer than the test: who ends has to leave the group by itself.
    const session = { 'properties.session.timeout.ms': '300000' };
    const sql = FAST + from(source, session) + to(target, guarantee) + COPY;
    const first = resumed(sql, name, 'one');
    await delivery.feed(source, 0, 300);
    await delivery.settled(target, 300);
    const second = resumed(sql, name, 'two');
    let fed = 300;
    await until(async () => {
      await delivery.feed(source, fed, fed + 30);
      fed += 30;
      return (second.progress()?.recordsIn ?? 0) > 0;
    }, 'a share of the second instance');
    await delivery.settled(target, fed);
    expect(await first.stop()).toBe(130);
    // Its partitions go to the other one at once.
    await delivery.feed(source, fed, fed + 30);
    fed += 30;
    await delivery.settled(target, fed);
    expect(await second.stop()).toBe(130);
    expect(second.problems).toEqual([]);
    expect(await delivery.ids(target)).toEqual(numbers(0, fed));
  }, 60_000);
}

test('a second process of the same instance takes the place of the first one', async () => {
  await delivery.topics(['e-in', 'e-out']);
  const sql = FAST + from('e-in') + to('e-out', 'at-least-once') + COPY;
  const first = resumed(sql, 'e', 'same');
  await delivery.feed('e-in', 0, 30);
  await delivery.settled('e-out', 30);
  const second = resumed(sql, 'e', 'same');
  expect(await first.ended).toBe(1);
  expect(first.codes).toContain('TSQL_RUN_FENCED');
  await delivery.feed('e-in', 30, 60);
  await delivery.settled('e-out', 60);
  expect(await second.stop()).toBe(130);
});

test('instances of a bounded job end when all is read', async () => {
  await delivery.topics(['f-in', 'f-out']);
  await delivery.feed('f-in', 0, 3_000);
  const sql = FAST + from('f-in', BOUNDED) + to('f-out') + COPY;
  const runs = ['one', 'two', 'three', 'four'].map((instance) => resumed(sql, 'f', instance));
  expect(await Promise.all(runs.map(({ ended }) => ended))).toEqual([0, 0, 0, 0]);
  expect(await delivery.settled('f-out', 3_000)).toEqual(numbers(0, 3_000));
}, 60_000);

test('positions are set anew for a job that does not run, and refused for one that does', async () => {
  await delivery.topics(['g-in', 'g-out']);
  await delivery.feed('g-in', 0, 30);
  const name = `${delivery.prefix}-g`;
  const sql = FAST + from('g-in') + to('g-out') + COPY;
  const run = resumed(sql, 'g');
  await delivery.settled('g-out', 30);
  expect(await registry.list()).toContainEqual(expect.objectContaining({ name, isRunning: true }));
  await expect(registry.reset(name, { kind: 'earliest' }, {}, 0)).rejects.toThrow('it is running');
  expect(await run.stop()).toBe(130);
  expect(await registry.reset(name, { kind: 'offset', value: 4 }, { partition: 1 })).toMatchObject([
    { partition: 1, position: 4, lag: 6 },
  ]);
  const second = resumed(sql, 'g');
  await delivery.settled('g-out', 36);
  expect(await second.stop()).toBe(130);
  await expect(registry.describe(`${name}-none`)).rejects.toThrow('no positions of a job');
}, 60_000);

test('what cannot be resumed is refused before anything is read', async () => {
  await delivery.topics(['h-in', 'h-out']);
  const grouped = `${from('h-in', BOUNDED)}${to('h-out')}INSERT INTO dst SELECT CAST(COUNT(*) AS INT) FROM src;`;
  const run = resumed(`SET 'execution.runtime-mode' = 'batch';\n${grouped}`, 'h');
  expect([await run.ended, run.codes]).toEqual([2, ['TSQL_RUN_RESUME']]);
  expect(run.problems[0]).toContain('state');
  const values = resumed(`${to('h-out')}INSERT INTO dst VALUES (1);`, 'h');
  expect([await values.ended, values.codes]).toEqual([2, ['TSQL_RUN_RESUME']]);
});
