import { type Diagnostic, Secret } from '@tsql/core';
import { describe, expect, it } from 'vitest';
import { clientConfig, planProperties } from '../src/properties/client-properties.js';

const entries = (properties: Record<string, string>) =>
  new Map(
    Object.entries(properties).map(([name, value]) => {
      const key = `properties.${name}`;
      return [key, { key, value, shownValue: value }];
    }),
  );

describe('planProperties', () => {
  it('keeps sensitive values as secrets', () => {
    const planned = planProperties(entries({ 'sasl.password': 'hidden', 'client.id': 'a' }), () => {});
    expect(planned['sasl.password']).toBeInstanceOf(Secret);
    expect(JSON.stringify(planned)).not.toContain('hidden');
    expect(planned['client.id']).toBe('a');
  });

  it('tells of properties without effect', () => {
    const found: Diagnostic[] = [];
    planProperties(entries({ 'max.poll.records': '5', 'fetch.min.bytes': '1' }), (each) => found.push(each));
    expect(found.map(({ code, args }) => [code, args.name])).toEqual([
      ['TSQL_OPTION_NO_EFFECT', 'properties.max.poll.records'],
    ]);
  });
});

describe('verdicts', () => {
  const judged = (properties: Record<string, string>) => {
    const found: Diagnostic[] = [];
    planProperties(entries(properties), (each) => found.push(each));
    return found.map(({ code, message }) => `${code} ${message}`);
  };

  it('tells of names that nobody knows, with the nearest one, and does not hand them on', () => {
    expect(judged({ 'fetch.min.byte': '1' })).toEqual([
      "TSQL_OPTION_NO_EFFECT 'properties.fetch.min.byte' has no effect here: Kafka's clients know no such property; did you mean 'fetch.min.bytes'?",
    ]);
    expect(clientConfig({ 'fetch.min.byte': '1', constructor: 'x' }, 'consumer')).not.toHaveProperty('fetch.min.byte');
  });

  it('refuses what would change the result, and trust stores that only Java reads', () => {
    expect(judged({ 'partitioner.class': 'org.example.Mine' })[0]).toContain('TSQL_OPTION_REFUSED');
    expect(judged({ 'ssl.truststore.location': '/etc/kafka/trust.jks' })[0]).toContain('TSQL_OPTION_REFUSED');
    expect(judged({ 'ssl.truststore.location': '/etc/kafka/ca.pem' })).toEqual([]);
  });
});

describe('clientConfig', () => {
  it("sets Java's defaults where librdkafka's differ", () => {
    expect(clientConfig({}, 'consumer')).toMatchObject({
      'isolation.level': 'read_uncommitted',
      'auto.offset.reset': 'error',
      'enable.auto.commit': 'false',
    });
    expect(clientConfig({}, 'producer')).toMatchObject({
      partitioner: 'murmur2_random',
      'message.max.bytes': '1048576',
      'enable.idempotence': 'true',
    });
  });

  it('switches idempotence off with other acks', () => {
    expect(clientConfig({ acks: '1' }, 'producer')).toMatchObject({ acks: '1', 'enable.idempotence': 'false' });
    expect(clientConfig({ acks: 'all' }, 'producer')).toMatchObject({ acks: '-1', 'enable.idempotence': 'true' });
  });

  it('gives each side only its own settings', () => {
    const properties = { 'isolation.level': 'read_committed', 'linger.ms': '7', 'client.id': 'a' };
    expect(clientConfig(properties, 'producer')).not.toHaveProperty('isolation.level');
    expect(clientConfig(properties, 'consumer')).not.toHaveProperty('linger.ms');
    expect(clientConfig(properties, 'consumer')).toMatchObject({ 'client.id': 'a' });
  });

  it("translates Java's names", () => {
    const config = clientConfig({ 'max.request.size': '9', 'ssl.endpoint.identification.algorithm': '' }, 'producer');
    expect(config).toMatchObject({ 'message.max.bytes': '9', 'ssl.endpoint.identification.algorithm': 'none' });
  });

  it.each([
    ['org.apache.kafka.common.security.plain.PlainLoginModule required username="u" password="p w";', 'u', 'p w'],
    ["X required username='a' password='q\\'r';", 'a', "q'r"],
  ])('reads the credentials of %s', (text, username, password) => {
    expect(clientConfig({ 'sasl.jaas.config': new Secret(text, '******') }, 'consumer')).toMatchObject({
      'sasl.username': username,
      'sasl.password': password,
    });
    expect(clientConfig({ 'sasl.jaas.config': text }, 'consumer')).not.toHaveProperty('sasl.jaas.config');
  });
});
