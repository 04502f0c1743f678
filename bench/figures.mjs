// Figures out of runs.

/** Of an even number of figures the upper one in the middle. */
export const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];

/**
 * The figures of one program on one job. `rounds` has a pair of runs for each round: on few records and on all of them. The slope
 * between the two is what a record costs once the process has started.
 */
export function figuresOf(rounds, { fewer, count }) {
  const of = (which, pick) => median(rounds.map((round) => pick(round[which])));
  const slope = (pick) => median(rounds.map(({ few, all }) => (pick(all) - pick(few)) / (count - fewer)));
  return {
    runs: rounds.length,
    cpuPerMillion: slope(({ cpuSeconds }) => cpuSeconds) * 1e6,
    recordsPerSecond: 1 / slope(({ seconds }) => seconds),
    wholeRunRecordsPerSecond: count / of('all', ({ seconds }) => seconds),
    peakMegabytesFew: of('few', ({ peakMegabytes }) => peakMegabytes),
    peakMegabytes: of('all', ({ peakMegabytes }) => peakMegabytes),
    firstMs: of('all', ({ firstMs }) => firstMs),
  };
}

/** The figures of one program on a single record. */
export function singleFigures(runs) {
  const of = (pick) => median(runs.map(pick));
  return {
    runs: runs.length,
    cpuMs: of(({ cpuSeconds }) => cpuSeconds) * 1000,
    wholeRunMs: of(({ seconds }) => seconds) * 1000,
    peakMegabytes: of(({ peakMegabytes }) => peakMegabytes),
    firstMs: of(({ firstMs }) => firstMs),
  };
}

const figure = (job, program, name) => (results) => results.jobs[job]?.[program]?.[name];
const ratio = (above, below) => (results) => above(results) / below(results);
const cpu = (job, program) => figure(job, program, 'cpuPerMillion');
const peaks = (results) => [
  figure('A', 'tsql', 'peakMegabytesFew')(results),
  figure('A', 'tsql', 'peakMegabytes')(results),
];

/** What has to hold: a figure, and the most or the least that it may be. */
const GOALS = [
  { text: 'A: CPU per record, tsql to tuned Flink', of: ratio(cpu('A', 'tsql'), cpu('A', 'flink')), most: 1 / 5 },
  {
    text: 'A: CPU per record, tsql to the ordinary client',
    of: ratio(cpu('A', 'tsql'), cpu('A', 'ordinary client')),
    most: 1 / 4,
  },
  { text: 'A: CPU per record, tsql to the limit in C', of: ratio(cpu('A', 'tsql'), cpu('A', 'limit')), most: 1.5 },
  { text: 'CPU per record, A′ to A', of: ratio(cpu('A′', 'tsql'), cpu('A', 'tsql')), most: 2.5 },
  {
    text: 'CPU per record, B (exactly-once) to A (at-least-once)',
    of: ratio(cpu('B', 'tsql'), cpu('A', 'tsql')),
    most: 1.25,
  },
  {
    text: 'A: records/s, tsql with 4 tasks to Flink with 4',
    of: ratio(figure('A', 'tsql (4 tasks)', 'recordsPerSecond'), figure('A', 'flink (4 tasks)', 'recordsPerSecond')),
    least: 1.8,
    cores: 4,
  },
  { text: 'A: peak memory in MB', of: (results) => Math.max(...peaks(results)), most: 180 },
  {
    text: 'A: peak memory, all records to few',
    of: (results) => Math.max(...peaks(results)) / Math.min(...peaks(results)),
    most: 1.1,
  },
  { text: 'D: first record after ms', of: figure('D', 'tsql', 'firstMs'), most: 300 },
  {
    text: "D: first record, tsql's time to Flink's",
    of: ratio(figure('D', 'tsql', 'firstMs'), figure('D', 'flink', 'firstMs')),
    most: 1 / 15,
  },
  { text: 'Streaming, 100 records/s: p99 in ms', of: (results) => results.latency?.p99Ms, most: 50 },
  { text: 'B: share of the time that commits hold the job up', of: (results) => results.held?.share, most: 0.05 },
];

/** Each goal with its figure; `isMet` is undefined where it was not measured. */
export function goalsOf(results) {
  return GOALS.map(({ text, of, most, least, cores = 0 }) => {
    const found = results.cores < cores ? Number.NaN : Number(of(results) ?? Number.NaN);
    const isMet = Number.isFinite(found) ? (most === undefined ? found >= least : found <= most) : undefined;
    return { text, found: Number.isFinite(found) ? found : undefined, most, least, isMet };
  });
}
