import {
  type Cell,
  CellKind,
  type FormatPlan,
  GeneratedCode,
  type LogicalType,
  newCell,
  type ReaderRequest,
} from '@tsql/core';
import { emitRecordReader } from '../avro/generate-reader.js';
import { FRAME_SIZE, FramedDeserializer } from './decode.js';

const { NUMBER } = CellKind;

/** Reads one record into the slots; false or an exception to leave it to the reference. */
type SlotReader = (source: Uint8Array, view: DataView, start: number, end: number) => boolean;

/**
 * Emits a call of the reader that was generated for the writer's schema when its id was first seen. It leaves kinds, positions and values in
 * slots that are read from here. A schema that is not known, or does not fit, leaves the record to the reference.
 */
export function generateReader(plan: FormatPlan, request: ReaderRequest): readonly Cell[] | undefined {
  const { code, deserializer, source, view, start, end, giveUp } = request;
  if (!(deserializer instanceof FramedDeserializer)) return undefined;
  const slots = new Slots(plan.rowType.fields.map(({ type }) => type));
  const readers = new Map<number, SlotReader>();
  const readerOf = (id: number): SlotReader => {
    const known = readers.get(id);
    if (known !== undefined) return known;
    const reader = compile(deserializer, id, slots);
    readers.set(id, reader);
    return reader;
  };
  const [id, lastId, reader] = [code.local(), code.local(), code.local()];
  code.emit(`if (${end} - ${start} < ${FRAME_SIZE} || ${source}[${start}] !== 0) ${giveUp}`);
  code.emit(`${id} = ${view}.getInt32(${start} + 1);`);
  code.emit(`if (${id} !== ${lastId} || ${reader} === 0) ${reader} = ${code.constant(readerOf)}(${lastId} = ${id});`);
  code.emit(`if (!${reader}(${source}, ${view}, ${start} + ${FRAME_SIZE}, ${end})) ${giveUp}`);
  const cells = plan.rowType.fields.map((field) => newCell(field.type, code, 'avro'));
  slots.load(cells, code);
  return cells;
}

function compile(deserializer: FramedDeserializer, id: number, slots: Slots): SlotReader {
  const { registry, type, schema } = deserializer.options;
  const writer = registry.known(id);
  const code = new GeneratedCode();
  const names = { source: 'source', view: 'view', start: 'start', end: 'end', giveUp: 'return false;' };
  const cells =
    writer === undefined
      ? undefined
      : emitRecordReader({ writer, reader: schema, type }, { code, deserializer, ...names }, names.start);
  if (cells === undefined) return () => false;
  slots.store(cells, code);
  code.emit('return true;');
  return code.build(['source', 'view', 'start', 'end']);
}

/** Where cells are kept between one generated function and another: each has a number, those of a row's fields follow it. */
class Slots {
  /** Kind, start and end. */
  private readonly places: Int32Array;
  private readonly numbers: Float64Array;
  private readonly values: unknown[];

  constructor(types: readonly LogicalType[]) {
    const count = types.reduce((sum, type) => sum + cellCount(type), 0);
    this.places = new Int32Array(count * 3);
    this.numbers = new Float64Array(count);
    this.values = new Array(count).fill(null);
  }

  store(cells: readonly Cell[], code: GeneratedCode): void {
    const places = code.constant(this.places);
    for (const [slot, { type, kind, start, end, value }] of flat(cells).entries()) {
      code.emit(`${places}[${slot * 3}] = ${kind};`);
      if (hasPlace(type)) code.emit(`${places}[${slot * 3 + 1}] = ${start}; ${places}[${slot * 3 + 2}] = ${end};`);
      const asNumber = `${code.constant(this.numbers)}[${slot}] = ${value};`;
      const asValue = `${code.constant(this.values)}[${slot}] = ${value};`;
      if (isNumber(type)) code.emit(asNumber);
      else if (hasNumber(type)) code.emit(`if (${kind} === ${NUMBER}) ${asNumber} else ${asValue}`);
      else code.emit(asValue);
    }
  }

  load(cells: readonly Cell[], code: ReaderRequest['code']): void {
    const places = code.constant(this.places);
    for (const [slot, { type, kind, start, end, value }] of flat(cells).entries()) {
      code.emit(`${kind} = ${places}[${slot * 3}];`);
      if (hasPlace(type)) code.emit(`${start} = ${places}[${slot * 3 + 1}]; ${end} = ${places}[${slot * 3 + 2}];`);
      const number = `${code.constant(this.numbers)}[${slot}]`;
      const content = `${code.constant(this.values)}[${slot}]`;
      if (isNumber(type)) code.emit(`${value} = ${number};`);
      else if (hasNumber(type)) code.emit(`${value} = ${kind} === ${NUMBER} ? ${number} : ${content};`);
      else code.emit(`${value} = ${content};`);
    }
  }
}

const cellCount = (type: LogicalType): number =>
  type.kind === 'ROW' ? type.fields.reduce((sum, field) => sum + cellCount(field.type), 1) : 1;

const flat = (cells: readonly Cell[]): Cell[] => cells.flatMap((cell) => [cell, ...flat(cell.fields ?? [])]);

const hasPlace = ({ kind }: LogicalType): boolean => ['CHAR', 'VARCHAR', 'BINARY', 'VARBINARY'].includes(kind);
/** Types whose values are numbers. */
const isNumber = ({ kind }: LogicalType): boolean =>
  ['TINYINT', 'SMALLINT', 'INTEGER', 'FLOAT', 'DOUBLE', 'DATE', 'TIME'].includes(kind);
/** Types for whose values a number may stand. */
const hasNumber = ({ kind }: LogicalType): boolean =>
  ['BIGINT', 'DECIMAL', 'TIMESTAMP', 'TIMESTAMP_LTZ'].includes(kind);
