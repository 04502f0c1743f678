import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { RoundOutcome } from './round.js';
import type { Setting } from './settings.js';

/** A round's line in the results. */
export interface RoundResult extends RoundOutcome, Setting {
  readonly fault: string;
  readonly round: number;
  /** ISO 8601. */
  readonly at: string;
  readonly seconds: number;
  /** The commit of what was run. */
  readonly commit: string;
}

/** Which rounds belong together: one goes on where the other stopped. */
export type Series = Pick<RoundResult, 'seed' | 'guarantee' | 'instances' | 'fault'>;

/** A file of JSON lines, one a round; each is written when its round is over. */
export class Results {
  constructor(private readonly file: string) {}

  append(result: RoundResult): void {
    mkdirSync(dirname(this.file), { recursive: true });
    appendFileSync(this.file, `${JSON.stringify(result)}\n`);
  }

  read(): RoundResult[] {
    if (!existsSync(this.file)) return [];
    return readFileSync(this.file, 'utf8')
      .split('\n')
      .filter((line) => line.endsWith('}'))
      .map((line) => JSON.parse(line) as RoundResult);
  }

  /** The number of the round that comes next; rounds are numbered from 1. */
  next(series: Series): number {
    const done = this.read().filter((result) => isOf(result, series));
    return Math.max(0, ...done.map(({ round }) => round)) + 1;
  }
}

function isOf(result: RoundResult, series: Series): boolean {
  return (['seed', 'guarantee', 'instances', 'fault'] as const).every((key) => result[key] === series[key]);
}
