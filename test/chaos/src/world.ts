import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Feeder } from './feeder.js';
import { JobFleet } from './job-fleet.js';
import type { JobExit } from './job-process.js';
import type { KafkaCluster } from './kafka-cluster.js';
import { type Findings, Ledger } from './ledger.js';
import { jobSql } from './numbered-records.js';
import { OutputReader } from './output-reader.js';
import { SESSION_TIMEOUT_MS, type Setting, SHAPE, TRANSACTION_TIMEOUT_MS } from './settings.js';

const STOP_TIMEOUT_MS = 40_000;
const LOOK_EVERY_MS = 20;

export interface WorldOptions {
  readonly cluster: KafkaCluster;
  readonly setting: Setting;
  /** `bin/tsql`. */
  readonly tsql: string;
  /** What the processes say is in there, and the job's file. */
  readonly folder: string;
  /** Tells topics and job from those of other worlds on the cluster. */
  readonly name: string;
  /**
   * Source and sink name the brokers differently, as if they were two clusters: positions cannot go into the transaction then, and
   * `kill` has to find records twice. Of the checker's own test.
   */
  readonly areApart?: boolean;
}

/** A job on topics of its own, what feeds it, and what reads and counts its records. */
export class World {
  /** What went wrong beside the records. */
  private complaints: string[] = [];
  /** Processes that ended because another one had their name. */
  fenced: JobExit[] = [];

  private constructor(
    readonly cluster: KafkaCluster,
    readonly setting: Setting,
    readonly fleet: JobFleet,
    readonly feeder: Feeder,
    private readonly reader: OutputReader,
    private readonly ledger: Ledger,
  ) {}

  static async open({ cluster, setting, tsql, folder, name, areApart = false }: WorldOptions): Promise<World> {
    const topics = { input: `${name}-in`, output: `${name}-out` };
    for (const topic of Object.values(topics)) await cluster.createTopic(topic, SHAPE.partitions);
    const file = join(folder, `${name}.sql`);
    const { sql, flags } = jobOf(
      setting,
      cluster.servers,
      name,
      topics,
      areApart ? cluster.directServers : cluster.servers,
    );
    writeFileSync(file, sql);
    const ledger = new Ledger();
    const reader = await OutputReader.open(cluster.directServers, topics.output, {
      partitions: SHAPE.partitions,
      ledger,
    });
    const instances = Array.from({ length: setting.instances }, (_, index) => String(index));
    const fleet = new JobFleet(
      instances,
      (instance) => [process.execPath, tsql, 'run', file, ...flags(instance)],
      join(folder, `${name}.log`),
    );
    const feeder = new Feeder(cluster.directServers, topics.input, SHAPE);
    return new World(cluster, setting, fleet, feeder, reader, ledger);
  }

  complain(text: string): void {
    this.complaints.push(text);
  }

  takeComplaints(): string[] {
    const taken = this.complaints;
    this.complaints = [];
    return taken;
  }

  /** Waits until everything fed has come out; false if it has not in time. */
  async untilComplete(timeoutMs: number): Promise<boolean> {
    for (const deadline = Date.now() + timeoutMs; !this.ledger.holds(this.feeder.fed); ) {
      if (Date.now() > deadline) return false;
      await delay(LOOK_EVERY_MS);
    }
    return true;
  }

  findings(): Findings {
    return this.ledger.findings(this.feeder.fed);
  }

  missing(): string[] {
    return this.ledger.missing(this.feeder.fed);
  }

  async close(): Promise<JobExit[]> {
    await this.feeder.close();
    const exits = await this.fleet.stop(STOP_TIMEOUT_MS);
    await this.reader.close();
    return exits;
  }
}

/** The job's file, and the flags of an instance's process. */
export function jobOf(
  setting: Setting,
  servers: string,
  name: string,
  topics: { input: string; output: string },
  sinkServers = servers,
) {
  const { guarantee, instances } = setting;
  const source = {
    'properties.bootstrap.servers': servers,
    'properties.group.id': name,
    'properties.auto.offset.reset': 'earliest',
    'properties.session.timeout.ms': String(SESSION_TIMEOUT_MS),
    'scan.startup.mode': 'group-offsets',
  };
  const transactions = {
    'sink.transactional-id-prefix': name,
    'properties.transaction.timeout.ms': String(TRANSACTION_TIMEOUT_MS),
  };
  const sink = {
    'properties.bootstrap.servers': sinkServers,
    'sink.delivery-guarantee': guarantee,
    ...(guarantee === 'exactly-once' ? transactions : {}),
  };
  return {
    sql: jobSql(topics, source, sink),
    // One process alone goes by its group's positions.
    flags: (instance: string) => (instances > 1 ? ['--job-name', name, '--resume', '--instance', instance] : []),
  };
}
