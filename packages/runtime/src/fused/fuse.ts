import {
  type Cell,
  CellKind,
  type FormatFactory,
  type PartPlan,
  type RecordBatch,
  RowKind,
  type SerializationSchema,
  type Value,
} from '@tsql/core';
import type { EvaluationContext } from '@tsql/functions';
import type { Expression } from '@tsql/planner';
import { ExpressionCompiler } from '../expression/compile.js';
import type { OutputBatchWriter } from '../record/output-batch-writer.js';
import { GeneratedCode } from './code.js';
import type { FusiblePlan } from './fusible.js';
import { inlineCondition } from './inline-condition.js';

/**
 * Takes records `from` to the batch's end from source to sink. Returns the index of the first record that it left: because the
 * target is full, or because the record is unusual and has to go through the stages (an evaluation that fails is left too, so
 * that it fails there). The caller tells the two apart by the target.
 */
export type FusedStep = (batch: RecordBatch, from: number, target: OutputBatchWriter) => number;

export interface FuseContext {
  readonly formats: ReadonlyMap<string, FormatFactory>;
  readonly evaluation: EvaluationContext;
  /** Where records go under the partitioner 'fixed'. */
  readonly fixedPartition: number;
  readonly serializers: { readonly key: SerializationSchema | undefined; readonly value: SerializationSchema };
}

/** Generates the step of a job, or undefined where a format has no generated reader for it. */
export function fuse(plan: FusiblePlan, context: FuseContext): FusedStep | undefined {
  return new Fusion(plan, context).build();
}

/** Names inside of the generated function. */
const SOURCE = 'source';
const WRITER = 'writer';
const BYTES = 'bytes';
const LENGTH = 'length';

class Fusion {
  private readonly code = new GeneratedCode();
  /** By column of the source's row: physical, then metadata. */
  private readonly cells: (Cell | undefined)[] = [];

  constructor(
    private readonly plan: FusiblePlan,
    private readonly context: FuseContext,
  ) {}

  build(): FusedStep | undefined {
    const { source, sink, node } = this.plan;
    // What needs more than the record's own bytes goes through the stages.
    if (source.key !== undefined || source.metadata.length > 0 || sink.metadata.length > 0) return undefined;
    if (sink.partitioner === 'round-robin') return undefined;
    const { code } = this;
    code.emit(`const ${SOURCE} = Buffer.from(batch.slab.buffer, batch.slab.byteOffset, batch.slab.length);`);
    code.emit(`const ${WRITER} = target.slab; let ${BYTES} = ${WRITER}.bytes; let ${LENGTH} = ${WRITER}.length;`);
    code.emit(`let i = from, mark = ${LENGTH};`);
    code.emit('try { records: for (; i < batch.count; i++) {');
    code.emit(`mark = ${LENGTH}; if (target.isFullAt(${LENGTH})) break;`);
    code.emit('const start = batch.valueStart[i], end = batch.valueEnd[i];');
    // A null value is the format's business, an empty one too.
    code.emit('if (start < 0 || start === end) break;');
    if (!this.readValue()) return undefined;
    const row = code.constant(new Array(source.physical.length).fill(null));
    this.filter(row);
    this.checkNotNull(node.notNull.map(({ index }) => index));
    const outputs = this.evaluateOutputs(row);
    if (!this.writePart('key', sink.key, outputs) || !this.writePart('value', sink.value, outputs)) return undefined;
    code.emit(`target.finish(${sink.partitioner === 'fixed' ? this.context.fixedPartition : -1}, NaN);`);
    code.emit('} } catch { }');
    // What was begun of a record that is left is taken back.
    code.emit(`${WRITER}.truncate(i < batch.count ? mark : ${LENGTH}); return i;`);
    return code.build(['batch', 'from', 'target']);
  }

  private readValue(): boolean {
    const { value } = this.plan.source;
    const cells = this.context.formats.get(value.format.identifier)?.generateReader?.(value.format, {
      code: this.code,
      source: SOURCE,
      start: 'start',
      end: 'end',
      giveUp: 'break records;',
    });
    if (cells === undefined) return false;
    for (const [field, column] of value.projection.entries()) this.cells[column] = cells[field];
    return true;
  }

  private filter(row: string): void {
    const { condition } = this.plan;
    if (condition === undefined) return;
    const inline = inlineCondition(condition, this.cells, this.code, SOURCE);
    if (inline !== undefined) {
      this.code.emit(`if (!(${inline})) continue records;`);
      return;
    }
    const compiler = new ExpressionCompiler(this.context.evaluation);
    const result = compiler.expression(condition);
    const passes = compiler.build<(row: readonly Value[]) => boolean>(`${result} === true`);
    this.fillRow([condition], row);
    this.code.emit(`if (!${this.code.constant(passes)}(${row})) continue records;`);
  }

  /** NULL in a NOT NULL column: the stages say what is wrong, or drop the record. */
  private checkNotNull(columns: readonly number[]): void {
    for (const column of columns) {
      const output = this.plan.outputs[column];
      const cell = output?.kind === 'input' ? this.cells[output.index] : undefined;
      if (cell !== undefined) this.code.emit(`if (${cell.kind} === ${CellKind.NULL}) break records;`);
    }
  }

  /** Cells for columns that are handed through, names of values for those that are computed. */
  private evaluateOutputs(row: string): readonly (Cell | string)[] {
    const { outputs, node } = this.plan;
    const computed = outputs.filter((output) => !this.isCell(output));
    if (computed.length > 0) this.fillRow(computed, row);
    return outputs.map((output, index) => {
      const cell = output.kind === 'input' ? this.cells[output.index] : undefined;
      if (cell !== undefined) return cell;
      const compiler = new ExpressionCompiler(this.context.evaluation);
      const result = compiler.expression(output);
      const evaluate = this.code.constant(compiler.build(result));
      const name = this.code.local();
      this.code.emit(`${name} = ${evaluate}(${row});`);
      if (node.notNull.some((column) => column.index === index)) this.code.emit(`if (${name} === null) break records;`);
      return name;
    });
  }

  private isCell(expression: Expression): boolean {
    return expression.kind === 'input' && this.cells[expression.index] !== undefined;
  }

  /** Makes the values that expressions read. */
  private fillRow(expressions: readonly Expression[], row: string): void {
    const needed = new Set<number>();
    for (const expression of expressions) collectInputs(expression, needed);
    for (const column of needed) {
      const cell = this.cells[column];
      if (cell !== undefined) this.code.emit(`${row}[${column}] = ${this.valueOf(cell)};`);
    }
  }

  private valueOf({ kind, start, end, value, parse }: Cell): string {
    const parsed = `${this.code.constant(parse)}(${SOURCE}, ${start}, ${end})`;
    return `${kind} === ${CellKind.TEXT} ? ${parsed} : ${kind} === ${CellKind.NULL} ? null : ${value}`;
  }

  private writePart(part: 'key' | 'value', plan: PartPlan | undefined, outputs: readonly (Cell | string)[]): boolean {
    const { code } = this;
    if (plan === undefined) {
      code.emit(`target.${part}(-1, -1);`);
      return true;
    }
    const fields = plan.projection.map((column) => outputs[column] as Cell | string);
    const start = code.local();
    code.emit(`${start} = ${LENGTH};`);
    const factory = this.context.formats.get(plan.format.identifier);
    const request = { code, source: SOURCE, writer: WRITER, bytes: BYTES, length: LENGTH, fields };
    if (factory?.generateWriter?.(plan.format, request) !== true) {
      return this.writeByReference(part, fields, start);
    }
    code.emit(`target.${part}(${start}, ${LENGTH});`);
    return true;
  }

  /** Formats without a generated writer take a row. */
  private writeByReference(part: 'key' | 'value', fields: readonly (Cell | string)[], start: string): boolean {
    const { code } = this;
    const serializer = this.context.serializers[part];
    if (serializer === undefined) return false;
    const row = code.constant(new Array(fields.length).fill(null));
    for (const [index, field] of fields.entries()) {
      code.emit(`${row}[${index}] = ${typeof field === 'string' ? field : this.valueOf(field)};`);
    }
    code.emit(`${WRITER}.length = ${LENGTH};`);
    const isThere = `${code.constant(serializer)}.serialize(${row}, ${RowKind.INSERT}, ${WRITER})`;
    code.emit(`target.${part}(${isThere} ? ${start} : -1, ${WRITER}.length);`);
    code.emit(`${LENGTH} = ${WRITER}.length; ${BYTES} = ${WRITER}.bytes;`);
    return true;
  }
}

function collectInputs(expression: Expression, found: Set<number>): void {
  switch (expression.kind) {
    case 'input':
      found.add(expression.index);
      return;
    case 'literal':
      return;
    case 'field':
    case 'cast':
      collectInputs(expression.input, found);
      return;
    case 'call':
      for (const argument of expression.arguments) collectInputs(argument, found);
      return;
    case 'and':
    case 'or':
      for (const operand of expression.operands) collectInputs(operand, found);
      return;
    case 'case':
      for (const { when, then } of expression.branches) {
        collectInputs(when, found);
        collectInputs(then, found);
      }
      collectInputs(expression.otherwise, found);
  }
}
