import { MapValue, type Row, RowKind, type Value } from '@tsql/core';
import type {
  ChangelogNormalizeNode,
  ExpandNode,
  FilterNode,
  JoinNode,
  LimitNode,
  PlanNode,
  ProjectNode,
  SetOperationNode,
  SortNode,
  UnnestNode,
} from '@tsql/planner';
import { compileCondition } from '../expression/compile.js';
import { interpret } from '../expression/interpret.js';
import { aggregate } from './aggregate.js';
import { rowOrder } from './compare-rows.js';
import { join } from './join.js';
import { over } from './over.js';
import { projection } from './projection.js';
import { rank } from './rank.js';
import { setOperation } from './set-operation.js';
import { sinkUpsertMaterialize } from './sink-upsert-materialize.js';
import type { Input, Stage, StageContext } from './stage.js';
import { valueKey } from './value-key.js';
import { windows } from './windows.js';

/** Builds the steps of a tree, from its root down, in front of `downstream`; returns its leaves. */
export function connect(node: PlanNode, downstream: Stage, context: StageContext): Input[] {
  switch (node.kind) {
    case 'scan':
      return [{ kind: 'source', source: node.source, stage: downstream }];
    case 'values':
      return [{ kind: 'values', rows: node.rows, stage: downstream }];
    case 'project':
      return connect(node.input, project(node, downstream, context), context);
    case 'filter':
      return connect(node.input, filter(node, downstream, context), context);
    case 'union': {
      const stage = union(node.inputs.length, downstream);
      return node.inputs.flatMap((input) => connect(input, stage, context));
    }
    case 'unnest':
      return connect(node.input, unnest(node, downstream, context), context);
    case 'sort':
      return connect(node.input, sort(node, downstream, context), context);
    case 'limit':
      return connect(node.input, limit(node, downstream), context);
    case 'drop-update-before':
      return connect(node.input, dropUpdateBefore(downstream), context);
    case 'aggregate':
      return connect(node.input, aggregate(node, downstream, context), context);
    case 'over':
      return connect(node.input, over(node, downstream, context), context);
    case 'rank':
      return connect(node.input, rank(node, downstream, context), context);
    case 'window':
      return connect(node.input, windows(node, downstream, context), context);
    case 'expand':
      return connect(node.input, expand(node, downstream, context), context);
    case 'join':
      return twoInputs(node, join(node, downstream, context), context);
    case 'set-operation':
      return twoInputs(node, setOperation(node, downstream, context), context);
    case 'sink-upsert-materialize':
      return connect(node.input, sinkUpsertMaterialize(node, downstream, context), context);
    case 'changelog-normalize':
      return connect(node.input, changelogNormalize(node, downstream, context), context);
  }
}

function twoInputs(
  { inputs: [left, right] }: JoinNode | SetOperationNode,
  stages: readonly [Stage, Stage],
  context: StageContext,
): Input[] {
  return [...connect(left, stages[0], context), ...connect(right, stages[1], context)];
}

function project({ expressions }: ProjectNode, downstream: Stage, context: StageContext): Stage {
  const projected = projection(expressions, context);
  return { push: (row, kind) => downstream.push(projected(row), kind), finish: () => downstream.finish() };
}

function expand({ projections }: ExpandNode, downstream: Stage, context: StageContext): Stage {
  const all = projections.map((expressions) => projection(expressions, context));
  return {
    push(row, kind) {
      for (const each of all) downstream.push(each(row), kind);
    },
    finish: () => downstream.finish(),
  };
}

function filter({ condition }: FilterNode, downstream: Stage, context: StageContext): Stage {
  const evaluate = interpret(condition, context.evaluation);
  const passes =
    context.mode === 'compiled'
      ? compileCondition(condition, context.evaluation)
      : (row: Row) => evaluate(row) === true;
  return {
    push(row, kind) {
      if (passes(row)) downstream.push(row, kind);
    },
    finish: () => downstream.finish(),
  };
}

function dropUpdateBefore(downstream: Stage): Stage {
  return {
    push(row, kind) {
      if (kind !== RowKind.UPDATE_BEFORE) downstream.push(row, kind);
    },
    finish: () => downstream.finish(),
  };
}

/** Ends when all of its inputs have. */
function union(inputs: number, downstream: Stage): Stage {
  let open = inputs;
  return {
    push: downstream.push,
    finish() {
      if (--open === 0) downstream.finish();
    },
  };
}

function unnest(node: UnnestNode, downstream: Stage, context: StageContext): Stage {
  const evaluate = interpret(node.collection, context.evaluation);
  const type = node.collection.type;
  const width = node.fields.length - node.input.fields.length;
  const elements = (value: Value): Row[] => {
    if (value instanceof MapValue) {
      return type.kind === 'MULTISET'
        ? value.keys.flatMap((key, index) => new Array(Number(value.values[index])).fill(key).map(asRow))
        : value.keys.map((key, index) => [key, value.values[index] ?? null]);
    }
    return value === null ? [] : (value as readonly Value[]).map(asRow);
  };
  const isRow = type.kind === 'ARRAY' || type.kind === 'MULTISET' ? type.element.kind === 'ROW' : false;
  function asRow(element: Value): Row {
    if (!isRow) return [element];
    return element === null ? new Array(width - (node.withOrdinality ? 1 : 0)).fill(null) : (element as Row);
  }
  return {
    push(row, kind) {
      const found = elements(evaluate(row));
      if (found.length === 0 && node.isOuter) downstream.push([...row, ...new Array(width).fill(null)], kind);
      for (let i = 0; i < found.length; i++) {
        downstream.push([...row, ...(found[i] as Row), ...(node.withOrdinality ? [i + 1] : [])], kind);
      }
    },
    finish: () => downstream.finish(),
  };
}

/** Holds all rows until the end; equal keys keep their order. */
function sort({ keys, input }: SortNode, downstream: Stage, context: StageContext): Stage {
  const rows: Row[] = [];
  const order = rowOrder(keys, input.fields);
  return {
    push(row) {
      context.state.take(row);
      rows.push(row);
    },
    finish() {
      for (const row of rows.sort(order)) {
        context.state.give(row);
        downstream.push(row, RowKind.INSERT);
      }
      downstream.finish();
    },
  };
}

function limit({ offset, count }: LimitNode, downstream: Stage): Stage {
  let seen = 0;
  return {
    push(row, kind) {
      const position = seen++;
      if (position >= offset && (count === undefined || position < offset + count)) downstream.push(row, kind);
    },
    finish: () => downstream.finish(),
  };
}

/** As Flink's deduplicate-keep-last-row on a changelog: equal rows and deletes of unknown keys change nothing. */
function changelogNormalize(node: ChangelogNormalizeNode, downstream: Stage, context: StageContext): Stage {
  const lastRows = new Map<string, Row>();
  return {
    push(row, kind) {
      const key = node.key.map((index) => valueKey(row[index] ?? null)).join(',');
      const last = lastRows.get(key);
      if (kind === RowKind.DELETE || kind === RowKind.UPDATE_BEFORE) {
        if (last === undefined) return;
        lastRows.delete(key);
        context.state.give(last);
        downstream.push(last, RowKind.DELETE);
      } else if (last === undefined) {
        context.state.take(row);
        lastRows.set(key, row);
        downstream.push(row, RowKind.INSERT);
      } else if (valueKey(last as Value) !== valueKey(row as Value)) {
        context.state.give(last);
        context.state.take(row);
        lastRows.set(key, row);
        if (node.emitsBefore) downstream.push(last, RowKind.UPDATE_BEFORE);
        downstream.push(row, RowKind.UPDATE_AFTER);
      }
    },
    finish: () => downstream.finish(),
  };
}
