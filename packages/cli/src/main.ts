import { Command, CommanderError, Option } from 'commander';
import { collect, collectSetting, positive, UsageError } from './script-input.js';

const VERSION = '0.1.0';

/** The command line. Each command's code is loaded when it is called. Returns the exit status. */
export async function main(argv: readonly string[]): Promise<number> {
  let status = 0;
  const program = new Command('tsql');
  const script = (name: string, summary: string) =>
    program
      .command(name)
      .description(summary)
      .argument('[files...]', 'SQL files in order; - for stdin')
      .option('-e, --execute <sql>', 'SQL given on the command line')
      .option('--set <key=value>', 'a setting, any number of times', collectSetting, {})
      .option('--env-file <file>', 'variables for {{ NAME }}, over those of the environment');
  program
    .exitOverride()
    .description('Flink SQL for Kafka without the cluster.')
    .option('-V, --version', 'versions of tsql and librdkafka');
  program.configureOutput({ writeErr: (text) => process.stderr.write(text) });
  script('run', 'Checks files and runs them.')
    .option('--job-name <name>', 'name of the job')
    .option('--resume', 'go on from the positions that the job has under its name, and store them there')
    .option('--instance <name>', 'with --resume: one of several processes that share the job')
    .option('--brokers <address>', 'brokers of Kafka tables that name none: HOST:PORT, or embedded')
    .option('--parallelism <tasks>', 'tasks that share the partitions of each job: parallelism.default', positive)
    .option('--create-topics', 'make missing topics of sinks, with the defaults of the cluster')
    .option('--dry-run', 'show the records on stdout, write nothing to Kafka and commit no positions')
    .option('--limit <rows>', 'end each job after so many records written, each SELECT after so many rows', positive)
    .addOption(new Option('--output <format>', 'how SELECT prints').choices(['table', 'json', 'csv']).default('table'))
    .addOption(new Option('--progress <mode>', 'the progress line').choices(['auto', 'never']))
    .addOption(new Option('--log-format <format>', 'what is told on stderr').choices(['text', 'json']).default('text'))
    .option('--metrics-port <port>', 'serve the figures of the run to Prometheus at /metrics', positive)
    .action(async (files, options) => {
      status = await (await import('./commands/run.js')).runCommand(files, options);
    });
  script('check', 'Finds faults without running anything and without a broker.')
    .option('--connect', 'ask the brokers too: are they there, and the topics, and may they be used')
    .option('--brokers <address>', 'brokers of Kafka tables that name none: HOST:PORT')
    .addOption(new Option('--output <format>', 'how faults are printed').choices(['text', 'json']).default('text'))
    .action(async (files, options) => {
      status = await (await import('./commands/check.js')).checkCommand(files, options);
    });
  script('explain', 'Shows what would run: steps, and which column goes where.')
    .addOption(new Option('--format <format>', 'text, or the plan as JSON').choices(['text', 'json']).default('text'))
    .action(async (files, options) => {
      status = (await import('./commands/check.js')).explainCommand(files, options);
    });
  program
    .command('shell')
    .description('Runs statements as they are typed; a script on stdin as `run -` does.')
    .option('--set <key=value>', 'a setting, any number of times', collectSetting, {})
    .option('--env-file <file>', 'variables for {{ NAME }}, over those of the environment')
    .option('--profile <name>', 'statements to begin with: ~/.config/tsql/profiles/NAME.sql')
    .option('--brokers <address>', 'brokers of Kafka tables that name none: HOST:PORT')
    .option('--create-topics', 'make missing topics of sinks, with the defaults of the cluster')
    .action(async (options) => {
      status = await (await import('./commands/shell.js')).shellCommand(options, VERSION);
    });
  program
    .command('test')
    .description('Runs recorded cases (txtar files).')
    .argument('<paths...>', 'case files or folders')
    .option('--brokers <address>', "HOST:PORT of a Kafka broker, or 'memory'", process.env.KAFKA_BROKERS || 'memory')
    .option('--filter <pattern>', 'only cases whose path contains the text; * for any characters')
    .option('--update', 'takes what comes out for what is expected')
    .option('--watch', 'goes on, and runs the cases that change')
    .addOption(
      new Option('--reporter <format>', 'how results are printed')
        .choices(['pretty', 'json', 'junit'])
        .default('pretty'),
    )
    .action(async (paths, options) => {
      status = await (await import('./commands/test.js')).testCommand(paths, options);
    });
  const onTopics = (command: Command) =>
    command
      .option('--brokers <address>', 'HOST:PORT of a Kafka broker', process.env.KAFKA_BROKERS || 'localhost:9092')
      .option('--property <key=value>', "a property of Kafka's client, any number of times", collectSetting, {})
      .option('--env-file <file>', 'variables for {{ NAME }} in properties, over those of the environment')
      .option('--limit <records>', 'at most so many', positive)
      .addOption(new Option('--progress <mode>', 'the progress line').choices(['auto', 'never']));
  onTopics(program.command('record'))
    .description("Writes records of topics as a case's input: one JSON object a line.")
    .argument('<topics...>', 'topics to read')
    .option('--from <bound>', 'earliest, latest, an offset, -N records before the end, a time, or -10m', 'earliest')
    .option('--to <bound>', 'latest (what is there now), never, an offset, a time: the first record left out', 'latest')
    .option(
      '--where <condition>',
      "SQL over key, value, headers, timestamp, topic, partition, offset: JSON_VALUE(value, '$.user') = 'ann'",
    )
    .option(
      '--anonymize <field=how>',
      'hash or fake a JSON field (user.email=fake, key.id=hash), key, value or headers.NAME; any number of times',
      collect,
      [],
    )
    .option('--output <file>', 'a file in place of stdout; FILE.txtar becomes a case')
    .option('--job <file>', 'the SQL file that the case tests, any number of times', collect)
    .action(async (topics, options) => {
      status = await (await import('./commands/record.js')).recordCommand(topics, options);
    });
  onTopics(program.command('replay'))
    .description('Sends recorded records back: key, value, headers, partition and timestamp as they were.')
    .argument('<files...>', 'recordings, cases (txtar files), - for stdin')
    .option('--topic <name>', 'another topic: NEW, or OLD=NEW any number of times', collect, [])
    .addOption(
      new Option('--timestamps <mode>', 'as recorded, moved so that the first one is now, or those of the sending')
        .choices(['original', 'shifted', 'now'])
        .default('original'),
    )
    .option('--speed <factor>', 'max, original (as far apart as the timestamps), or a factor such as 10', 'max')
    .option('--create-topics', 'make missing topics, with the partitions that the records name')
    .action(async (files, options) => {
      status = await (await import('./commands/replay.js')).replayCommand(files, options);
    });
  program
    .command('quickstart', { hidden: true })
    .argument('<folder>')
    .action(async (folder) => {
      status = await (await import('./commands/quickstart.js')).quickstartCommand(folder);
    });
  const cluster = (command: Command) =>
    command
      .requiredOption('--brokers <address>', "HOST:PORT of the cluster's brokers")
      .option('--command-config <file>', "properties of Java's clients, for a secured cluster");
  const jobs = program.command('jobs').description('Shows and sets the positions of resumable jobs.');
  cluster(jobs.command('list').description('Lists the jobs of a cluster.'))
    .addOption(new Option('--output <format>', 'how they are printed').choices(['table', 'json']).default('table'))
    .action(async (options) => {
      status = await (await import('./commands/jobs.js')).listJobs(options);
    });
  cluster(jobs.command('describe').argument('<name>').description('Shows position, bound and lag of each partition.'))
    .addOption(new Option('--output <format>', 'how it is printed').choices(['table', 'json']).default('table'))
    .action(async (name, options) => {
      status = await (await import('./commands/jobs.js')).describeJob(name, options);
    });
  cluster(jobs.command('reset').argument('<name>').description('Sets the positions of a job that does not run.'))
    .requiredOption('--to <place>', 'earliest, latest, timestamp:MILLIS or offset:N')
    .option('--topic <name>', 'of this topic only')
    .option('--partition <number>', 'of this partition only')
    .addOption(new Option('--output <format>', 'how it is printed').choices(['table', 'json']).default('table'))
    .action(async (name, options) => {
      status = await (await import('./commands/jobs.js')).resetJob(name, options);
    });
  const txn = program.command('txn').description('Deals with transactions.');
  cluster(txn.command('abort').argument('<id>').description('Aborts what is open under a transactional id.')).action(
    async (id, options) => {
      status = await (await import('./commands/txn.js')).abortCommand(id, options);
    },
  );
  program
    .command('options')
    .description('Lists the options of a connector or a format.')
    .argument('[name]')
    .action(async (name) => {
      status = (await import('./commands/options.js')).optionsCommand(name);
    });
  program
    .command('functions')
    .description('Lists the functions.')
    .action(async () => {
      status = (await import('./commands/options.js')).functionsCommand();
    });
  program
    .command('doctor')
    .description('Says what is there and what is missing.')
    .action(async () => {
      status = (await import('./commands/doctor.js')).doctorCommand();
    });
  if (argv.includes('--version') || argv.includes('-V')) {
    process.stdout.write(`${(await import('./commands/doctor.js')).versionText(VERSION)}\n`);
    return 0;
  }
  try {
    await program.parseAsync(argv as string[], { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`tsql: ${error.message}\n`);
    return 2;
  }
  return status;
}
