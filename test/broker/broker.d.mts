type Log = (text: string) => void;

export function startBroker(options?: { log?: Log }): Promise<{ servers: string; stop: () => Promise<void> }>;
/** The folder of Kafka's jars; they are fetched once. */
export function ensureJars(log: Log): string;
