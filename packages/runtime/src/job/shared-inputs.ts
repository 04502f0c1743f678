import { Secret, type SourcePlan } from '@tsql/core';

/**
 * The inputs of a task, those together that read the same records: one reader serves them, so that there is one position for
 * all. Tables that make rows are read apart, each makes its own.
 */
export function sharedInputs<T extends { readonly plan: SourcePlan }>(inputs: readonly T[]): readonly [T, ...T[]][] {
  const groups: [T, ...T[]][] = [];
  for (const input of inputs) {
    const group = groups.find(([first]) => readsSame(first.plan, input.plan));
    if (group === undefined) groups.push([input]);
    else group.push(input);
  }
  return groups;
}

function readsSame(left: SourcePlan, right: SourcePlan): boolean {
  if (left.kind !== 'record-source' || right.kind !== 'record-source') return false;
  return left.connector === right.connector && isEqual(left.transport, right.transport);
}

function isEqual(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  if (left instanceof Secret && right instanceof Secret) return left.reveal() === right.reveal();
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return false;
  if (left instanceof Secret || right instanceof Secret) return false;
  const keys = new Set([...Object.keys(left), ...Object.keys(right)]);
  return [...keys].every((key) => isEqual(at(left, key), at(right, key)));
}

function at(object: object, key: string): unknown {
  return (object as Record<string, unknown>)[key];
}
