import {
  type Cell,
  cellValueCode,
  type DeserializationSchema,
  type FormatFactory,
  type GeneratedChanges,
  GeneratedCode,
  isNullCode,
  type PartPlan,
  type ReaderRequest,
  type RecordBatch,
  RowKind,
  type SerializationSchema,
  type Value,
} from '@tsql/core';
import type { EvaluationContext } from '@tsql/functions';
import type { Expression } from '@tsql/planner';
import { ExpressionCompiler } from '../expression/compile.js';
import { HeaderCopier } from '../record/header-copier.js';
import { METADATA_READERS } from '../record/metadata-reader.js';
import type { OutputBatchWriter } from '../record/output-batch-writer.js';
import { timestampMillis, writeHeaders } from '../record/output-metadata.js';
import type { PartitionChoice } from '../record/partition-choice.js';
import type { FusiblePlan } from './fusible.js';
import { inlineCondition } from './inline-condition.js';
import { inputsOf } from './plan-inputs.js';

/**
 * Takes records `from` to the batch's end from source to sink. Returns the index of the first record that it left: because the
 * target is full, or because the record is unusual and has to go through the stages (an evaluation that fails is left too, so
 * that it fails there). The caller tells the two apart by the target.
 */
export type FusedStep = (batch: RecordBatch, from: number, target: OutputBatchWriter) => number;

/** The references of a record's parts. */
export interface PartSchemas<S> {
  readonly key: S | undefined;
  readonly value: S;
}

export interface FuseContext {
  readonly formats: ReadonlyMap<string, FormatFactory>;
  readonly evaluation: EvaluationContext;
  readonly partitions: PartitionChoice;
  readonly deserializers: PartSchemas<DeserializationSchema>;
  readonly serializers: PartSchemas<SerializationSchema>;
}

/** Generates the step of a job, or undefined where a format has no generated reader for it. */
export function fuse(plan: FusiblePlan, context: FuseContext): FusedStep | undefined {
  return new Fusion(plan, context).build();
}

/** Names inside of the generated function. */
const SOURCE = 'source';
const SOURCE_VIEW = 'sourceView';
const WRITER = 'writer';
const BYTES = 'bytes';
const VIEW = 'view';
const LENGTH = 'length';
/** The loop over a record's changes. */
const CHANGES = 'changes';

class Fusion {
  private readonly code = new GeneratedCode();
  /** By column of the source's row (physical, then metadata): a cell, or the name of a value. */
  private readonly columns: (Cell | string | undefined)[] = [];
  /** Where the source's records hold changes. */
  private changes: GeneratedChanges | undefined;

  constructor(
    private readonly plan: FusiblePlan,
    private readonly context: FuseContext,
  ) {}

  build(): FusedStep | undefined {
    const { source, sink, node, condition } = this.plan;
    const { code } = this;
    code.emit(`const ${SOURCE} = Buffer.from(batch.slab.buffer, batch.slab.byteOffset, batch.slab.length);`);
    code.emit(`const ${SOURCE_VIEW} = new DataView(${SOURCE}.buffer, ${SOURCE}.byteOffset, ${SOURCE}.length);`);
    code.emit(`const ${WRITER} = target.slab; let ${BYTES} = ${WRITER}.bytes, ${VIEW} = ${WRITER}.view;`);
    code.emit(`let ${LENGTH} = ${WRITER}.length;`);
    code.emit(`let i = from, mark = ${LENGTH}, finished = target.count, turn = 0;`);
    code.emit('try { records: for (; i < batch.count; i++) {');
    code.emit(`mark = ${LENGTH}; finished = target.count; if (target.isFullAt(${LENGTH})) break;`);
    const partitions = code.constant(this.context.partitions);
    code.emit(`turn = ${partitions}.turn;`);
    // Key before value: the value's copy of a column wins.
    if (!this.readPart('key', source.key) || !this.readPart('value', source.value)) return undefined;
    const row = code.constant(new Array(source.physical.length + source.metadata.length).fill(null));
    const first = inputsOf(condition === undefined ? [] : [condition]);
    if (!this.readMetadata((column) => first.has(column))) return undefined;
    this.filter(row);
    const used = inputsOf(this.plan.outputs.filter((_, index) => !this.isHandedOn(index)));
    if (!this.readMetadata((column) => used.has(column) && !first.has(column))) return undefined;
    const outputs = this.evaluateOutputs(row);
    this.checkNotNull(outputs, new Set(node.notNull.map(({ index }) => index)));
    if (!this.writePart('key', sink.key, outputs) || !this.writePart('value', sink.value, outputs)) return undefined;
    this.writeHeaders(outputs);
    code.emit(`target.finish(${partitions}.next(), ${this.timestamp(outputs)});`);
    if (this.changes !== undefined) code.emit('}');
    code.emit('} } catch { }');
    // What was begun of a record that is left is taken back.
    const takeBack = `target.truncate(finished, mark); ${partitions}.turn = turn;`;
    code.emit(`if (i < batch.count) { ${takeBack} } else ${WRITER}.truncate(${LENGTH});`);
    code.emit('return i;');
    return code.build(['batch', 'from', 'target']);
  }

  private readPart(part: 'key' | 'value', plan: PartPlan | undefined): boolean {
    if (plan === undefined) return true;
    const { code } = this;
    const start = code.local();
    const end = code.local();
    code.emit(`${start} = batch.${part}Start[i]; ${end} = batch.${part}End[i];`);
    // A null key or value is the format's business, an empty one too.
    code.emit(`if (${start} < 0 || ${start} === ${end}) break;`);
    const factory = this.context.formats.get(plan.format.identifier);
    const deserializer = this.context.deserializers[part];
    if (deserializer === undefined) return false;
    const giveUp = 'break records;';
    const request = { code, deserializer, source: SOURCE, view: SOURCE_VIEW, start, end, giveUp };
    const isChange = part === 'value' && this.plan.source.changelogMode === 'all';
    const cells = isChange ? this.readChanges(factory, plan, request) : factory?.generateReader?.(plan.format, request);
    if (cells === undefined) return false;
    for (const [field, column] of plan.projection.entries()) this.columns[column] = cells[field];
    return true;
  }

  /** Begins a loop over the changes of the record. */
  private readChanges(factory: FormatFactory | undefined, plan: PartPlan, request: ReaderRequest) {
    const { code } = this;
    const changes = factory?.generateChanges?.(plan.format, request);
    if (changes === undefined) return undefined;
    this.changes = changes;
    code.emit(`if (!target.hasRoomFor(${changes.count})) ${request.giveUp}`);
    const cells = changes.emitLoop(CHANGES);
    if (this.plan.dropsUpdateBefore) {
      code.emit(`if (${changes.kind} === ${RowKind.UPDATE_BEFORE}) continue ${CHANGES};`);
    }
    return cells;
  }

  /** The statement that leaves out the row at hand. */
  private get skip(): string {
    return `continue ${this.changes === undefined ? 'records' : CHANGES};`;
  }

  /** Source text: true for a row that takes one back. Undefined where there are none. */
  private get retraction(): string | undefined {
    if (this.changes === undefined) return undefined;
    const { kind } = this.changes;
    return `(${kind} === ${RowKind.DELETE} || ${kind} === ${RowKind.UPDATE_BEFORE})`;
  }

  /** Reads metadata of the record, and of the format that found its changes. */
  private readMetadata(isWanted: (column: number) => boolean): boolean {
    const { code } = this;
    const { physical, metadata } = this.plan.source;
    for (const [index, { key }] of metadata.entries()) {
      const read = METADATA_READERS[key];
      const ofFormat = this.plan.source.value.format.metadata.indexOf(key.replace(/^value\./, ''));
      const value = read === undefined ? this.changes?.metadata[ofFormat] : `${code.constant(read)}(batch, i)`;
      if (value === undefined) return false;
      const column = physical.length + index;
      if (!isWanted(column)) continue;
      const name = code.local();
      code.emit(`${name} = ${value};`);
      this.columns[column] = name;
    }
    return true;
  }

  private filter(row: string): void {
    const { condition } = this.plan;
    if (condition === undefined) return;
    const cells = this.columns.map((column) => (typeof column === 'string' ? undefined : column));
    const inline = inlineCondition(condition, cells, this.code, SOURCE);
    if (inline !== undefined) {
      this.code.emit(`if (!(${inline})) ${this.skip}`);
      return;
    }
    const compiler = new ExpressionCompiler(this.context.evaluation);
    const result = compiler.expression(condition);
    const passes = compiler.build<(row: readonly Value[]) => boolean>(`${result} === true`);
    this.fillRow([condition], row);
    this.code.emit(`if (!${this.code.constant(passes)}(${row})) ${this.skip}`);
  }

  /** NULL in a NOT NULL column: the stages say what is wrong, or drop the record. */
  private checkNotNull(outputs: readonly (Cell | string)[], columns: ReadonlySet<number>): void {
    for (const column of columns) {
      this.code.emit(`if (${isNullCode(outputs[column] as Cell | string)}) break records;`);
    }
  }

  /** Cells for columns that are handed through, names of values for those that are computed. */
  private evaluateOutputs(row: string): readonly (Cell | string)[] {
    const { outputs } = this.plan;
    const computed = outputs.filter((output, index) => !this.isColumn(output) && !this.isHandedOn(index));
    if (computed.length > 0) this.fillRow(computed, row);
    return outputs.map((output, index) => {
      const column = output.kind === 'input' ? this.columns[output.index] : undefined;
      if (column !== undefined || this.isHandedOn(index)) return column ?? 'null';
      const compiler = new ExpressionCompiler(this.context.evaluation);
      const result = compiler.expression(output);
      const evaluate = this.code.constant(compiler.build(result));
      const name = this.code.local();
      this.code.emit(`${name} = ${evaluate}(${row});`);
      return name;
    });
  }

  /** True for an output that is the same metadata of the source and the sink: it goes from batch to batch without a value. */
  private isHandedOn(index: number): boolean {
    const { source, sink, outputs } = this.plan;
    const output = outputs[index];
    const target = sink.metadata[index - sink.physical.length];
    if (target === undefined || output?.kind !== 'input') return false;
    const isCopied = target.key === 'headers' || target.key === 'timestamp';
    return isCopied && source.metadata[output.index - source.physical.length]?.key === target.key;
  }

  private metadataOutput(key: string): number | undefined {
    const { physical, metadata } = this.plan.sink;
    const position = metadata.findIndex((each) => each.key === key);
    return position < 0 ? undefined : physical.length + position;
  }

  private writeHeaders(outputs: readonly (Cell | string)[]): void {
    const { code } = this;
    const index = this.metadataOutput('headers');
    if (index === undefined) return;
    code.emit(`${WRITER}.length = ${LENGTH};`);
    if (this.isHandedOn(index)) {
      code.emit(`if (!${code.constant(new HeaderCopier())}.copy(batch, i, target)) break records;`);
    } else {
      code.emit(`${code.constant(writeHeaders)}(${this.asValue(outputs[index] as Cell | string)}, target);`);
    }
    code.emit(`${LENGTH} = ${WRITER}.length; ${BYTES} = ${WRITER}.bytes; ${VIEW} = ${WRITER}.view;`);
  }

  /** Emits the check of the record's timestamp, and returns it as source. */
  private timestamp(outputs: readonly (Cell | string)[]): string {
    const { code } = this;
    const index = this.metadataOutput('timestamp');
    if (index === undefined) return 'NaN';
    if (!this.isHandedOn(index)) {
      return `${code.constant(timestampMillis)}(${this.asValue(outputs[index] as Cell | string)})`;
    }
    code.emit('if (!(batch.timestamp[i] >= 0)) break records;');
    return 'batch.timestamp[i]';
  }

  private isColumn(expression: Expression): boolean {
    return expression.kind === 'input' && this.columns[expression.index] !== undefined;
  }

  /** Makes the values that expressions read. */
  private fillRow(expressions: readonly Expression[], row: string): void {
    for (const index of inputsOf(expressions)) {
      const column = this.columns[index];
      if (column !== undefined) this.code.emit(`${row}[${index}] = ${this.asValue(column)};`);
    }
  }

  private asValue(column: Cell | string): string {
    return typeof column === 'string' ? column : cellValueCode(column, this.code, SOURCE);
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
    const serializer = this.context.serializers[part];
    if (serializer === undefined) return false;
    const target = { writer: WRITER, bytes: BYTES, view: VIEW, length: LENGTH };
    const { isUpsert } = this.plan.sink;
    const retraction = isUpsert ? undefined : this.retraction;
    const request = { code, serializer, source: SOURCE, sourceView: SOURCE_VIEW, ...target, retraction, fields };
    // A tombstone.
    const isDeletion = part === 'value' && isUpsert ? this.retraction : undefined;
    if (isDeletion !== undefined) code.emit(`if (${isDeletion}) target.value(-1, -1); else {`);
    const isNull = factory?.generateWriter?.(plan.format, request);
    if (isNull === undefined) this.writeByReference(part, serializer, fields, start);
    else code.emit(`target.${part}(${isNull === 'false' ? start : `${isNull} ? -1 : ${start}`}, ${LENGTH});`);
    if (isDeletion !== undefined) code.emit('}');
    return true;
  }

  /** Formats without a generated writer take a row. */
  private writeByReference(
    part: 'key' | 'value',
    serializer: SerializationSchema,
    fields: readonly (Cell | string)[],
    start: string,
  ): void {
    const { code } = this;
    const row = code.constant(new Array(fields.length).fill(null));
    for (const [index, field] of fields.entries()) {
      code.emit(`${row}[${index}] = ${this.asValue(field)};`);
    }
    code.emit(`${WRITER}.length = ${LENGTH};`);
    const kind = this.plan.sink.isUpsert ? RowKind.INSERT : (this.changes?.kind ?? RowKind.INSERT);
    const isThere = `${code.constant(serializer)}.serialize(${row}, ${kind}, ${WRITER})`;
    code.emit(`target.${part}(${isThere} ? ${start} : -1, ${WRITER}.length);`);
    code.emit(`${LENGTH} = ${WRITER}.length; ${BYTES} = ${WRITER}.bytes; ${VIEW} = ${WRITER}.view;`);
  }
}
