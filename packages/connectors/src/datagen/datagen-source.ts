import type { LogicalType, Row, RowSource, RowSourcePlan } from '@tsql/core';
import { createGenerator, type Generator, type GeneratorContext } from './generator.js';
import type { GeneratorPlan } from './generator-plan.js';

export interface DatagenTransport {
  readonly rowsPerSecond: number;
  readonly numberOfRows: number | undefined;
  readonly seed: number | undefined;
  /** By position of the physical columns. */
  readonly fields: readonly GeneratorPlan[];
}

const MAX_ROWS = 10_000;
/** Rows of this much time are made at once, so that a high rate needs no timer for each. Milliseconds. */
const AHEAD_MS = 10;

/** Makes rows at the table's rate until the number of rows or a sequence is used up. */
export class DatagenSource implements RowSource {
  private readonly generators: readonly Generator[];
  private readonly limit: number;
  private readonly rowsPerMs: number;
  private made = 0;
  private startedAt = 0;

  constructor(plan: RowSourcePlan, context: GeneratorContext) {
    const { fields, numberOfRows, rowsPerSecond } = plan.transport as DatagenTransport;
    this.generators = plan.physical.map(({ type }: { type: LogicalType }, index) =>
      createGenerator(type, fields[index] as GeneratorPlan, context),
    );
    this.rowsPerMs = rowsPerSecond / 1000;
    const lengths = fields.map((field) => (field.kind === 'sequence' ? lengthOf(field) : Number.POSITIVE_INFINITY));
    this.limit = Math.min(numberOfRows ?? Number.POSITIVE_INFINITY, ...lengths);
  }

  async open(): Promise<void> {
    this.startedAt = performance.now();
  }

  async poll(maxWaitMs: number): Promise<readonly Row[] | null> {
    if (this.made >= this.limit) return null;
    const wait = Math.min(maxWaitMs, this.startedAt + this.made / this.rowsPerMs - performance.now());
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    const due = 1 + Math.floor((performance.now() - this.startedAt + AHEAD_MS) * this.rowsPerMs);
    const count = Math.max(0, Math.min(due, this.limit, this.made + MAX_ROWS) - this.made);
    return Array.from({ length: count }, () => this.next());
  }

  async close(): Promise<void> {}

  private next(): Row {
    const rowNumber = this.made++;
    return this.generators.map((generate) => generate(rowNumber));
  }
}

/** A sequence that ends before it starts yields its start, as Flink's. */
function lengthOf({ start, end }: { readonly start: string; readonly end: string }): number {
  return Math.max(1, Number(BigInt(end) - BigInt(start) + 1n));
}
