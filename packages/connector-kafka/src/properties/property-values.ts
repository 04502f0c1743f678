import { diagnostic, reveal, type Secret, TsqlError } from '@tsql/core';

/** What the Java client takes for a property: the text's form and its bounds. */
type ValueRule =
  | { readonly kind: 'number'; readonly min: bigint; readonly max: bigint }
  | { readonly kind: 'choice'; readonly values: readonly string[]; readonly ignoresCase: boolean }
  | { readonly kind: 'servers' };

const INT_MAX = 2_147_483_647n;
const LONG_MAX = 9_223_372_036_854_775_807n;
const int = (min: bigint): ValueRule => ({ kind: 'number', min, max: INT_MAX });
const long = (min: bigint): ValueRule => ({ kind: 'number', min, max: LONG_MAX });
const choice = (values: string, ignoresCase = false): ValueRule => ({
  kind: 'choice',
  values: values.split(' '),
  ignoresCase,
});
const BOOLEAN = choice('true false', true);

const each = (rule: ValueRule, names: string): Record<string, ValueRule> =>
  Object.fromEntries(names.split(' ').map((name) => [name, rule]));

const COMMON: Readonly<Record<string, ValueRule>> = {
  'bootstrap.servers': { kind: 'servers' },
  'client.dns.lookup': choice('use_all_dns_ips resolve_canonical_bootstrap_servers_only'),
  'security.protocol': choice('PLAINTEXT SSL SASL_PLAINTEXT SASL_SSL', true),
  ...each(int(-1n), 'send.buffer.bytes receive.buffer.bytes'),
  ...each(int(0n), 'request.timeout.ms'),
  ...each(
    long(0n),
    'metadata.max.age.ms reconnect.backoff.ms reconnect.backoff.max.ms retry.backoff.ms retry.backoff.max.ms metrics.sample.window.ms',
  ),
  ...each(int(1n), 'metrics.num.samples'),
};

/** The properties whose values Java's clients look at when they are made, with the types of Kafka's `ConsumerConfig` and `ProducerConfig`. */
export const PROPERTY_VALUES: Readonly<Record<'consumer' | 'producer', Readonly<Record<string, ValueRule>>>> = {
  consumer: {
    ...COMMON,
    ...each(
      int(0n),
      'auto.commit.interval.ms default.api.timeout.ms fetch.min.bytes fetch.max.bytes fetch.max.wait.ms max.partition.fetch.bytes',
    ),
    ...each(int(1n), 'max.poll.interval.ms max.poll.records'),
    ...each(int(-INT_MAX), 'session.timeout.ms heartbeat.interval.ms'),
    ...each(BOOLEAN, 'enable.auto.commit check.crcs allow.auto.create.topics exclude.internal.topics'),
    'isolation.level': choice('read_committed read_uncommitted'),
  },
  producer: {
    ...COMMON,
    ...each(int(0n), 'batch.size delivery.timeout.ms max.request.size retries'),
    ...each(long(0n), 'linger.ms buffer.memory max.block.ms'),
    ...each(int(1n), 'max.in.flight.requests.per.connection'),
    ...each(int(-INT_MAX), 'transaction.timeout.ms'),
    acks: choice('all -1 0 1'),
    'compression.type': choice('none gzip snappy lz4 zstd'),
    'enable.idempotence': BOOLEAN,
  },
};

/**
 * Refuses values that Java's client refuses when it is made, which is when the job runs. Throws a `TsqlError` with
 * `TSQL_OPTION_VALUE` for the first one.
 */
export function checkProperties(
  properties: Readonly<Record<string, string | Secret>>,
  side: 'consumer' | 'producer',
): void {
  for (const [name, rule] of Object.entries(PROPERTY_VALUES[side])) {
    if (!Object.hasOwn(properties, name)) continue;
    const value = properties[name] as string | Secret;
    if (takes(rule, reveal(value))) continue;
    throw new TsqlError(
      diagnostic('TSQL_OPTION_VALUE', { name: `properties.${name}`, value: String(value), allowed: allowed(rule) }),
    );
  }
}

/** As Kafka's `Utils.getHost` and `getPort` find them. */
const SERVER = /^([0-9a-zA-Z\-%._]*:\/\/)?\[?([0-9a-zA-Z\-%._:]*)\]?:[0-9]+$/;

function takes(rule: ValueRule, text: string): boolean {
  const trimmed = text.trim();
  switch (rule.kind) {
    case 'number': {
      if (!/^[+-]?\d+$/.test(trimmed)) return false;
      const number = BigInt(trimmed.replace(/^\+/, ''));
      return number >= rule.min && number <= rule.max;
    }
    case 'choice':
      return rule.ignoresCase
        ? rule.values.some((value) => value.toLowerCase() === trimmed.toLowerCase())
        : rule.values.includes(trimmed);
    case 'servers': {
      const servers = text.split(',').map((server) => server.trim());
      return servers.some((server) => server !== '') && servers.every((server) => server === '' || SERVER.test(server));
    }
  }
}

function allowed(rule: ValueRule): string {
  switch (rule.kind) {
    case 'number':
      return `a whole number from ${rule.min} to ${rule.max}`;
    case 'choice':
      return `one of ${rule.values.join(', ')}`;
    case 'servers':
      return 'HOST:PORT, or several of them with commas between';
  }
}
