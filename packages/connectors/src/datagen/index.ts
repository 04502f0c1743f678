import {
  type DynamicTableFactory,
  type RowSourcePlan,
  resolveOptions,
  seededRandom,
  type TableContext,
} from '@tsql/core';
import { countingFaults } from '../counting-faults.js';
import { physicalFields } from '../physical-fields.js';
import { DatagenSource, type DatagenTransport } from './datagen-source.js';
import { DATAGEN_OPTIONS, numberOfRows, rowsPerSecond, seed, tableOptions } from './options.js';
import { GeneratorPlanner } from './plan-generator.js';

/** Flink's `datagen`: rows of sequences and random values. */
export const datagenConnector: DynamicTableFactory = {
  identifier: 'datagen',
  options: DATAGEN_OPTIONS,
  metadata: [],
  planSource: plan,
  async openRowSource(planned, { now, random }) {
    const { seed: given } = planned.transport as DatagenTransport;
    return new DatagenSource(planned, { now, random: given === undefined ? random : seededRandom(given) });
  },
};

function plan(context: TableContext): RowSourcePlan | undefined {
  const { accept, faults } = countingFaults(context.accept);
  const physical = physicalFields(context);
  const planner = new GeneratorPlanner({ ...context, accept });
  const fields = physical.map(({ name, type }) => planner.column(name, type));
  const options = resolveOptions({
    set: tableOptions(planner.options),
    entries: context.entries,
    role: 'source',
    span: context.span,
    accept,
  });
  const known = fields.filter((field) => field !== undefined);
  if (faults() > 0 || known.length < fields.length) return undefined;
  const transport: DatagenTransport = {
    rowsPerSecond: options.get(rowsPerSecond) ?? 10_000,
    numberOfRows: options.get(numberOfRows),
    seed: options.get(seed),
    fields: known,
  };
  return {
    kind: 'row-source',
    connector: 'datagen',
    table: context.tableName,
    physical,
    transport,
    isBounded: transport.numberOfRows !== undefined || known.some((field) => field.kind === 'sequence'),
    changelogMode: 'insert-only',
    metadata: [],
  };
}
