import type { PlanNode } from '../plan/index.js';
import { rename } from './build-node.js';

/** A repeated column name gets a number: of a, a, a0 the second becomes a0 and the third a00, as Flink prints them. */
export function withDistinctNames(node: PlanNode): PlanNode {
  const taken = new Set<string>();
  const fields = node.fields.map((field) => {
    let name = field.name;
    for (let number = 0; taken.has(name); number++) name = `${field.name}${number}`;
    taken.add(name);
    return { ...field, name };
  });
  return rename(node, fields);
}
