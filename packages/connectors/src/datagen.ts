import {
  type DynamicTableFactory,
  type LogicalType,
  longType,
  type OptionSet,
  option,
  type Row,
  type RowSource,
  type RowSourcePlan,
  resolveOptions,
  stringType,
  type TableContext,
  Timestamp,
  type Value,
} from '@tsql/core';

const connector = option('connector', stringType, { required: true, doc: "'datagen'" });
const rowsPerSecond = option('rows-per-second', longType(1), {
  defaultValue: 10_000,
  doc: 'How many rows a second are made.',
});
const numberOfRows = option('number-of-rows', longType(0), {
  doc: 'How many rows are made; without it the table never ends.',
});

const DATAGEN_OPTIONS: OptionSet = {
  owner: "connector 'datagen'",
  options: [connector, rowsPerSecond, numberOfRows] as OptionSet['options'],
  openPrefixes: ['fields.'],
};

interface FieldSettings {
  readonly kind: 'random' | 'sequence';
  readonly start: number;
  readonly end: number;
  readonly length: number;
}

interface DatagenTransport {
  readonly rowsPerSecond: number;
  readonly numberOfRows: number | undefined;
  readonly fields: readonly FieldSettings[];
}

function plan(context: TableContext): RowSourcePlan | undefined {
  let faults = 0;
  const resolved = resolveOptions({
    set: DATAGEN_OPTIONS,
    entries: context.entries,
    role: 'source',
    span: context.span,
    accept(found) {
      faults++;
      context.accept(found);
    },
  });
  if (faults > 0) return undefined;
  const physical = context.schema.columns
    .filter((column) => column.kind === 'physical')
    .map(({ name, type }) => ({ name, type }));
  const text = (name: string, key: string) => context.entries.get(`fields.${name}.${key}`)?.value;
  const fields = physical.map(({ name }): FieldSettings => {
    const isSequence = text(name, 'kind') === 'sequence';
    return {
      kind: isSequence ? 'sequence' : 'random',
      start: Number(text(name, isSequence ? 'start' : 'min') ?? 0),
      end: Number(text(name, isSequence ? 'end' : 'max') ?? 2_147_483_647),
      length: Number(text(name, 'length') ?? 100),
    };
  });
  const transport: DatagenTransport = {
    rowsPerSecond: resolved.get(rowsPerSecond) ?? 10_000,
    numberOfRows: resolved.get(numberOfRows),
    fields,
  };
  const isBounded = transport.numberOfRows !== undefined || fields.some((field) => field.kind === 'sequence');
  return {
    kind: 'row-source',
    connector: 'datagen',
    table: context.tableName,
    physical,
    transport,
    isBounded,
    changelogMode: 'insert-only',
    metadata: [],
  };
}

const LETTERS = '0123456789abcdef';

/** Flink's `datagen`: rows of sequences and random values. */
export const datagenConnector: DynamicTableFactory = {
  identifier: 'datagen',
  options: DATAGEN_OPTIONS,
  metadata: [],
  planSource: plan,
  openRowSource: async (planned) => new DatagenSource(planned),
};

class DatagenSource implements RowSource {
  private made = 0;
  private startedAt = 0;
  private readonly transport: DatagenTransport;
  private readonly limit: number;

  constructor(private readonly plan: RowSourcePlan) {
    this.transport = plan.transport as DatagenTransport;
    const ends = this.transport.fields
      .filter((field) => field.kind === 'sequence')
      .map((field) => field.end - field.start + 1);
    this.limit = Math.min(this.transport.numberOfRows ?? Number.POSITIVE_INFINITY, ...ends);
  }

  async open(): Promise<void> {
    this.startedAt = Date.now();
  }

  async poll(maxWaitMs: number): Promise<readonly Row[] | null> {
    if (this.made >= this.limit) return null;
    const due = Math.floor(((Date.now() - this.startedAt) / 1000 + 0.05) * this.transport.rowsPerSecond) + 1;
    const count = Math.min(due - this.made, this.limit - this.made, 10_000);
    if (count <= 0) await new Promise((resolve) => setTimeout(resolve, Math.min(maxWaitMs, 50)));
    return Array.from({ length: Math.max(0, count) }, () => this.next());
  }

  async close(): Promise<void> {}

  private next(): Row {
    const number = this.made++;
    return this.plan.physical.map(({ type }, index) =>
      make(type, this.transport.fields[index] as FieldSettings, number),
    );
  }
}

function make(type: LogicalType, field: FieldSettings, number: number): Value {
  const value =
    field.kind === 'sequence'
      ? field.start + number
      : field.start + Math.floor(Math.random() * (field.end - field.start + 1));
  switch (type.kind) {
    case 'CHAR':
    case 'VARCHAR':
      if (field.kind === 'sequence') return String(value);
      return Array.from(
        { length: Math.min(field.length, type.length) },
        () => LETTERS[Math.floor(Math.random() * 16)],
      ).join('');
    case 'BOOLEAN':
      return Math.random() < 0.5;
    case 'BIGINT':
      return BigInt(value);
    case 'DECIMAL':
      return BigInt(value) * 10n ** BigInt(type.scale);
    case 'TIMESTAMP':
    case 'TIMESTAMP_LTZ':
      return new Timestamp(Date.now());
    case 'TINYINT':
    case 'SMALLINT':
    case 'INTEGER':
    case 'FLOAT':
    case 'DOUBLE':
      return value;
    default:
      return null;
  }
}
