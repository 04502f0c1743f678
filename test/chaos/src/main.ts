import { chaos } from './chaos.js';
import { type ChaosOptions, readOptions, USAGE } from './options.js';
import { report } from './report.js';
import { Results } from './results.js';

const say = (text: string) => process.stderr.write(`${text}\n`);

async function run(options: ChaosOptions): Promise<number> {
  if (options.report) {
    process.stdout.write(`${report(new Results(options.results).read())}\n`);
    return 0;
  }
  const { passed, failed, skipped } = await chaos(options, say);
  process.stdout.write(`${passed} passed, ${failed} failed, ${skipped} skipped\n`);
  return failed > 0 ? 1 : 0;
}

function optionsOf(args: readonly string[]): ChaosOptions | undefined {
  try {
    return readOptions(args);
  } catch (error) {
    say(`${(error as Error).message}\n\n${USAGE}`);
    return undefined;
  }
}

// What was started ends with this process.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

const options = optionsOf(process.argv.slice(2));
process.exitCode = options === undefined ? 2 : await run(options);
