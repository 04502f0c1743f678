import { type Diagnostic, diagnostic, nearest, type OptionEntries, type OptionEntry, reveal, Secret } from '@tsql/core';
import { bufferBytes, fitSizes, memoryProperties } from './buffer-memory.js';
import { LIBRDKAFKA_PROPERTIES, PROPERTY_VERDICTS, type Verdict } from './property-verdicts.js';

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
    const found = judge(name, entry);
    if (found !== undefined) accept(found);
  }
  return properties;
}

/** Read by tsql itself: no notice is due. */
const OWN_USE: ReadonlySet<string> = new Set(['auto.offset.reset', 'default.api.timeout.ms']);

/** What there is to say of a property: nothing, that it has no effect, or that it cannot be followed. */
function judge(name: string, entry: OptionEntry): Diagnostic | undefined {
  const verdict = verdictOf(name);
  const noEffect = (reason: string) =>
    diagnostic('TSQL_OPTION_NO_EFFECT', { name: entry.key, reason }, { span: entry.keySpan });
  switch (verdict?.kind) {
    case undefined: {
      const close = nearest(name, Object.keys(PROPERTY_VERDICTS));
      const hint = close === undefined ? '' : `; did you mean '${close}'?`;
      return noEffect(`Kafka's clients know no such property${hint}`);
    }
    case 'no-effect':
      return OWN_USE.has(name) ? undefined : noEffect(verdict.reason);
    case 'refused':
      return diagnostic('TSQL_OPTION_REFUSED', { name: entry.key, reason: verdict.reason }, { span: entry.keySpan });
    default:
      return JAVA_STORE.test(entry.value) && name === 'ssl.truststore.location'
        ? diagnostic(
            'TSQL_OPTION_REFUSED',
            { name: entry.key, reason: 'a Java trust store cannot be read: certificates are read as PEM' },
            { span: entry.valueSpan, hint: 'keytool -exportcert -rfc writes the certificates of a trust store as PEM' },
          )
        : undefined;
  }
}

const JAVA_STORE = /\.(jks|jceks|p12|pfx|pkcs12)$/i;

function verdictOf(name: string): Verdict | undefined {
  return Object.hasOwn(PROPERTY_VERDICTS, name)
    ? PROPERTY_VERDICTS[name]
    : LIBRDKAFKA_PROPERTIES.has(name)
      ? { kind: 'used' }
      : undefined;
}

/**
 * librdkafka waits half of it between two connections that it opens of its own accord, also where nothing has failed: first to a
 * bootstrap address, then to the broker that it stands for. Java's 50 would cost a start 25 ms. Doubled after each failure.
 */
const RECONNECT_BACKOFF_MS = '20';
/** As Java's clients: librdkafka's 10 s let a job stand for as long after a broker is back. */
const RECONNECT_BACKOFF_MAX_MS = '1000';

const CONSUMER_DEFAULTS: Readonly<Record<string, string>> = {
  'reconnect.backoff.ms': RECONNECT_BACKOFF_MS,
  'reconnect.backoff.max.ms': RECONNECT_BACKOFF_MAX_MS,
  'enable.auto.commit': 'false',
  'enable.auto.offset.store': 'false',
  'enable.partition.eof': 'true',
  'isolation.level': 'read_uncommitted',
  'auto.offset.reset': 'error',
  'fetch.queue.backoff.ms': '10',
  'queued.min.messages': '20000',
};

const PRODUCER_DEFAULTS: Readonly<Record<string, string>> = {
  'reconnect.backoff.ms': RECONNECT_BACKOFF_MS,
  'reconnect.backoff.max.ms': RECONNECT_BACKOFF_MAX_MS,
  partitioner: 'murmur2_random',
  acks: '-1',
  'message.max.bytes': '1048576',
  'delivery.timeout.ms': '120000',
  'linger.ms': '5',
  'batch.num.messages': '10000',
  // What is acknowledged needs no report: an empty queue says it.
  'delivery.report.only.error': 'true',
};

/** Settings that only one side of the client knows: librdkafka warns of the others'. */
const CONSUMER_ONLY =
  /^(group\.|session\.timeout|heartbeat|max\.poll|fetch\.|queued\.|check\.crcs|max\.partition\.fetch|isolation\.level|auto\.offset|allow\.auto)/;
/** True for a property that means nothing to a producer. */
export const isConsumerOnly = (name: string): boolean => CONSUMER_ONLY.test(name);

const PRODUCER_ONLY =
  /^(acks|linger|batch\.|buffer\.memory|compression|message\.timeout|delivery\.timeout|transaction|enable\.idempotence|queue\.buffering|retries|partitioner|sticky\.|request\.timeout|max\.request|max\.in\.flight)/;

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

/** librdkafka's configuration of one side, from Java's property names. `bytes` is how much it may buffer (see `bufferBytes`). */
export function clientConfig(
  properties: Readonly<Record<string, string | Secret>>,
  side: 'consumer' | 'producer',
  bytes = bufferBytes({}),
): Record<string, string> {
  const defaults = side === 'consumer' ? CONSUMER_DEFAULTS : PRODUCER_DEFAULTS;
  const config: Record<string, string> = { ...defaults, ...memoryProperties(side, bytes) };
  const foreign = side === 'consumer' ? PRODUCER_ONLY : CONSUMER_ONLY;
  for (const [name, text] of Object.entries(properties)) {
    const verdict = verdictOf(name);
    if (verdict === undefined || verdict.kind === 'no-effect' || verdict.kind === 'refused' || foreign.test(name))
      continue;
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
  fitSizes(side, config);
  return config;
}
