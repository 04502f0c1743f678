import {
  booleanType,
  type DynamicTableFactory,
  formatTimestamp,
  intType,
  MapValue,
  type OptionSet,
  option,
  ROW_KIND_SYMBOLS,
  type Row,
  type RowKind,
  type RowSink,
  type RowSinkPlan,
  resolveOptions,
  stringType,
  type TableContext,
  Timestamp,
  type Value,
} from '@tsql/core';

const printIdentifier = option('print-identifier', stringType, { doc: 'Stands before each row.' });
const standardError = option('standard-error', booleanType, { defaultValue: false, doc: 'Prints on stderr.' });
const sinkParallelism = option('sink.parallelism', intType(1), { doc: 'How many tasks print.' });
const connector = option('connector', stringType, { required: true, doc: "'print'" });

const PRINT_OPTIONS: OptionSet = {
  owner: "connector 'print'",
  options: [connector, printIdentifier, standardError, sinkParallelism] as OptionSet['options'],
};

/** Plans a table that takes rows as they are; shared by the sinks that write no bytes. */
export function planRowSink(context: TableContext, options: OptionSet, identifier: string): RowSinkPlan | undefined {
  let faults = 0;
  const resolved = resolveOptions({
    set: options,
    entries: context.entries,
    role: 'sink',
    span: context.span,
    accept(found) {
      faults++;
      context.accept(found);
    },
  });
  if (faults > 0) return undefined;
  return {
    kind: 'row-sink',
    connector: identifier,
    table: context.tableName,
    physical: context.schema.columns
      .filter((column) => column.kind === 'physical')
      .map(({ name, type }) => ({ name, type })),
    transport: resolved.toJSON(),
    changelogMode: 'all',
    metadata: [],
    primaryKey: context.schema.primaryKey?.columns ?? [],
  };
}

/** Flink's `print`: each row as `+I[1, a]`. */
export const printConnector: DynamicTableFactory = {
  identifier: 'print',
  options: PRINT_OPTIONS,
  metadata: [],
  planSink: (context) => planRowSink(context, PRINT_OPTIONS, 'print'),
  async openRowSink(plan: RowSinkPlan): Promise<RowSink> {
    const transport = plan.transport as Record<string, unknown>;
    const stream = transport['standard-error'] === true ? process.stderr : process.stdout;
    const identifier = transport['print-identifier'] === undefined ? '' : `${String(transport['print-identifier'])}> `;
    return {
      open: async () => {},
      write(row: Row, kind: RowKind) {
        stream.write(`${identifier}${ROW_KIND_SYMBOLS[kind]}[${row.map(show).join(', ')}]\n`);
      },
      flush: async () => {},
      close: async () => {},
    };
  },
};

function show(value: Value): string {
  if (value === null) return 'null';
  if (value instanceof Timestamp) return formatTimestamp(value, undefined, 'T');
  if (value instanceof Uint8Array) return `[${[...value].join(', ')}]`;
  if (value instanceof MapValue)
    return `{${value.keys.map((key, index) => `${show(key)}=${show(value.values[index] ?? null)}`).join(', ')}}`;
  return Array.isArray(value) ? `[${value.map(show).join(', ')}]` : String(value);
}
