import { type Diagnostic, diagnostic, type OptionEntries, reveal, Secret } from '@tsql/core';

/** What becomes of a property of the Java client. */
type Verdict =
  | { readonly kind: 'used' }
  | { readonly kind: 'translated'; readonly to: string; readonly value?: (text: string) => string }
  | { readonly kind: 'no-effect'; readonly reason: string };

const used: Verdict = { kind: 'used' };
const to = (name: string, value?: (text: string) => string): Verdict => ({
  kind: 'translated',
  to: name,
  ...(value === undefined ? {} : { value }),
});
const noEffect = (reason: string): Verdict => ({ kind: 'no-effect', reason });

const OWN_CLIENT = "tsql's client manages this itself";
const FORMATS = 'formats read and write the bytes';

/** Java's client properties by name: used as they are, translated to librdkafka's, or without effect. */
export const PROPERTY_VERDICTS: Readonly<Record<string, Verdict>> = {
  'bootstrap.servers': used,
  'group.id': used,
  'client.id': used,
  'client.id.prefix': noEffect(OWN_CLIENT),
  'isolation.level': used,
  'auto.offset.reset': noEffect('read by the startup mode'),
  'security.protocol': used,
  'sasl.mechanism': to('sasl.mechanism'),
  'sasl.username': used,
  'sasl.password': used,
  'sasl.login.callback.handler.class': noEffect('Java classes are not run'),
  'ssl.truststore.type': noEffect('certificates are read as PEM'),
  'ssl.truststore.location': to('ssl.ca.location'),
  'ssl.truststore.certificates': to('ssl.ca.pem'),
  'ssl.truststore.password': noEffect('certificates are read as PEM'),
  'ssl.keystore.certificate.chain': to('ssl.certificate.pem'),
  'ssl.keystore.key': to('ssl.key.pem'),
  'ssl.keystore.type': noEffect('a key store is read as PKCS#12'),
  'ssl.key.password': used,
  'ssl.endpoint.identification.algorithm': to('ssl.endpoint.identification.algorithm', (text) =>
    text === '' ? 'none' : text.toLowerCase(),
  ),
  'ssl.protocol': noEffect(OWN_CLIENT),
  'ssl.enabled.protocols': noEffect(OWN_CLIENT),
  'session.timeout.ms': used,
  'heartbeat.interval.ms': used,
  'max.poll.interval.ms': used,
  'max.poll.records': noEffect(OWN_CLIENT),
  'fetch.min.bytes': used,
  'fetch.max.bytes': used,
  'fetch.max.wait.ms': to('fetch.wait.max.ms'),
  'max.partition.fetch.bytes': used,
  'key.deserializer': noEffect(FORMATS),
  'value.deserializer': noEffect(FORMATS),
  'key.serializer': noEffect(FORMATS),
  'value.serializer': noEffect(FORMATS),
  'enable.auto.commit': noEffect(OWN_CLIENT),
  'auto.commit.interval.ms': noEffect(OWN_CLIENT),
  'commit.offsets.on.checkpoint': noEffect(OWN_CLIENT),
  'partition.discovery.interval.ms': noEffect("'scan.topic-partition-discovery.interval' says it"),
  'allow.auto.create.topics': used,
  acks: to('acks', (text) => (text === 'all' ? '-1' : text)),
  retries: used,
  'linger.ms': used,
  'batch.size': used,
  'compression.type': used,
  'max.request.size': to('message.max.bytes'),
  'delivery.timeout.ms': used,
  'request.timeout.ms': used,
  'transaction.timeout.ms': used,
  'enable.idempotence': used,
  'max.in.flight.requests.per.connection': used,
  'buffer.memory': to('queue.buffering.max.kbytes', (text) => String(Math.max(1, Math.floor(Number(text) / 1024)))),
  'max.block.ms': noEffect(OWN_CLIENT),
  'default.api.timeout.ms': noEffect('it bounds the look-ups before a job reads'),
  'metadata.max.age.ms': used,
  'reconnect.backoff.ms': used,
  'reconnect.backoff.max.ms': used,
  'retry.backoff.ms': used,
  'client.rack': used,
  'interceptor.classes': noEffect('Java classes are not run'),
  'metric.reporters': noEffect('Java classes are not run'),
};

const SENSITIVE = /password|secret|jaas|\.key$|credential|token/i;

/** Properties as the plan keeps them: without the prefix `properties.`, sensitive ones as secrets. */
export function planProperties(
  entries: OptionEntries,
  accept: (found: Diagnostic) => void,
): Record<string, string | Secret> {
  const properties: Record<string, string | Secret> = {};
  for (const entry of entries.values()) {
    if (!entry.key.startsWith('properties.')) continue;
    const name = entry.key.slice('properties.'.length);
    const isHidden = SENSITIVE.test(name) || entry.shownValue !== entry.value;
    properties[name] = isHidden
      ? new Secret(entry.value, SENSITIVE.test(name) ? '******' : entry.shownValue)
      : entry.value;
    const verdict = PROPERTY_VERDICTS[name];
    if (verdict?.kind === 'no-effect' && name !== 'auto.offset.reset' && name !== 'default.api.timeout.ms') {
      accept(diagnostic('TSQL_OPTION_NO_EFFECT', { name: entry.key, reason: verdict.reason }, { span: entry.keySpan }));
    }
  }
  return properties;
}

const CONSUMER_DEFAULTS: Readonly<Record<string, string>> = {
  'enable.auto.commit': 'false',
  'enable.auto.offset.store': 'false',
  'enable.partition.eof': 'true',
  'isolation.level': 'read_uncommitted',
  'auto.offset.reset': 'error',
  'fetch.queue.backoff.ms': '10',
  'queued.min.messages': '20000',
  'queued.max.messages.kbytes': '16384',
};

const PRODUCER_DEFAULTS: Readonly<Record<string, string>> = {
  partitioner: 'murmur2_random',
  acks: '-1',
  'message.max.bytes': '1048576',
  'delivery.timeout.ms': '120000',
  'linger.ms': '5',
  'batch.num.messages': '10000',
  'batch.size': '1000000',
  'queue.buffering.max.messages': '200000',
  'queue.buffering.max.kbytes': '65536',
};

/** Settings that only one side of the client knows: librdkafka warns of the others'. */
const CONSUMER_ONLY =
  /^(group\.id|session\.timeout|heartbeat|max\.poll|fetch\.|max\.partition\.fetch|isolation\.level|auto\.offset|allow\.auto)/;
const PRODUCER_ONLY =
  /^(acks|linger|batch\.|compression|message\.max|delivery\.timeout|transaction|enable\.idempotence|queue\.buffering|retries|partitioner|request\.timeout|max\.request)/;

/** User and password out of Java's `sasl.jaas.config` (`… required username="u" password="p";`). */
function jaasCredentials(text: string): Record<string, string> {
  const part = (key: string) => {
    const match = new RegExp(`\\b${key}\\s*=\\s*(?:"((?:[^"\\\\]|\\\\.)*)"|'((?:[^'\\\\]|\\\\.)*)'|([^\\s;]+))`).exec(
      text,
    );
    return (match?.[1] ?? match?.[2] ?? match?.[3])?.replace(/\\(.)/g, '$1');
  };
  const username = part('username');
  const password = part('password');
  return {
    ...(username === undefined ? {} : { 'sasl.username': username }),
    ...(password === undefined ? {} : { 'sasl.password': password }),
  };
}

/** librdkafka's configuration of one side, from Java's property names. */
export function clientConfig(
  properties: Readonly<Record<string, string | Secret>>,
  side: 'consumer' | 'producer',
): Record<string, string> {
  const config: Record<string, string> = { ...(side === 'consumer' ? CONSUMER_DEFAULTS : PRODUCER_DEFAULTS) };
  const foreign = side === 'consumer' ? PRODUCER_ONLY : CONSUMER_ONLY;
  for (const [name, text] of Object.entries(properties)) {
    const verdict = PROPERTY_VERDICTS[name] ?? used;
    if (verdict.kind === 'no-effect' || foreign.test(name)) continue;
    const value = reveal(text);
    if (name === 'sasl.jaas.config') {
      Object.assign(config, jaasCredentials(value));
      continue;
    }
    if (verdict.kind === 'translated') config[verdict.to] = verdict.value === undefined ? value : verdict.value(value);
    else config[name] = value;
  }
  if (side === 'producer' && config['enable.idempotence'] === undefined) {
    config['enable.idempotence'] = String(config.acks === '-1' || config.acks === 'all');
  }
  return config;
}
