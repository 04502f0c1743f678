import { librdkafkaVersion } from '@tsql/kafka-native';

/** `tsql doctor`: what is there and what is missing. Returns the exit status. */
export function doctorCommand(): number {
  process.stdout.write(`node ${process.version} (${process.platform}-${process.arch})\n`);
  try {
    process.stdout.write(`Kafka client: librdkafka ${librdkafkaVersion()}\n`);
    return 0;
  } catch (error) {
    process.stdout.write(`Kafka client: missing. ${(error as Error).message}\n`);
    return 1;
  }
}

/** `tsql --version` */
export function versionText(version: string): string {
  try {
    return `tsql ${version} (librdkafka ${librdkafkaVersion()})`;
  } catch {
    return `tsql ${version} (Kafka client not built)`;
  }
}
