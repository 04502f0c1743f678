import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { FAULTS } from './faults.js';
import { GUARANTEES, type Guarantee } from './settings.js';

const root = join(dirname(fileURLToPath(import.meta.url)), '../../..');

export interface ChaosOptions {
  readonly seed: number;
  /** Of each fault, those of earlier runs included. */
  readonly rounds: number;
  readonly faults: readonly string[];
  readonly guarantee: Guarantee;
  /** What the records are held to: the job's own guarantee unless told. */
  readonly checkAs: Guarantee;
  readonly instances: number;
  /** The first round; behind the last one in the results unless told. */
  readonly resumeFrom: number | undefined;
  /** Ends between two rounds after so many minutes. */
  readonly minutes: number;
  readonly results: string;
  readonly tsql: string;
  readonly firstPort: number | undefined;
  readonly keepFiles: boolean;
  readonly report: boolean;
}

export const USAGE = `pnpm test:chaos [--seed N] [--rounds N] [--fault NAME,…|all] [--guarantee ${GUARANTEES.join('|')}] [--instances N]
  [--resume-from ROUND] [--minutes N] [--results FILE] [--check-as GUARANTEE] [--tsql PATH] [--first-port PORT] [--keep-files]
pnpm test:chaos --report [--results FILE]

A round: numbered records are fed, the fault happens, and a read_committed reader counts what came out. Each round's result is
appended to the file; the same command goes on behind the last round that is in there.

${Object.entries(FAULTS)
  .map(([name, { doc }]) => `  ${name.padEnd(16)}${doc}`)
  .join('\n')}
`;

/** Throws with what was wrong and what is allowed. */
export function readOptions(args: readonly string[]): ChaosOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seed: { type: 'string', default: '1' },
      rounds: { type: 'string', default: '10' },
      fault: { type: 'string', default: 'kill' },
      guarantee: { type: 'string', default: 'exactly-once' },
      'check-as': { type: 'string' },
      instances: { type: 'string', default: '1' },
      'resume-from': { type: 'string' },
      minutes: { type: 'string', default: '1000000' },
      results: { type: 'string', default: join(root, '.cache', 'chaos.jsonl') },
      tsql: { type: 'string', default: join(root, 'bin', 'tsql') },
      'first-port': { type: 'string' },
      'keep-files': { type: 'boolean', default: false },
      report: { type: 'boolean', default: false },
    },
  });
  const guarantee = oneOf('guarantee', values.guarantee, GUARANTEES);
  return {
    seed: natural('seed', values.seed),
    rounds: natural('rounds', values.rounds),
    faults:
      values.fault === 'all'
        ? Object.keys(FAULTS)
        : values.fault.split(',').map((name) => oneOf('fault', name, Object.keys(FAULTS))),
    guarantee,
    checkAs: values['check-as'] === undefined ? guarantee : oneOf('check-as', values['check-as'], GUARANTEES),
    instances: natural('instances', values.instances),
    resumeFrom: values['resume-from'] === undefined ? undefined : natural('resume-from', values['resume-from']),
    minutes: natural('minutes', values.minutes),
    results: values.results,
    tsql: values.tsql,
    firstPort: values['first-port'] === undefined ? undefined : natural('first-port', values['first-port']),
    keepFiles: values['keep-files'],
    report: values.report,
  };
}

function natural(name: string, text: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value > 0) return value;
  throw new Error(`--${name} ${text}: a positive integer is wanted`);
}

function oneOf<T extends string>(name: string, text: string, allowed: readonly T[]): T {
  const found = allowed.find((each) => each === text);
  if (found === undefined) throw new Error(`--${name} ${text}: allowed are ${allowed.join(', ')}`);
  return found;
}
