import type { Expression, OverCall, OverNode, PlanField, PlanNode, SortKey } from '../plan/index.js';
import { inputs, project } from './build-node.js';
import { mapInputs } from './substitute.js';

/** From this index on, inputs stand for the results of OVER calls. */
export const OVER = 1_800_000;

export interface PendingKey extends Omit<SortKey, 'index'> {
  readonly expression: Expression;
}

/** A call whose arguments and window are still expressions. */
export interface PendingOver extends Omit<OverCall, 'arguments'> {
  readonly arguments: readonly Expression[];
  readonly partition: readonly Expression[];
  readonly order: readonly PendingKey[];
}

/** The OVER calls of one SELECT, collected while its expressions are resolved. */
export class OverCalls {
  private readonly calls: PendingOver[] = [];

  get isEmpty(): boolean {
    return this.calls.length === 0;
  }

  add(call: PendingOver): Expression {
    return { kind: 'input', index: OVER + this.calls.push(call) - 1, type: call.type };
  }

  /**
   * The rows with the calls' results behind them, and what puts those in the place of the calls. `resolve` brings a call's expressions
   * over the rows; undefined where one cannot be.
   */
  place(
    rows: PlanNode,
    resolve: (expression: Expression) => Expression | undefined,
    { isStreaming, localTimeZone }: { readonly isStreaming: boolean; readonly localTimeZone: string },
  ): { readonly node: PlanNode; readonly replace: (expression: Expression) => Expression } | undefined {
    const width = rows.fields.length;
    const extra: Expression[] = [];
    const column = (expression: Expression): number | undefined => {
      const resolved = resolve(expression);
      if (resolved === undefined) return undefined;
      return resolved.kind === 'input' ? resolved.index : width + extra.push(resolved) - 1;
    };
    const placed: (Omit<OverNode, 'kind' | 'input' | 'fields' | 'isUpdating' | 'isStreaming'> & {
      calls: OverCall[];
    })[] = [];
    const places: { readonly group: number; readonly call: number }[] = [];
    for (const { arguments: args, partition, order, ...call } of this.calls) {
      const columns = args.map(column);
      const by = partition.map(column);
      const keys = order.map(({ expression, ...key }) => ({ ...key, index: column(expression) }));
      if (![...columns, ...by, ...keys.map(({ index }) => index)].every((index) => index !== undefined))
        return undefined;
      const window = { partition: by as number[], order: keys as SortKey[] };
      let group = placed.findIndex(
        (each) => JSON.stringify([each.partition, each.order]) === JSON.stringify([window.partition, window.order]),
      );
      if (group < 0) group = placed.push({ ...window, calls: [] }) - 1;
      const calls = placed[group]?.calls ?? [];
      places.push({ group, call: calls.push({ ...call, arguments: columns as number[] }) - 1 });
    }
    const names = [...rows.fields.map(({ name }) => name), ...extra.map((_, index) => `$over$${index}`)];
    let node = extra.length === 0 ? rows : project(rows, [...inputs(rows), ...extra], names, localTimeZone);
    const starts: number[] = [];
    for (const window of placed) {
      starts.push(node.fields.length);
      const results = window.calls.map(
        ({ type }, index): PlanField => ({ name: `$${node.fields.length + index}`, type }),
      );
      const over: OverNode = {
        kind: 'over',
        input: node,
        ...window,
        fields: [...node.fields, ...results],
        isStreaming,
        isUpdating: node.isUpdating,
      };
      node = over;
    }
    const indexOf = (number: number): number => {
      const place = places[number];
      return place === undefined ? 0 : (starts[place.group] ?? 0) + place.call;
    };
    const replace = (expression: Expression): Expression =>
      mapInputs(
        expression,
        (index, input) =>
          index >= OVER && index < OVER + this.calls.length
            ? ({ ...input, index: indexOf(index - OVER) } as Expression)
            : input,
        localTimeZone,
      );
    return { node, replace };
  }
}
