import type { SinkPlan } from '@tsql/core';
import type { ChangelogNormalizeNode, Expression, PlanNode } from '../plan/index.js';
import { usedInputs } from '../query/substitute.js';

/** `table.exec.sink.upsert-materialize`. */
export type UpsertMaterialize = 'NONE' | 'AUTO' | 'FORCE';

/**
 * Decides which changes a query has to yield for a sink: undefined where the sink takes inserts only and the query
 * yields more. Rows before an update are left out where nobody needs them (Flink's ONLY_UPDATE_AFTER): an upsert sink
 * by the same key needs none, a filter on anything but the key does.
 */
export function settleChangelog(input: PlanNode, sink: SinkPlan, materialize: UpsertMaterialize): PlanNode | undefined {
  if (!input.isUpdating) return input;
  if (sink.changelogMode === 'insert-only') return undefined;
  if (sink.changelogMode === 'all') return input;
  const names = sink.primaryKey;
  const key = names.map((name) => sink.physical.findIndex((column) => column.name === name));
  const settled = withoutBefore(input, key) ?? input;
  const isNeeded = materialize === 'FORCE' || (materialize === 'AUTO' && !isKnownBy(input, key));
  return isNeeded
    ? { kind: 'sink-upsert-materialize', input: settled, key, fields: input.fields, isUpdating: true }
    : settled;
}

/** True where the key holds a key by which the changes of the tree are known: Flink's upsert keys. */
function isKnownBy(node: PlanNode, key: readonly number[]): boolean {
  return upsertKey(node)?.every((index) => key.includes(index)) === true;
}

/** The fields by which a tree's changes are known, or undefined where only the whole row tells. */
function upsertKey(node: PlanNode): readonly number[] | undefined {
  switch (node.kind) {
    case 'changelog-normalize':
      return node.key;
    case 'aggregate':
      return Array.from({ length: node.keyCount }, (_, index) => index);
    case 'scan':
      return node.key.length === 0 ? undefined : node.key;
    case 'project': {
      const below = upsertKey(node.input)?.map((wanted) =>
        node.expressions.findIndex((expression) => inputIndex(expression) === wanted),
      );
      return below?.includes(-1) ? undefined : below;
    }
    case 'filter':
    case 'limit':
      return upsertKey(node.input);
    default:
      return undefined;
  }
}

/**
 * The node without rows before updates, if its rows are known by `key` (indexes of its fields) and nothing below needs
 * them; undefined if they have to stay.
 */
function withoutBefore(node: PlanNode, key: readonly number[]): PlanNode | undefined {
  switch (node.kind) {
    case 'changelog-normalize': {
      const settled: ChangelogNormalizeNode = { ...node, emitsBefore: false };
      return isSameKey(node.key, key) ? settled : undefined;
    }
    case 'aggregate': {
      const isSame = node.keyCount === key.length && key.every((index) => index < node.keyCount);
      return isSame ? { ...node, emitsBefore: false } : undefined;
    }
    case 'scan':
      // Changes of a table without this key are known by their whole rows.
      if (!isSameKey(node.key, key)) return undefined;
      return { kind: 'drop-update-before', input: node, fields: node.fields, isUpdating: true };
    case 'project': {
      const below = key.map((index) => inputIndex(node.expressions[index]));
      if (!below.every((index) => index !== undefined)) return undefined;
      const input = withoutBefore(node.input, below);
      return input && { ...node, input };
    }
    case 'filter': {
      const isOnKey = [...usedInputs([node.condition])].every((index) => key.includes(index));
      const input = isOnKey ? withoutBefore(node.input, key) : undefined;
      return input && { ...node, input };
    }
    default:
      return undefined;
  }
}

const isSameKey = (key: readonly number[], other: readonly number[]): boolean =>
  key.length === other.length && key.every((index) => other.includes(index));

const inputIndex = (expression: Expression | undefined): number | undefined =>
  expression?.kind === 'input' ? expression.index : undefined;
