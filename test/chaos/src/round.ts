import { setTimeout as delay } from 'node:timers/promises';
import type { Fault } from './faults.js';
import type { JobExit } from './job-process.js';
import type { Findings } from './ledger.js';
import { Random } from './random.js';
import type { Guarantee } from './settings.js';
import type { World } from './world.js';

/** What a round came to. */
export interface RoundOutcome extends Findings {
  /** What chance has chosen. */
  readonly note: string;
  /** Records fed in this round. */
  readonly fed: number;
  /** Processes that ended by themselves and were started again. */
  readonly exits: readonly JobExit[];
  /** Processes that ended because another had their name. */
  readonly fenced: readonly JobExit[];
  /** What is wrong; nothing where the round has passed. */
  readonly faults: readonly string[];
}

/** How long the last record may take after the fault is over. Above the time-outs of sessions and transactions together. */
const COMPLETE_WITHIN_MS = 45_000;
/** A record that comes twice comes soon. */
const QUIET_MS = 300;
const RATES = [500, 2_000, 8_000];
/** A start had no answer in time: one that runs has patience. */
const OUTLASTED = new Set(['TSQL_KAFKA_UNREACHABLE']);
const BURST = { from: 5_000, to: 30_000 };

/** Feeds, lets the fault happen, and holds what came out to the guarantee. */
export async function runRound(
  world: World,
  { fault, name, round, checkAs }: { fault: Fault; name: string; round: number; checkAs: Guarantee },
): Promise<RoundOutcome> {
  const random = new Random(`${world.setting.seed}/${name}/${round}`);
  const before = { ...world.findings(), fed: total(world) };
  const rate = random.pick(RATES);
  const burst = random.isLikely(0.3) ? random.between(BURST.from, BURST.to) : 0;
  const afterwards = random.between(100, 800);
  world.feeder.start(rate, burst);
  const note = await fault.inject(world, random);
  await delay(afterwards);
  await world.feeder.stop();
  if (!(await world.untilComplete(COMPLETE_WITHIN_MS))) await complainOfMissing(world);
  await delay(QUIET_MS);
  const after = world.findings();
  const findings = {
    lost: after.lost - before.lost,
    duplicated: after.duplicated - before.duplicated,
    disordered: after.disordered - before.disordered,
    strange: after.strange - before.strange,
  };
  const exits = world.fleet.takeExits();
  const { fenced } = world;
  world.fenced = [];
  const faults = [
    ...wrongRecords(findings, checkAs),
    ...exits.flatMap((exit) => wrongExit(exit, fault.mayEnd)),
    ...fenced.flatMap((exit) => wrongExit(exit, 'any')),
    ...world.takeComplaints(),
  ];
  const sent = `${rate} records/s${burst > 0 ? ` behind ${burst}` : ''}`;
  return { ...findings, note: `${note}; ${sent}`, fed: total(world) - before.fed, exits, fenced, faults };
}

/** Are they lost, or does the job stand still? A new start tells. */
async function complainOfMissing(world: World): Promise<void> {
  const missing = world.missing().slice(0, 3).join('; ');
  for (const instance of world.fleet.instances) await world.fleet.kill(instance);
  const came = await world.untilComplete(COMPLETE_WITHIN_MS);
  world.complain(
    `missing after ${COMPLETE_WITHIN_MS} ms (${missing}); ${came ? 'they came after a new start' : 'lost'}`,
  );
}

function wrongRecords(found: Findings, checkAs: Guarantee): string[] {
  const kinds = ['lost', 'duplicated', 'disordered', 'strange'] as const;
  return kinds
    .filter((kind) => found[kind] !== 0 && !(kind === 'duplicated' && checkAs === 'at-least-once'))
    .map((kind) => `${found[kind]} ${kind}`);
}

/** A process that ends by itself has to say why, with a code; a crash and a fault of its own are no answers. */
function wrongExit({ instance, status, signal, codes }: JobExit, mayEnd: Fault['mayEnd']): string[] {
  const how = `instance ${instance} ended by itself: ${status ?? signal} ${codes.join(' ')}`.trimEnd();
  const isClear = status !== null && status > 0 && codes.length > 0 && !codes.includes('TSQL_INTERNAL_BUG');
  const may = mayEnd === 'any' || (mayEnd === 'outlasted' && codes.some((code) => OUTLASTED.has(code)));
  return isClear && may ? [] : [how];
}

function total({ feeder }: World): number {
  return [...feeder.fed.values()].reduce((sum, count) => sum + count, 0);
}
