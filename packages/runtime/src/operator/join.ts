import { type Row, RowKind, type Value } from '@tsql/core';
import type { Expression, JoinNode } from '@tsql/planner';
import { compileCondition } from '../expression/compile.js';
import { interpret } from '../expression/interpret.js';
import { projection } from './projection.js';
import type { Stage, StageContext } from './stage.js';
import { valueKey } from './value-key.js';

/** A row that one input has, as often as it has it. */
interface Kept {
  readonly row: Row;
  count: number;
  /** How many rows of the other input it is paired with. */
  partners: number;
}

/** The rows of one input, by key and by contents. Rows that equal nothing (a NULL in the key) are kept under no key. */
class JoinSide {
  private readonly byKey = new Map<string | undefined, Map<string, Kept>>();

  constructor(
    readonly keyOf: (row: Row) => string | undefined,
    readonly isOuter: boolean,
    private readonly state: StageContext['state'],
  ) {}

  add(key: string | undefined, row: Row, partners: number): void {
    const rows = this.byKey.get(key) ?? new Map<string, Kept>();
    this.byKey.set(key, rows);
    const name = valueKey(row as Value);
    const known = rows.get(name);
    if (known === undefined) {
      this.state.take(row);
      rows.set(name, { row, count: 1, partners });
    } else {
      known.count++;
      known.partners = partners;
    }
  }

  remove(key: string | undefined, row: Row): void {
    const rows = this.byKey.get(key);
    const name = valueKey(row as Value);
    const known = rows?.get(name);
    if (rows === undefined || known === undefined || --known.count > 0) return;
    this.state.give(known.row);
    rows.delete(name);
    if (rows.size === 0) this.byKey.delete(key);
  }

  at(key: string | undefined): Iterable<Kept> {
    return key === undefined ? [] : (this.byKey.get(key)?.values() ?? []);
  }

  *all(): Iterable<Kept> {
    for (const rows of this.byKey.values()) yield* rows.values();
  }
}

/** The two ends of a join. */
export function join(node: JoinNode, downstream: Stage, context: StageContext): readonly [Stage, Stage] {
  return node.isStreaming ? streamingJoin(node, downstream, context) : batchJoin(node, downstream, context);
}

function keyReader(expressions: readonly Expression[], context: StageContext): (row: Row) => string | undefined {
  const keys = projection(expressions, context);
  return (row) => {
    const values = keys(row);
    return values.includes(null) ? undefined : valueKey(values as Value);
  };
}

/** Whether a pair with equal keys is one. */
function pairTest({ condition }: JoinNode, { evaluation, mode }: StageContext): (left: Row, right: Row) => boolean {
  if (condition === undefined) return () => true;
  const evaluate = interpret(condition, evaluation);
  const holds = mode === 'compiled' ? compileCondition(condition, evaluation) : (row: Row) => evaluate(row) === true;
  return (left, right) => holds([...left, ...right]);
}

/** All right rows are kept first; then each left row meets all of its partners at once. */
function batchJoin(node: JoinNode, downstream: Stage, context: StageContext): readonly [Stage, Stage] {
  const { joinType } = node;
  const [leftNode, rightNode] = node.inputs;
  const leftKey = keyReader(
    node.keys.map(({ left }) => left),
    context,
  );
  const rightKey = keyReader(
    node.keys.map(({ right }) => right),
    context,
  );
  const isPair = pairTest(node, context);
  const noLeft: Row = new Array(leftNode.fields.length).fill(null);
  const noRight: Row = new Array(rightNode.fields.length).fill(null);
  interface Partner {
    readonly row: Row;
    isPaired: boolean;
  }
  const partners = new Map<string | undefined, Partner[]>();
  const early: Row[] = [];
  let isRightComplete = false;
  let isLeftComplete = false;
  const emit = (row: Row) => downstream.push(row, RowKind.INSERT);
  const probe = (row: Row): void => {
    const key = leftKey(row);
    let found = 0;
    for (const partner of key === undefined ? [] : (partners.get(key) ?? [])) {
      if (!isPair(row, partner.row)) continue;
      found++;
      partner.isPaired = true;
      if (joinType === 'semi' || joinType === 'anti') break;
      emit([...row, ...partner.row]);
    }
    if (joinType === 'semi' ? found > 0 : joinType === 'anti' && found === 0) emit(row);
    else if (found === 0 && (joinType === 'left' || joinType === 'full')) emit([...row, ...noRight]);
  };
  const end = (): void => {
    if (!isLeftComplete || !isRightComplete) return;
    if (joinType === 'right' || joinType === 'full') {
      for (const list of partners.values())
        for (const { row, isPaired } of list) if (!isPaired) emit([...noLeft, ...row]);
    }
    downstream.finish();
  };
  return [
    {
      push(row) {
        if (isRightComplete) return probe(row);
        context.state.take(row);
        early.push(row);
      },
      finish() {
        isLeftComplete = true;
        end();
      },
    },
    {
      push(row) {
        context.state.take(row);
        const key = rightKey(row);
        const list = partners.get(key);
        if (list === undefined) partners.set(key, [{ row, isPaired: false }]);
        else list.push({ row, isPaired: false });
      },
      finish() {
        isRightComplete = true;
        for (const row of early.splice(0)) {
          context.state.give(row);
          probe(row);
        }
        end();
      },
    },
  ];
}

/** Each row changes the result at once: as Flink's `StreamingJoinOperator` and `StreamingSemiAntiJoinOperator` do. */
function streamingJoin(node: JoinNode, downstream: Stage, context: StageContext): readonly [Stage, Stage] {
  const { joinType } = node;
  const [leftNode, rightNode] = node.inputs;
  const isPair = pairTest(node, context);
  const left = new JoinSide(
    keyReader(
      node.keys.map((key) => key.left),
      context,
    ),
    joinType === 'left' || joinType === 'full',
    context.state,
  );
  const right = new JoinSide(
    keyReader(
      node.keys.map((key) => key.right),
      context,
    ),
    joinType === 'right' || joinType === 'full',
    context.state,
  );
  const nothing: readonly [Row, Row] = [
    new Array(leftNode.fields.length).fill(null),
    new Array(rightNode.fields.length).fill(null),
  ];
  let open = 2;
  const finish = () => {
    if (--open === 0) downstream.finish();
  };
  if (joinType === 'semi' || joinType === 'anti') {
    const [first, second] = semiJoin(left, right, { isAnti: joinType === 'anti', isPair, downstream });
    return [
      { push: first, finish },
      { push: second, finish },
    ];
  }
  const side = (own: JoinSide, other: JoinSide, isLeft: boolean): Stage['push'] => {
    const paired = (mine: Row, theirs: Row): Row => (isLeft ? [...mine, ...theirs] : [...theirs, ...mine]);
    const alone = (mine: Row): Row => paired(mine, nothing[isLeft ? 1 : 0]);
    const otherAlone = (theirs: Row): Row => paired(nothing[isLeft ? 0 : 1], theirs);
    return (row, kind) => {
      const isRetraction = kind === RowKind.DELETE || kind === RowKind.UPDATE_BEFORE;
      const key = own.keyOf(row);
      const found: Kept[] = [];
      for (const each of other.at(key)) if (isLeft ? isPair(row, each.row) : isPair(each.row, row)) found.push(each);
      const partners = found.reduce((sum, { count }) => sum + count, 0);
      if (isRetraction) own.remove(key, row);
      if (found.length === 0) {
        if (own.isOuter) downstream.push(alone(row), isRetraction ? RowKind.DELETE : RowKind.INSERT);
      } else {
        const forwarded = own.isOuter || other.isOuter ? (isRetraction ? RowKind.DELETE : RowKind.INSERT) : kind;
        for (const each of found) {
          if (!isRetraction && other.isOuter && each.partners === 0)
            for (let i = 0; i < each.count; i++) downstream.push(otherAlone(each.row), RowKind.DELETE);
          each.partners += isRetraction ? -1 : 1;
          for (let i = 0; i < each.count; i++) downstream.push(paired(row, each.row), forwarded);
          if (isRetraction && other.isOuter && each.partners === 0)
            for (let i = 0; i < each.count; i++) downstream.push(otherAlone(each.row), RowKind.INSERT);
        }
      }
      if (!isRetraction) own.add(key, row, partners);
    };
  };
  return [
    { push: side(left, right, true), finish },
    { push: side(right, left, false), finish },
  ];
}

interface SemiJoin {
  readonly isAnti: boolean;
  readonly isPair: (left: Row, right: Row) => boolean;
  readonly downstream: Stage;
}

function semiJoin(
  left: JoinSide,
  right: JoinSide,
  { isAnti, isPair, downstream }: SemiJoin,
): readonly [Stage['push'], Stage['push']] {
  return [
    (row, kind) => {
      const key = left.keyOf(row);
      let partners = 0;
      for (const each of right.at(key)) if (isPair(row, each.row)) partners += each.count;
      if (kind === RowKind.DELETE || kind === RowKind.UPDATE_BEFORE) left.remove(key, row);
      else left.add(key, row, partners);
      if (partners > 0 !== isAnti) downstream.push(row, kind);
    },
    (row, kind) => {
      const isRetraction = kind === RowKind.DELETE || kind === RowKind.UPDATE_BEFORE;
      const key = right.keyOf(row);
      for (const each of left.at(key)) {
        if (!isPair(each.row, row)) continue;
        const before = each.partners > 0;
        each.partners += isRetraction ? -1 : 1;
        const after = each.partners > 0;
        if (before === after) continue;
        const appears = after !== isAnti;
        for (let i = 0; i < each.count; i++)
          downstream.push(each.row, appears ? RowKind.INSERT : isAnti ? RowKind.DELETE : kind);
      }
      if (isRetraction) right.remove(key, row);
      else right.add(key, row, 0);
    },
  ];
}
