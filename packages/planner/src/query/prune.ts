import type { Expression, FilterNode, PlanNode, ProjectNode, ScanNode } from '../plan/index.js';
import { inputsOf, withInputs } from '../plan/inputs-of.js';
import { mapInputs, usedInputs } from './substitute.js';

/**
 * Leaves out what nobody reads: metadata of records, and columns of the state of last rows by key (as Flink does: an
 * update of a column that is not selected is no change).
 */
export function prune(node: PlanNode, localTimeZone: string): PlanNode {
  switch (node.kind) {
    case 'scan':
    case 'values':
      return node;
    case 'project':
      return pruneBelow(node, localTimeZone);
    default:
      return withInputs(
        node,
        inputsOf(node).map((input) => prune(input, localTimeZone)),
      );
  }
}

function pruneBelow(node: ProjectNode, localTimeZone: string): PlanNode {
  const filter = node.input.kind === 'filter' ? node.input : undefined;
  const leaf = filter?.input ?? node.input;
  const used = usedInputs([...node.expressions, ...(filter === undefined ? [] : [filter.condition])]);
  if (leaf.kind === 'scan') {
    const kept = leaf.fields.flatMap((_, index) => (used.has(index) || !isOptional(leaf, index) ? [index] : []));
    return kept.length === leaf.fields.length
      ? node
      : rebuilt(node, filter, keepFields(leaf, kept), kept, localTimeZone);
  }
  if (leaf.kind === 'rank' && leaf.outputsRank && !used.has(leaf.fields.length - 1)) {
    const kept = leaf.input.fields.map((_, index) => index);
    const input = prune(leaf.input, localTimeZone);
    return rebuilt(
      node,
      filter,
      { ...leaf, input, outputsRank: false, fields: leaf.input.fields },
      kept,
      localTimeZone,
    );
  }
  if (leaf.kind === 'changelog-normalize' && leaf.input.kind === 'scan') {
    const kept = leaf.fields.flatMap((_, index) => (used.has(index) || leaf.key.includes(index) ? [index] : []));
    if (kept.length === leaf.fields.length) return node;
    const input = columns(leaf.input, kept, localTimeZone);
    const key = leaf.key.map((index) => kept.indexOf(index));
    return rebuilt(node, filter, { ...leaf, input, key, fields: input.fields }, kept, localTimeZone);
  }
  return { ...node, input: prune(node.input, localTimeZone) };
}

/** Metadata of the record may be left out; that of the value's format is bound to it. */
function isOptional({ source }: ScanNode, index: number): boolean {
  const metadata = source.metadata[index - source.physical.length];
  return metadata !== undefined && !metadata.key.startsWith('value.');
}

function keepFields(node: ScanNode, kept: readonly number[]): ScanNode {
  const { source } = node;
  const metadata = source.metadata.filter((_, index) => kept.includes(index + source.physical.length));
  return { ...node, source: { ...source, metadata }, fields: kept.flatMap((index) => node.fields[index] ?? []) };
}

/** A projection to some columns of a scan. */
function columns(scan: ScanNode, kept: readonly number[], localTimeZone: string): PlanNode {
  const fields = kept.flatMap((index) => scan.fields[index] ?? []);
  const expressions = kept.map((index, position): Expression => {
    const type = fields[position]?.type ?? { kind: 'NULL', nullable: true };
    return { kind: 'input', index, type };
  });
  const project: ProjectNode = { kind: 'project', input: scan, expressions, fields, isUpdating: scan.isUpdating };
  return prune(project, localTimeZone);
}

/** The projection and its filter over a leaf with fewer fields. */
function rebuilt(
  node: ProjectNode,
  filter: FilterNode | undefined,
  leaf: PlanNode,
  kept: readonly number[],
  localTimeZone: string,
): PlanNode {
  const remap = (expression: Expression): Expression =>
    mapInputs(expression, (index, input) => ({ ...input, index: kept.indexOf(index) }) as Expression, localTimeZone);
  const input =
    filter === undefined ? leaf : { ...filter, input: leaf, condition: remap(filter.condition), fields: leaf.fields };
  return { ...node, input, expressions: node.expressions.map(remap) };
}
