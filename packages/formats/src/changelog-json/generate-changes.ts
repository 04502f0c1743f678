import { type Cell, CellKind, type FormatPlan, type GeneratedChanges, type ReaderRequest } from '@tsql/core';
import { treeFieldReader } from '../json/decode-tree.js';
import { generateObjectReader } from '../json/generate-reader.js';
import { ChangeFinder } from './change-finder.js';
import type { Envelope } from './envelope.js';
import { optionsOf } from './options.js';
import { messageTypes } from './schema.js';

const { NULL } = CellKind;

/**
 * Emits code that reads the changes of a message one after the other, each row by `json`'s generated reader. Where a message holds the
 * changed fields of old rows only, those are read first and put over the cells of the new row.
 */
export function generateChanges(
  plan: FormatPlan,
  request: ReaderRequest,
  envelope: Envelope,
): GeneratedChanges | undefined {
  const { usesDecimals, metadata } = messageTypes(plan, envelope);
  const changed = new Set(envelope.fields(plan.rowType).map(({ name }) => name));
  if (metadata.some(({ field }) => changed.has(field))) return undefined;
  const { code, source, start, end, giveUp } = request;
  const finder = new ChangeFinder(plan, envelope);
  const [count, index, kind, rowStart, rowEnd] = [0, 0, 0, 0, 0].map(() => code.local()) as [
    string,
    string,
    string,
    string,
    string,
  ];
  code.emit(`${count} = ${code.constant(finder)}.find(${source}, ${start}, ${end}); if (${count} === 0) ${giveUp}`);
  const at = (values: Int32Array) => `${code.constant(values)}[${index}]`;
  const readRow = () => {
    const place = { start: rowStart, end: rowEnd, missing: envelope.oldField === undefined ? NULL : MISSING };
    return generateObjectReader(plan, { ...request, ...place }, (type) =>
      treeFieldReader(type, optionsOf(plan), usesDecimals),
    );
  };
  return {
    count,
    kind,
    metadata: metadata.map((_, position) => `${code.constant(finder.metadata)}[${position}]`),
    emitLoop(label) {
      code.emit(`${label}: for (${index} = 0; ${index} < ${count}; ${index}++) { ${kind} = ${at(finder.kinds)};`);
      code.emit(`${rowStart} = ${at(finder.starts)}; ${rowEnd} = ${at(finder.ends)};`);
      if (envelope.oldField === undefined) return readRow();
      const isOld = code.local();
      code.emit(`${isOld} = ${at(finder.oldStarts)} >= 0 ? 1 : 0;`);
      code.emit(`if (${isOld} === 1) { ${rowStart} = ${at(finder.oldStarts)}; ${rowEnd} = ${at(finder.oldEnds)}; }`);
      code.emit('for (;;) {');
      const cells = readRow();
      if (cells === undefined) return undefined;
      const kept = cells.map(
        ({ fields, ...cell }): Cell => ({
          ...cell,
          ...{ kind: code.local(), start: code.local(), end: code.local(), value: code.local() },
        }),
      );
      code.emit(`if (${isOld} === 0) break; ${isOld} = 0;`);
      for (const [i, cell] of cells.entries()) code.emit(copy(kept[i] as Cell, cell));
      code.emit(`${rowStart} = ${at(finder.starts)}; ${rowEnd} = ${at(finder.ends)}; }`);
      code.emit(`if (${at(finder.oldStarts)} >= 0) {`);
      for (const [i, cell] of cells.entries()) {
        const old = kept[i] as Cell;
        code.emit(`if (${old.kind} !== ${MISSING}) { ${copy(cell, old)} }`);
      }
      code.emit('}');
      for (const cell of cells) code.emit(`if (${cell.kind} === ${MISSING}) ${cell.kind} = ${NULL};`);
      return cells;
    },
  };
}

/** The kind of a cell whose field is not there. */
const MISSING = -1;

const copy = (to: Cell, from: Cell): string =>
  `${to.kind} = ${from.kind}; ${to.start} = ${from.start}; ${to.end} = ${from.end}; ${to.value} = ${from.value};`;
