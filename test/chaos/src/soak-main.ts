import { appendFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { GUARANTEES } from './settings.js';
import { soak } from './soak.js';

const USAGE = `pnpm test:soak [--seconds N] [--guarantee ${GUARANTEES.join('|')}] [--results FILE] [--tsql PATH] [--first-port PORT]

Runs a job at full speed; the last quarter's median resident size may be 1.1 times the second quarter's.
`;
const root = join(dirname(fileURLToPath(import.meta.url)), '../../..');
const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    guarantee: { type: 'string', default: 'exactly-once' },
    results: { type: 'string' },
    tsql: { type: 'string', default: join(root, 'bin', 'tsql') },
    'first-port': { type: 'string' },
  },
});
// What was started ends with this process.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

const guarantee = GUARANTEES.find((each) => each === values.guarantee);
const seconds = Number(values.seconds);

if (guarantee === undefined || !(seconds >= 8)) {
  process.stderr.write(USAGE);
  process.exitCode = 2;
} else {
  const result = await soak(
    {
      seconds,
      guarantee,
      tsql: values.tsql,
      ...(values['first-port'] === undefined ? {} : { firstPort: Number(values['first-port']) }),
    },
    (text) => process.stderr.write(`${text}\n`),
  );
  if (values.results !== undefined) appendFileSync(values.results, `${JSON.stringify(result)}\n`);
  const sizes = result.quarters.map((size) => size.toFixed(0)).join(', ');
  const verdict = result.faults.length === 0 ? 'passed' : `FAILED: ${result.faults.join('; ')}`;
  process.stderr.write(
    `soak, ${guarantee}: ${result.records} records in ${seconds} s, MB by quarter ${sizes}: ${verdict}\n`,
  );
  process.stdout.write(
    result.faults.length === 0 ? '1 passed, 0 failed, 0 skipped\n' : '0 passed, 1 failed, 0 skipped\n',
  );
  process.exitCode = result.faults.length === 0 ? 0 : 1;
}
