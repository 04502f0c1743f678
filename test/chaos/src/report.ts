import { FAULTS } from './faults.js';
import type { RoundResult } from './results.js';

/** The results as a table in Markdown: a line for each series of rounds. */
export function report(results: readonly RoundResult[]): string {
  const series = new Map<string, RoundResult[]>();
  for (const result of results) {
    const key = `${result.guarantee} | ${result.instances} | ${result.fault} | ${result.seed}`;
    series.set(key, [...(series.get(key) ?? []), result]);
  }
  const faults = Object.keys(FAULTS);
  const rank = ([key, [first]]: [string, RoundResult[]]) =>
    `${first?.guarantee === 'exactly-once' ? 0 : 1}${first?.instances}${faults.indexOf(first?.fault ?? '')}${key}`;
  const rows = [...series].sort((a, b) => (rank(a) < rank(b) ? -1 : 1)).map(([key, rounds]) => row(key, rounds));
  return [
    '| guarantee | instances | fault | seed | rounds | passed | records | lost | duplicated | out of order | ended by itself |',
    '|---|---|---|---|---|---|---|---|---|---|---|',
    ...rows,
  ].join('\n');
}

function row(key: string, rounds: readonly RoundResult[]): string {
  const sum = (pick: (result: RoundResult) => number) => rounds.reduce((total, each) => total + pick(each), 0);
  const cells = [
    rounds.length,
    sum(({ faults }) => (faults.length === 0 ? 1 : 0)),
    sum(({ fed }) => fed).toLocaleString('en-US'),
    sum(({ lost }) => lost),
    sum(({ duplicated }) => duplicated).toLocaleString('en-US'),
    sum(({ disordered }) => disordered),
    sum(({ exits, fenced }) => exits.length + fenced.length),
  ];
  return `| ${key} | ${cells.join(' | ')} |`;
}
