// Results as text: tables that read well as they are, and as Markdown.
import { goalsOf } from './figures.mjs';

/** Columns of a job's table. */
const COLUMNS = [
  ['runs', 'runs'],
  ['cpuPerMillion', 'CPU s per million records'],
  ['recordsPerSecond', 'records/s'],
  ['wholeRunRecordsPerSecond', 'records/s with start and end'],
  ['cpuMs', 'CPU ms'],
  ['wholeRunMs', 'whole run ms'],
  ['firstMs', 'first record ms'],
  ['peakMegabytesFew', 'peak MB, few records'],
  ['peakMegabytes', 'peak MB'],
];

const TITLES = {
  A: 'A: JSON split into key and value, four of five pass, at-least-once',
  'A′': 'A′: as A, one record in ten is written in another way',
  B: 'B: as A, exactly-once',
  C: 'C: raw copy with headers and timestamps',
  D: 'D: A over one record, from the start of the process',
  E: 'E: JSON to Avro',
};

function shown(number) {
  if (number === undefined || !Number.isFinite(number)) return '–';
  const digits = Number(number.toPrecision(3));
  return digits >= 1000 ? Math.round(digits).toLocaleString('en') : String(digits);
}

function table(head, rows) {
  const widths = head.map((cell, i) => Math.max(cell.length, ...rows.map((row) => row[i].length)));
  const line = (cells) =>
    `| ${cells.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join(' | ')} |`;
  const rule = `|${widths.map((width, i) => (i === 0 ? '-'.repeat(width + 2) : `${'-'.repeat(width + 1)}:`)).join('|')}|`;
  return [line(head), rule, ...rows.map(line)].join('\n');
}

/** One job's programs, each with its figures and how many times tsql's CPU it took. */
export function jobText(job, programs) {
  const entries = Object.entries(programs);
  const columns = COLUMNS.filter(([key]) => entries.some(([, figures]) => figures[key] !== undefined));
  const costs = ({ cpuPerMillion, cpuMs }) => cpuPerMillion ?? cpuMs;
  const base = programs.tsql === undefined ? undefined : costs(programs.tsql);
  const rows = entries.map(([name, figures]) => [
    name,
    ...columns.map(([key]) => shown(figures[key])),
    base === undefined ? '–' : shown(costs(figures) / base),
  ]);
  return `### ${TITLES[job]}\n\n${table(['program', ...columns.map(([, title]) => title), 'CPU to tsql'], rows)}`;
}

export function latencyText({ p50Ms, p95Ms, p99Ms, maxMs, records, perSecond }, what = 'acknowledged') {
  const head = ['', 'p50 ms', 'p95 ms', 'p99 ms', 'highest ms'];
  const row = ['tsql', ...[p50Ms, p95Ms, p99Ms, maxMs].map(shown)];
  return `### Streaming at ${perSecond} records/s, ${records} records: from arrival to output that is ${what}\n\n${table(head, [row])}`;
}

export function goalsText(results) {
  const rows = goalsOf(results).map(({ text, found, most, least, isMet }) => [
    text,
    shown(found),
    most === undefined ? `at least ${shown(least)}` : `at most ${shown(most)}`,
    isMet === undefined ? 'not measured' : isMet ? 'yes' : 'NO',
  ]);
  return `### Goals\n\n${table(['what', 'found', 'goal', 'met'], rows)}`;
}

export function profileText(parts) {
  const total = Object.values(parts).reduce((sum, each) => sum + each, 0);
  const rows = Object.entries(parts).map(([name, cost]) => [
    name,
    shown(cost),
    `${Math.round((cost / total) * 100)} %`,
  ]);
  return `### Job A by part\n\n${table(['part', 'µs of CPU per record', 'share'], [...rows, ['all', shown(total), '']])}`;
}

/** The page of the last run. */
export function document(results) {
  const { at, machine, cores, node, load, records, rounds, jobs, latency, profile } = results;
  return `${[
    '# Performance',
    `The last run of \`pnpm bench --doc docs/performance.md\` (what runs and how it is measured: \`bench/README.md\`): ${at.slice(0, 10)},
${machine}, ${cores} cores, load ${load.toFixed(1)} at the start, Node ${node}, Kafka on the same machine. Medians of ${rounds} round${rounds === 1 ? '' : 's'};
slow programs run once. CPU per record and records/s are the slope between ${records.few.toLocaleString('en')} and ${records.all.toLocaleString('en')} records. Every
output was read back and is right.`,
    goalsText(results).replace('### ', '## '),
    '## Jobs',
    ...Object.entries(jobs).map(([job, programs]) => jobText(job, programs)),
    ...(latency === undefined ? [] : [latencyText(latency)]),
    ...(results.latencyExactlyOnce === undefined
      ? []
      : [latencyText(results.latencyExactlyOnce, 'seen by read_committed, exactly-once')]),
    ...(profile === undefined ? [] : [profileText(profile).replace('### ', '## ')]),
  ].join('\n\n')}\n`;
}
