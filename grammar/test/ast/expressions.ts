import fc, { type Arbitrary } from 'fast-check';
import type {
  CharacterLiteral,
  DataType,
  Expression,
  FunctionArgument,
  FunctionCall,
  Identifier,
  IntervalLiteral,
  NamePart,
  NumericLiteral,
  OrderItem,
  Query,
  TimeUnit,
  WindowSpecification,
} from '../../src/index.js';
import { PRECEDENCE } from '../../src/precedence.js';
import { among, few, maybe, node, SPAN } from './node.js';

const PLAIN_NAMES = ['a', 'b', 'user_id', 'Orders', 'x1', 'straße', 'metadata', 'KEY', 'view', 'json', 'map', '$v'];
const QUOTED_NAMES = ['a', 'select', 'a b', 'with`tick', '中文', '1st', "it's", 'value'];

const plainName = among(...PLAIN_NAMES).map((text): NamePart => ({ text, quoted: false, span: SPAN }));
const quotedName = among(...QUOTED_NAMES).map((text): NamePart => ({ text, quoted: true, span: SPAN }));
export const name: Arbitrary<NamePart> = fc.oneof({ weight: 4, arbitrary: plainName }, quotedName);
export const simpleIdentifier: Arbitrary<Identifier> = node('Identifier', {
  parts: few(name, 1).map((p) => p.slice(0, 1)),
});
export const identifier: Arbitrary<Identifier> = node('Identifier', { parts: few(name, 1) });

export const text: Arbitrary<CharacterLiteral> = fc
  .oneof(among('', 'a', "it's", 'line\nbreak', '--', '/*', '中😀', "''"), fc.string({ maxLength: 8 }))
  .map((value) => ({ kind: 'CharacterLiteral', value, text: `'${value.replaceAll("'", "''")}'`, span: SPAN }));

export const number: Arbitrary<NumericLiteral> = among(
  '0',
  '1',
  '12',
  '1.50',
  '.5',
  '2.',
  '1e3',
  '1.5E-3',
  '99999999999999999999',
).map((digits) => ({ kind: 'NumericLiteral', text: digits, approximate: /e/i.test(digits), span: SPAN }));

const precision = fc.nat({ max: 9 });
const intervalUnit = among('YEAR', 'MONTH', 'DAY', 'HOUR', 'MINUTE', 'SECOND');
const intervalStart = fc.oneof(
  node('IntervalQualifier', { start: intervalUnit, startPrecision: maybe(precision) }),
  node('IntervalQualifier', {
    start: among('SECOND'),
    startPrecision: precision,
    fractionalSecondPrecision: precision,
  }),
);
const qualifier = fc.oneof(
  intervalStart,
  node('IntervalQualifier', { start: among('YEAR'), startPrecision: maybe(precision), end: among('MONTH') }),
  node('IntervalQualifier', {
    start: among('DAY', 'HOUR', 'MINUTE'),
    startPrecision: maybe(precision),
    end: among('SECOND'),
    fractionalSecondPrecision: maybe(precision),
  }),
);
export const intervalLiteral: Arbitrary<IntervalLiteral> = node('IntervalLiteral', {
  negative: fc.boolean(),
  value: text,
  qualifier,
});
const timeUnit: Arbitrary<TimeUnit> = node('TimeUnit', {
  unit: among('YEAR', 'QUARTER', 'MONTH', 'WEEK', 'DAY', 'HOUR', 'MINUTE', 'SECOND', 'MILLISECOND', 'DOW'),
});

const hex = among('', '0A', 'FF00').map(
  (digits) => ({ kind: 'BinaryLiteral', hex: digits, text: `X'${digits}'`, span: SPAN }) as const,
);

export const literal: Arbitrary<Expression> = fc.oneof(
  number,
  text,
  hex,
  node('NullLiteral', {}),
  node('BooleanLiteral', { value: among(true, false, null) }),
  node('DateTimeLiteral', {
    type: among('DATE', 'TIMESTAMP'),
    value: among('2024-01-31', '2024-2-9').map(
      (value): CharacterLiteral => ({ kind: 'CharacterLiteral', value, text: `'${value}'`, span: SPAN }),
    ),
  }),
  intervalLiteral,
);

/** The arbitraries that refer to each other. */
interface Recursive {
  expression: Expression;
  dataType: DataType;
  castType: DataType;
  call: FunctionCall;
  orderItem: OrderItem;
  window: WindowSpecification;
}

/** Generates expressions; `query` makes what stands in their subqueries. */
export function expressions(query: Arbitrary<Query>) {
  return fc.letrec<Recursive>((tie) => {
    const e = tie('expression');
    const es = few(e);
    const nonEmpty = few(e, 1);
    const type = tie('dataType');
    const nullable = fc.boolean();
    const named = { nullable };
    const types = (flags: { nullable: Arbitrary<boolean> }): Arbitrary<DataType> =>
      fc.oneof(
        { maxDepth: 3, depthIdentifier: 'type' },
        node('BasicType', {
          name: among('INT', 'BIGINT', 'STRING', 'BYTES', 'BOOLEAN', 'DATE', 'DOUBLE', 'REAL'),
          ...flags,
        }),
        node('BasicType', {
          name: among('CHAR', 'VARCHAR', 'BINARY', 'VARBINARY', 'TIME', 'TIMESTAMP', 'TIMESTAMP_LTZ', 'DECIMAL'),
          precision: maybe(precision),
          ...flags,
        }),
        node('BasicType', { name: among('DECIMAL'), precision, scale: precision, ...flags }),
        node('NamedType', { name: identifier, ...flags }),
        node('ArrayType', { elementType: type, ...flags }),
        node('MultisetType', { elementType: type, ...flags }),
        node('MapType', { keyType: type, valueType: type, ...flags }),
        node('RowType', { fields: few(node('RowTypeField', { name, type, comment: maybe(text) })), ...flags }),
        node('RawType', { className: text, serializer: text, ...flags }),
      );
    const binaryOperator = among(
      ...(Object.keys(PRECEDENCE) as (keyof typeof PRECEDENCE)[]).filter(
        (key) => !['NOT', 'IS', 'IN', 'BETWEEN', 'LIKE', 'SIGN', 'PRIMARY'].includes(key),
      ),
    );
    const orderBy = few(tie('orderItem'));
    const argument: Arbitrary<FunctionArgument> = fc.oneof(
      { weight: 8, arbitrary: e },
      node('Star', {}),
      node('DefaultArgument', {}),
      node('NamedArgument', { name, value: e }),
      node('DescriptorArgument', { columns: few(name, 1) }),
      node('TableArgument', {
        table: node('TableRef', { name: identifier, hints: fc.constant([]) }),
        partitionBy: few(simpleIdentifier),
        orderBy,
      }),
    );
    const keywordCall = (word: string, ...args: Arbitrary<FunctionArgument>[]): Arbitrary<FunctionCall> =>
      node('FunctionCall', {
        name: fc.constant<Identifier>({
          kind: 'Identifier',
          parts: [{ text: word, quoted: false, span: SPAN }],
          span: SPAN,
        }),
        syntax: among('keywords'),
        args: fc.tuple(...args),
      });
    const plainCall: Arbitrary<FunctionCall> = node('FunctionCall', {
      name: fc.oneof(
        among('UPPER', 'COUNT', 'my_f', 'LEFT', 'IF', 'LAST', 'CEIL').map(
          (word): Identifier => ({
            kind: 'Identifier',
            parts: [{ text: word, quoted: false, span: SPAN }],
            span: SPAN,
          }),
        ),
        node('Identifier', { parts: fc.tuple(quotedName) }),
      ),
      syntax: among('call'),
      quantifier: maybe(among('ALL', 'DISTINCT')),
      args: few(argument),
      orderBy: maybe(few(tie('orderItem'), 1)),
      nullTreatment: maybe(among('IGNORE NULLS', 'RESPECT NULLS')),
      withinGroup: maybe(few(tie('orderItem'), 1)),
      filter: maybe(e),
      over: maybe(fc.oneof(name, tie('window'))),
    })
      .map((plain) => (plain.name.parts[0]?.text === 'CEIL' ? { ...plain, ...BARE_CALL, args: [number0] } : plain))
      // ORDER BY behind a table belongs to the table.
      .filter(({ args, orderBy: order }) => order === undefined || args.at(-1)?.kind !== 'TableArgument');
    const onNull = maybe(among('NULL', 'ABSENT'));
    const json: Arbitrary<Expression> = fc.oneof(
      node('JsonExistsExpression', { input: e, path: e, onError: maybe(among('TRUE', 'FALSE', 'UNKNOWN', 'ERROR')) }),
      node('JsonValueExpression', {
        input: e,
        path: e,
        returning: maybe(tie('castType')),
        onEmpty: maybe(node('JsonValueBehavior', { behavior: among('DEFAULT'), defaultValue: e })),
        onError: maybe(node('JsonValueBehavior', { behavior: among('NULL', 'ERROR') })),
      }),
      node('JsonQueryExpression', {
        input: e,
        path: e,
        returning: maybe(tie('castType')),
        wrapper: maybe(among('WITHOUT', 'CONDITIONAL', 'UNCONDITIONAL')),
        onEmpty: maybe(among('NULL', 'EMPTY ARRAY', 'EMPTY OBJECT')),
        onError: maybe(among('ERROR', 'EMPTY ARRAY')),
      }),
      node('JsonObjectExpression', { entries: few(node('JsonObjectEntry', { key: e, value: e })), onNull }),
      node('JsonArrayExpression', { elements: es, onNull }),
      node('JsonObjectAggExpression', { key: e, value: e, onNull }),
      node('JsonArrayAggExpression', { element: e, orderBy, onNull }),
    );
    const bound = fc.oneof(
      node('WindowBound', { bound: among('UNBOUNDED PRECEDING', 'CURRENT ROW', 'UNBOUNDED FOLLOWING') }),
      node('WindowBound', { bound: among('PRECEDING', 'FOLLOWING'), offset: number }),
    );
    return {
      dataType: types(named),
      castType: types({ nullable: fc.constant(true) }),
      call: plainCall,
      orderItem: node('OrderItem', {
        expression: e,
        direction: maybe(among('ASC', 'DESC')),
        nulls: maybe(among('FIRST', 'LAST')),
      }),
      window: node('WindowSpecification', {
        reference: maybe(name),
        partitionBy: es,
        orderBy,
        frame: maybe(node('WindowFrame', { unit: among('ROWS', 'RANGE'), start: bound, end: maybe(bound) })),
      }),
      expression: fc.oneof(
        { maxDepth: 4, depthIdentifier: 'expression' },
        fc.oneof(literal, identifier),
        node('BinaryExpression', { operator: binaryOperator, left: e, right: e }) as Arbitrary<Expression>,
        node('UnaryExpression', { operator: among('+', '-', 'NOT'), operand: e }),
        node('IsExpression', {
          operand: e,
          negated: fc.boolean(),
          test: among('NULL', 'TRUE', 'UNKNOWN', 'A SET', 'EMPTY', 'JSON VALUE', 'JSON SCALAR'),
        }),
        node('BetweenPredicate', { operand: e, negated: fc.boolean(), symmetric: fc.boolean(), low: e, high: e }),
        node('LikePredicate', {
          operator: among('LIKE', 'SIMILAR TO'),
          operand: e,
          negated: fc.boolean(),
          pattern: e,
          escape: maybe(e),
        }),
        node('InListPredicate', { operand: e, negated: fc.boolean(), values: nonEmpty }).filter(
          ({ values }) => values[0]?.kind !== 'ScalarSubquery',
        ),
        node('InSubqueryPredicate', { operand: e, negated: fc.boolean(), query }),
        node('ExistsPredicate', { operator: among('EXISTS', 'UNIQUE'), query }),
        node('QuantifiedComparison', {
          operator: among('=', '<>', '<', '<=', '>', '>='),
          quantifier: among('ALL', 'ANY', 'SOME'),
          operand: e,
          right: fc.oneof(
            query,
            nonEmpty.filter(([first]) => first?.kind !== 'ScalarSubquery'),
          ),
        }),
        node('CastExpression', {
          function: among('CAST', 'TRY_CAST'),
          operand: e,
          type: fc.oneof(tie('castType'), node('IntervalType', { qualifier, nullable: fc.constant(true) })),
        }),
        node('CaseExpression', {
          operand: maybe(e),
          branches: few(node('CaseBranch', { conditions: nonEmpty, result: e }), 1),
          otherwise: maybe(e),
        }),
        node('RowConstructor', { explicit: fc.constant(true), values: es }),
        node('RowConstructor', { explicit: fc.constant(false), values: few(e, 2) }),
        node('ArrayConstructor', { elements: es }),
        node('MultisetConstructor', { elements: es }),
        node('MapConstructor', { entries: few(fc.record({ key: e, value: e })) }),
        node('CollectionQuery', { collection: among('ARRAY', 'MAP', 'MULTISET'), query }),
        node('ItemAccess', { operand: e, index: e }),
        node('FieldAccess', { operand: e, field: name }),
        node('ScalarSubquery', { query }),
        node('IntervalExpression', {
          negative: fc.boolean(),
          amount: e,
          qualifier: intervalStart,
        }),
        node('DateTimeDifference', { left: e, right: e, qualifier }),
        node('PeriodConstructor', { start: e, end: e }),
        plainCall,
        keywordCall('EXTRACT', timeUnit, e),
        keywordCall('POSITION', e, e),
        keywordCall('OVERLAY', e, e, e, e),
        keywordCall('SUBSTRING', e, e, e),
        keywordCall('FLOOR', e, timeUnit),
        node('FunctionCall', {
          name: among('CURRENT_DATE', 'LOCALTIMESTAMP', 'USER').map(
            (word): Identifier => ({
              kind: 'Identifier',
              parts: [{ text: word, quoted: false, span: SPAN }],
              span: SPAN,
            }),
          ),
          syntax: among('bare'),
          args: fc.constant([]),
        }),
        node('TrimExpression', { side: maybe(among('BOTH', 'LEADING', 'TRAILING')), characters: maybe(e), operand: e }),
        json,
      ),
    };
  });
}

const number0: NumericLiteral = { kind: 'NumericLiteral', text: '0', approximate: false, span: SPAN };
const BARE_CALL = {
  quantifier: undefined,
  orderBy: undefined,
  nullTreatment: undefined,
  withinGroup: undefined,
  filter: undefined,
  over: undefined,
};
