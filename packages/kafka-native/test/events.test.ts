import { expect, test } from 'vitest';
import { type ClientEvent, createConsumer, createProducer } from '../src/index.js';
import { mockClients, NOWHERE } from './support/clients.js';
import { until } from './support/records.js';

type Kind = ClientEvent['kind'];
async function eventOf<K extends Kind>(client: { takeEvents(): ClientEvent[] }, kind: K) {
  return until(() => client.takeEvents().find((event): event is ClientEvent & { kind: K } => event.kind === kind));
}

test('connections that fail are events and the last error', async () => {
  const { producer, consumer } = mockClients();
  for (const client of [producer({ 'bootstrap.servers': NOWHERE }), consumer({ 'bootstrap.servers': NOWHERE })]) {
    const { error } = await eventOf(client, 'error');
    expect(error).toMatchObject({
      errorName: expect.stringMatching(/^_(TRANSPORT|ALL_BROKERS_DOWN)$/),
      retriable: true,
    });
    expect(client.lastError()).not.toBe('');
  }
});

test('a time-out of a look-up names the reason', async () => {
  const reader = mockClients().consumer({ 'bootstrap.servers': NOWHERE });
  await expect(reader.metadata(null, 500)).rejects.toThrow(/Connection refused|Connect to/);
});

test('logs have a level, a facility and a text', async () => {
  const { producer } = mockClients();
  const log = await eventOf(producer({ debug: 'broker' }), 'log');
  expect(log).toEqual({
    kind: 'log',
    level: 7,
    facility: expect.stringMatching(/./),
    text: expect.stringMatching(/./),
  });
});

test('statistics are JSON, of producers and consumers', async () => {
  const { producer, consumer } = mockClients();
  for (const client of [producer({ 'statistics.interval.ms': '50' }), consumer({ 'statistics.interval.ms': '50' })]) {
    const { json } = await eventOf(client, 'statistics');
    expect(JSON.parse(json)).toMatchObject({ name: expect.stringMatching(/^rdkafka#/), brokers: expect.anything() });
  }
});

test('of events that nobody takes a bounded number is kept', async () => {
  const { producer } = mockClients();
  const writer = producer({ debug: 'all', 'statistics.interval.ms': '1' });
  await until(async () => {
    await writer.metadata(null, 5000);
    await new Promise((resolve) => setTimeout(resolve, 200));
    const events = writer.takeEvents();
    expect(events.length).toBeLessThanOrEqual(1001);
    expect(events.filter((event) => event.kind === 'statistics').length).toBeLessThanOrEqual(1);
    return true;
  });
});

const OAUTH = {
  'bootstrap.servers': NOWHERE,
  'security.protocol': 'sasl_plaintext',
  'sasl.mechanisms': 'OAUTHBEARER',
  'sasl.oauthbearer.config': 'scope=kafka',
};
const token = { token: 'abc', lifetimeMs: 4_000_000_000_000, principal: 'me' };

for (const [name, make] of [
  ['producer', () => createProducer(OAUTH)],
  ['consumer', () => createConsumer({ ...OAUTH, 'group.id': 'g' })],
] as const) {
  test(`a ${name} asks for a token and takes one, also while nobody polls`, async () => {
    const client = make();
    expect(await eventOf(client, 'oauthBearerTokenRefresh')).toEqual({
      kind: 'oauthBearerTokenRefresh',
      config: 'scope=kafka',
    });
    client.setOauthBearerToken({ ...token, extensions: { traceId: '123' } });
    client.oauthBearerTokenFailure('the server is down');
    const { error } = await until(() =>
      client.takeEvents().find((event) => event.kind === 'error' && event.error.message.includes('the server is down')),
    ).then((event) => event as { error: Error });
    expect(error).toMatchObject({ errorName: '_AUTHENTICATION' });
    await client.close();
  });
}

test('tokens that are none are refused', async () => {
  const client = createProducer(OAUTH);
  const past = { ...token, lifetimeMs: 5 };
  expect(() => client.setOauthBearerToken(past)).toThrow(/expire|lifetime|past/i);
  expect(() => client.setOauthBearerToken({ ...token, extensions: { 'a=b': 'c' } })).toThrow();
  expect(() => client.setOauthBearerToken({ ...token, extensions: { a: 1 as never } })).toThrow(
    /token.extensions\['a'\]/,
  );
  expect(() => client.setOauthBearerToken({} as never)).toThrow(/token.token/);
  await client.close();
});

test('a client without OAUTHBEARER has no use for a token', () => {
  const writer = mockClients().producer();
  expect(() => writer.setOauthBearerToken(token)).toThrow(/OAUTHBEARER/);
});
