import {
  booleanType,
  type DynamicTableFactory,
  intType,
  type OptionSet,
  option,
  type RowSink,
  type RowSinkPlan,
  stringType,
  type TaskPlace,
} from '@tsql/core';
import { planRowSink } from '../plan-row-sink.js';
import { rowText } from './row-text.js';

const PRINT_OPTIONS: OptionSet = {
  owner: "connector 'print'",
  options: [
    option('connector', stringType, { required: true, doc: "'print'" }),
    option('print-identifier', stringType, { doc: "Stands before each row, with '> ' behind it." }),
    option('standard-error', booleanType, { defaultValue: false, doc: 'Prints on stderr.' }),
    option('sink.parallelism', intType(1), { doc: 'How many tasks print; each shows its number.' }),
  ] as OptionSet['options'],
};

/** Characters that are gathered before they are written, so that many rows make few writes. */
const CHUNK = 1 << 16;

/** Flink's `print`: each row as `+I[1, a]`. */
export const printConnector: DynamicTableFactory = {
  identifier: 'print',
  options: PRINT_OPTIONS,
  metadata: [],
  planSink: (context) => planRowSink(context, PRINT_OPTIONS, 'print'),
  openRowSink: async (plan, { task }) => new PrintSink(plan, task),
};

class PrintSink implements RowSink {
  private readonly stream: NodeJS.WriteStream;
  private readonly prefix: () => string;
  private readonly text: ReturnType<typeof rowText>;
  private pending = '';

  constructor(plan: RowSinkPlan, task: TaskPlace | undefined) {
    const options = plan.transport as Record<string, unknown>;
    this.stream = options['standard-error'] === true ? process.stderr : process.stdout;
    const identifier = String(options['print-identifier'] ?? '');
    this.prefix =
      task === undefined
        ? prefixes(identifier, Number(options['sink.parallelism'] ?? 1))
        : () => taskPrefix(identifier, task.index + 1);
    this.text = rowText(plan.physical.map(({ type }) => type));
  }

  async open(): Promise<void> {}

  readonly write: RowSink['write'] = (row, kind) => {
    if (this.pending === '') setImmediate(() => this.print());
    this.pending += `${this.prefix()}${this.text(row, kind)}\n`;
    if (this.pending.length >= CHUNK) this.print();
  };

  async flush(): Promise<void> {
    this.print();
  }

  async close(): Promise<void> {
    this.print();
  }

  private print(): void {
    if (this.pending !== '') this.stream.write(this.pending);
    this.pending = '';
  }
}

/** What stands before the rows: the identifier, and the tasks' numbers in turn where there are several. */
function prefixes(identifier: string, parallelism: number): () => string {
  if (parallelism === 1) {
    const prefix = identifier === '' ? '' : `${identifier}> `;
    return () => prefix;
  }
  let task = 0;
  return () => {
    task = (task % parallelism) + 1;
    return taskPrefix(identifier, task);
  };
}

function taskPrefix(identifier: string, task: number): string {
  return identifier === '' ? `${task}> ` : `${identifier}:${task}> `;
}
