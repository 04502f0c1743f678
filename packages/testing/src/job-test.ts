import { readFileSync } from 'node:fs';
import { seededRandom } from '@tsql/core';
import { type CaseFile, type CaseRecord, type CaseScript, type CaseTopic, RegistryStub, runCase } from '@tsql/replay';
import { caseConnectors, KafkaBroker, MemoryBroker, runCaseJob } from '@tsql/session';
import { JobResult } from './job-result.js';
import { type TestRecord, toCaseRecord } from './test-record.js';

/** A topic that a job under test finds. */
export interface TopicOptions {
  /** 1 unless told. */
  readonly partitions?: number;
  /** Kafka's settings of topics, such as `message.timestamp.type`. */
  readonly config?: Readonly<Record<string, string | number>>;
}

interface JobTestState {
  readonly scripts: readonly CaseScript[];
  readonly input: readonly CaseRecord[];
  readonly topics: ReadonlyMap<string, CaseTopic>;
  readonly variables: Readonly<Record<string, string>>;
  readonly settings: Readonly<Record<string, string>>;
  readonly clock: number | undefined;
  readonly seed: number;
  readonly timeoutMs: number;
  readonly servers: string | undefined;
}

const DEFAULT_TIMEOUT_MS = 60_000;
const DEFAULT_SEED = 1;
const INTERRUPTED = 130;
/** Done, also where records were skipped or put aside. */
const FINISHED = [0, 3];

/** A job under test. Each method returns a new one, so that tests can share a beginning. */
export class JobTest {
  constructor(private readonly state: JobTestState) {}

  /** Records that stand in the topic before the job starts, in order. */
  given(topic: string, records: readonly TestRecord[]): JobTest {
    return this.with({ input: [...this.state.input, ...records.map((record) => toCaseRecord(topic, record))] });
  }

  /** A topic of more than one partition, or with settings; all others are made as they are named. */
  topic(name: string, { partitions = 1, config = {} }: TopicOptions): JobTest {
    return this.with({ topics: new Map([...this.state.topics, [name, { partitions, config }]]) });
  }

  /** What `{{ NAME }}` stands for, besides BROKERS. */
  variables(variables: Readonly<Record<string, string>>): JobTest {
    return this.with({ variables: { ...this.state.variables, ...variables } });
  }

  /** Settings as by SET. The time zone is UTC unless told. */
  settings(settings: Readonly<Record<string, string>>): JobTest {
    return this.with({ settings: { ...this.state.settings, ...settings } });
  }

  /** Where the job's clock stands: an instant such as `2024-05-01T12:00:00Z`. Throws a RangeError for what is none. */
  at(instant: string | Date): JobTest {
    const clock = new Date(instant).getTime();
    if (Number.isNaN(clock))
      throw new RangeError(`an instant such as 2024-05-01T12:00:00Z is wanted, found '${instant}'`);
    return this.with({ clock });
  }

  /** Other values of RAND and UUID than those of the seed 1. */
  seed(seed: number): JobTest {
    return this.with({ seed });
  }

  /** How long the job may take. Milliseconds; a minute unless told. */
  timeout(timeoutMs: number): JobTest {
    return this.with({ timeoutMs });
  }

  /** Runs on a real broker in place of the one in memory; topics and groups get a prefix of the run there. */
  on(broker: { readonly servers: string }): JobTest {
    return this.with({ servers: broker.servers });
  }

  /** Runs the job to its end. Throws an Error with what the job said where it failed. */
  async run(): Promise<JobResult> {
    const result = await this.outcome();
    if (!FINISHED.includes(result.status))
      throw new Error(`the job ended with status ${result.status}:\n${result.messages}`);
    return result;
  }

  /** Runs a job that is to be refused or to fail. Throws an Error where it ends well. */
  async runFailing(): Promise<JobResult> {
    const result = await this.outcome();
    if (FINISHED.includes(result.status)) throw new Error('the job ended well, where it was to fail');
    return result;
  }

  private async outcome(): Promise<JobResult> {
    const { seed, clock, servers, timeoutMs } = this.state;
    const broker =
      servers === undefined ? new MemoryBroker({ random: seededRandom(seed) }) : await KafkaBroker.connect(servers);
    const prefix = `test-${process.pid.toString(36)}${Date.now().toString(36)}${runs++}`;
    const job = {
      now: () => clock ?? Date.now(),
      random: seededRandom(seed),
      connectors: caseConnectors({
        broker: broker instanceof MemoryBroker ? broker : undefined,
        topicPrefix: `${prefix}-`,
      }),
    };
    let registry: RegistryStub | undefined;
    try {
      const { records, outcome } = await runCase(this.caseFile(), {
        broker,
        prefix,
        now: Date.now,
        runJob: (scripts, { variables, settings, signal }) =>
          runCaseJob(scripts, {
            ...job,
            signal,
            variables: { ...variables, ...this.state.variables },
            settings: { ...settings, ...this.state.settings },
          }),
        registry: async () => {
          registry ??= await RegistryStub.start();
          return registry;
        },
      });
      if (outcome.exitStatus === INTERRUPTED) throw new Error(`the job did not end within ${timeoutMs / 1000} s`);
      return new JobResult(outcome, records);
    } finally {
      await broker.close();
      await registry?.close();
    }
  }

  private caseFile(): CaseFile {
    const { scripts, input, topics, clock, timeoutMs } = this.state;
    return {
      title: '',
      scripts,
      isOfJobFiles: true,
      input,
      topics,
      hasNoTopics: false,
      groups: {},
      timeoutMs,
      usesRegistry: scripts.some(({ text }) => /\{\{ *REGISTRY *\}\}/.test(text)),
      registry: [],
      protos: new Map(),
      clock,
      expected: { records: [], recordedError: undefined, errors: undefined, lines: undefined, registered: undefined },
    };
  }

  private with(change: Partial<JobTestState>): JobTest {
    return new JobTest({ ...this.state, ...change });
  }
}

/** Tells the runs of one process apart. */
let runs = 0;

/**
 * A job to test: an SQL file, or several that make one session, or the SQL itself as `{ sql }`. It runs as it stands, against a broker in
 * memory: `await job('orders.sql').given('orders', [{ value: { id: 1 } }]).run()`.
 */
export function job(...files: readonly (string | { readonly sql: string })[]): JobTest {
  const scripts = files.map(
    (file): CaseScript =>
      typeof file === 'string' ? { file, text: readFileSync(file, 'utf8') } : { file: 'job.sql', text: file.sql },
  );
  return new JobTest({
    scripts,
    input: [],
    topics: new Map(),
    variables: {},
    settings: {},
    clock: undefined,
    seed: DEFAULT_SEED,
    timeoutMs: DEFAULT_TIMEOUT_MS,
    servers: undefined,
  });
}
