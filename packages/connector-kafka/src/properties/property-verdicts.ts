/** What becomes of a property of the Java client. */
export type Verdict =
  | { readonly kind: 'used' }
  | { readonly kind: 'translated'; readonly to: string; readonly value?: (text: string) => string }
  | { readonly kind: 'no-effect'; readonly reason: string }
  | { readonly kind: 'refused'; readonly reason: string };

const used: Verdict = { kind: 'used' };
const to = (name: string, value?: (text: string) => string): Verdict => ({
  kind: 'translated',
  to: name,
  ...(value === undefined ? {} : { value }),
});
const noEffect = (reason: string): Verdict => ({ kind: 'no-effect', reason });
const refused = (reason: string): Verdict => ({ kind: 'refused', reason });

/** The same verdict for many names. */
const each = (verdict: Verdict, names: string): Record<string, Verdict> =>
  Object.fromEntries(names.split(' ').map((name) => [name, verdict]));

const OWN_CLIENT = "tsql's client manages this itself";
const FORMATS = 'formats read and write the bytes';
const PEM = 'certificates are read as PEM';
const JAVA = 'Java classes are not run';

/**
 * Every property of Java's consumer and producer (Kafka 4.1) and of Flink's connector, by name. Names that Java does not know
 * are no error there either: it logs them.
 */
export const PROPERTY_VERDICTS: Readonly<Record<string, Verdict>> = {
  ...each(
    used,
    'bootstrap.servers client.id client.rack client.dns.lookup security.protocol metadata.max.age.ms retry.backoff.ms ' +
      'retry.backoff.max.ms reconnect.backoff.ms reconnect.backoff.max.ms connections.max.idle.ms ' +
      'socket.connection.setup.timeout.ms request.timeout.ms',
  ),
  'send.buffer.bytes': to('socket.send.buffer.bytes', ownBuffer),
  'receive.buffer.bytes': to('socket.receive.buffer.bytes', ownBuffer),
  'default.api.timeout.ms': noEffect('it bounds the look-ups before a job reads'),
  ...each(
    noEffect(OWN_CLIENT),
    'client.id.prefix socket.connection.setup.timeout.max.ms metadata.max.idle.ms metadata.recovery.strategy ' +
      'metadata.recovery.rebootstrap.trigger.ms enable.metrics.push metrics.sample.window.ms metrics.num.samples ' +
      'metrics.recording.level auto.include.jmx.reporter register.consumer.metrics config.providers',
  ),
  ...each(noEffect(JAVA), 'metric.reporters interceptor.classes security.providers'),

  // The consumer.
  ...each(
    used,
    'group.id group.instance.id isolation.level session.timeout.ms heartbeat.interval.ms max.poll.interval.ms ' +
      'fetch.min.bytes fetch.max.bytes max.partition.fetch.bytes check.crcs allow.auto.create.topics',
  ),
  'fetch.max.wait.ms': to('fetch.wait.max.ms'),
  'auto.offset.reset': noEffect('read by the startup mode'),
  'partition.discovery.interval.ms': noEffect("'scan.topic-partition-discovery.interval' says it"),
  ...each(
    noEffect(OWN_CLIENT),
    'max.poll.records enable.auto.commit auto.commit.interval.ms commit.offsets.on.checkpoint group.protocol ' +
      'group.remote.assignor partition.assignment.strategy exclude.internal.topics internal.leave.group.on.close',
  ),
  ...each(noEffect(FORMATS), 'key.deserializer value.deserializer key.serializer value.serializer'),

  // The producer.
  ...each(
    used,
    'retries linger.ms batch.size compression.type delivery.timeout.ms transaction.timeout.ms ' +
      'max.in.flight.requests.per.connection',
  ),
  acks: to('acks', (text) => (text === 'all' ? '-1' : text)),
  'enable.idempotence': to('enable.idempotence', (text) => text.toLowerCase()),
  'max.request.size': to('message.max.bytes'),
  'buffer.memory': to('queue.buffering.max.kbytes', (text) => String(Math.max(1, Math.floor(Number(text) / 1024)))),
  'compression.gzip.level': to('compression.level'),
  'compression.lz4.level': to('compression.level'),
  'compression.zstd.level': to('compression.level'),
  'transactional.id': noEffect("'sink.transactional-id-prefix' says how transactions are named"),
  'transaction.two.phase.commit.enable': noEffect(OWN_CLIENT),
  'partitioner.class': refused(`${JAVA}; 'sink.partitioner' is default, fixed or round-robin`),
  'partitioner.ignore.keys': refused(
    "it would change where records go; 'sink.partitioner' = 'round-robin' ignores keys",
  ),
  ...each(
    noEffect(OWN_CLIENT),
    'max.block.ms partitioner.adaptive.partitioning.enable partitioner.availability.timeout.ms metadata.max.idle.ms',
  ),

  // SASL.
  ...each(used, 'sasl.mechanism sasl.kerberos.service.name sasl.oauthbearer.token.endpoint.url sasl.oauthbearer.scope'),
  ...each(used, 'sasl.oauthbearer.client.id sasl.oauthbearer.client.secret sasl.oauthbearer.extensions'),
  'sasl.jaas.config': used,
  ...each(
    noEffect(JAVA),
    'sasl.client.callback.handler.class sasl.login.callback.handler.class sasl.login.class sasl.kerberos.kinit.cmd',
  ),
  ...each(
    noEffect(OWN_CLIENT),
    'sasl.kerberos.ticket.renew.window.factor sasl.kerberos.ticket.renew.jitter sasl.kerberos.min.time.before.relogin ' +
      'sasl.login.refresh.window.factor sasl.login.refresh.window.jitter sasl.login.refresh.min.period.seconds ' +
      'sasl.login.refresh.buffer.seconds sasl.login.connect.timeout.ms sasl.login.read.timeout.ms ' +
      'sasl.login.retry.backoff.ms sasl.login.retry.backoff.max.ms',
  ),

  // TLS.
  'ssl.truststore.certificates': to('ssl.ca.pem'),
  'ssl.truststore.location': to('ssl.ca.location'),
  'ssl.keystore.location': used,
  'ssl.keystore.password': used,
  'ssl.keystore.certificate.chain': to('ssl.certificate.pem'),
  'ssl.keystore.key': to('ssl.key.pem'),
  'ssl.key.password': used,
  'ssl.cipher.suites': used,
  'ssl.endpoint.identification.algorithm': to('ssl.endpoint.identification.algorithm', (text) =>
    text === '' ? 'none' : text.toLowerCase(),
  ),
  ...each(noEffect(PEM), 'ssl.truststore.type ssl.truststore.password ssl.keystore.type'),
  ...each(
    noEffect(OWN_CLIENT),
    'ssl.protocol ssl.provider ssl.enabled.protocols ssl.keymanager.algorithm ssl.trustmanager.algorithm ' +
      'ssl.secure.random.implementation ssl.engine.factory.class',
  ),
};

/** librdkafka's own settings, which the Java client does not know: for those who tune tsql. */
export const LIBRDKAFKA_PROPERTIES: ReadonlySet<string> = new Set(
  (
    'sasl.username sasl.password sasl.mechanisms ssl.ca.location ssl.ca.pem ssl.certificate.location ssl.certificate.pem ' +
    'ssl.key.location ssl.key.pem enable.ssl.certificate.verification sasl.oauthbearer.method broker.address.family ' +
    'broker.address.ttl socket.timeout.ms socket.keepalive.enable socket.nagle.disable message.max.bytes ' +
    'queued.min.messages queued.max.messages.kbytes fetch.queue.backoff.ms fetch.error.backoff.ms fetch.wait.max.ms ' +
    'queue.buffering.max.messages queue.buffering.max.kbytes queue.buffering.max.ms batch.num.messages ' +
    'message.timeout.ms compression.codec compression.level partitioner sticky.partitioning.linger.ms ' +
    'topic.metadata.refresh.interval.ms topic.metadata.refresh.sparse max.in.flight statistics.interval.ms debug log_level'
  ).split(' '),
);

/** Java's -1 stands for the system's size, librdkafka's 0. */
function ownBuffer(text: string): string {
  return text === '-1' ? '0' : text;
}
