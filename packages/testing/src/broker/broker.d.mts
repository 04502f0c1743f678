type Log = (text: string) => void;

/** A Kafka broker for tests. */
export interface TestBroker {
  /** `HOST:PORT`. */
  readonly servers: string;
  /** Ends it, unless it was there before. */
  stop(): Promise<void>;
}

/**
 * A real Kafka: the one at KAFKA_BROKERS if that is set, else one in Docker through testcontainers, else Kafka's jars, fetched once from
 * Maven Central, on the Java that is there. `log` is told what takes long;
 * `port` is the one to listen on, any free one unless given.
 */
export function startBroker(options?: { readonly log?: Log; readonly port?: number }): Promise<TestBroker>;
/** The folder of Kafka's jars; they are fetched once. */
export function ensureJars(log: Log): string;
