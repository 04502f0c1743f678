import {
  array,
  BIGINT,
  BOOLEAN,
  BYTES,
  DOUBLE,
  FLOAT,
  INT,
  type LogicalType,
  MapValue,
  map,
  type Row,
  type RowType,
  row,
  STRING,
  type Value,
} from '@tsql/core';
import fc from 'fast-check';

/** A field of a message as a .proto file writes it, and the column for it. */
interface ProtoField {
  /** The lines that define it, its number to be filled in. */
  readonly text: (number: number, isProto3: boolean) => string;
  readonly type: LogicalType;
  readonly values: fc.Arbitrary<Value>;
}

const edge = <T>(values: fc.Arbitrary<T>, ...edges: T[]): fc.Arbitrary<T> =>
  fc.oneof({ weight: 2, arbitrary: values }, { weight: 1, arbitrary: fc.constantFrom(...edges) });

const ints = edge(fc.integer(), 0, 1, -1, 127, 128, 2_147_483_647, -2_147_483_648);
const longs = edge(
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  ...[0n, 1n, -1n, 127n, 128n, 2n ** 48n, -(2n ** 48n), 2n ** 49n - 1n, 2n ** 51n, 2n ** 53n],
);
const texts = edge(fc.string({ unit: 'grapheme', maxLength: 10 }), '', 'abc', 'ä"', '😀', 'x'.repeat(130), '\n');

const SCALARS: Readonly<Record<string, readonly [LogicalType, fc.Arbitrary<Value>]>> = {
  int32: [INT, ints],
  uint32: [INT, ints],
  sint32: [INT, ints],
  fixed32: [INT, ints],
  sfixed32: [INT, ints],
  int64: [BIGINT, longs],
  uint64: [BIGINT, longs],
  sint64: [BIGINT, longs],
  fixed64: [BIGINT, longs],
  sfixed64: [BIGINT, longs],
  bool: [BOOLEAN, fc.boolean()],
  float: [FLOAT, edge(fc.float(), 0, -0, 1.5)],
  double: [DOUBLE, edge(fc.double(), 0, -0, 0.1)],
  string: [STRING, texts],
  bytes: [BYTES, fc.uint8Array({ maxLength: 20 })],
};
const COLORS = fc.constantFrom('RED', 'GREEN', 'BLUE', 'BLACK');

/** Labels of a singular field. */
const label = (chosen: string, isProto3: boolean): string =>
  isProto3 ? (chosen === 'required' ? '' : chosen) : chosen === '' ? 'optional' : chosen;

const scalar = fc
  .tuple(fc.constantFrom(...Object.keys(SCALARS)), fc.constantFrom('', '', '', 'optional', 'required'))
  .map(([kind, chosen]): ProtoField => {
    const [type, values] = SCALARS[kind] as readonly [LogicalType, fc.Arbitrary<Value>];
    return { text: (number, isProto3) => `${label(chosen, isProto3)} ${kind} f${number} = ${number};`, type, values };
  });

const enumeration = fc.constantFrom<LogicalType>(STRING, INT).map(
  (type): ProtoField => ({
    text: (number, isProto3) => `${label('', isProto3)} Color f${number} = ${number};`,
    type,
    values: type === STRING ? COLORS : fc.constantFrom(0, 1, -7, 9),
  }),
);

/** A message that is defined elsewhere: it can be a member of a oneof. */
const other: ProtoField = {
  text: (number, isProto3) => `${label('', isProto3)} Other f${number} = ${number};`,
  type: row([
    { name: 'x', type: INT },
    { name: 'y', type: STRING },
  ]),
  values: fc.tuple(fc.option(ints), fc.option(texts)) as fc.Arbitrary<Row>,
};

const repeated = fc.constantFrom(...Object.keys(SCALARS)).map((kind): ProtoField => {
  const [type, values] = SCALARS[kind] as readonly [LogicalType, fc.Arbitrary<Value>];
  return {
    text: (number) => `repeated ${kind} f${number} = ${number};`,
    type: array(type),
    values: fc.array(values, { maxLength: 3 }) as fc.Arbitrary<Row>,
  };
});

const maps = fc.constantFrom('int32', 'sint64', 'string', 'bytes').map((kind): ProtoField => {
  const [type, values] = SCALARS[kind] as readonly [LogicalType, fc.Arbitrary<Value>];
  return {
    text: (number) => `map<string, ${kind}> f${number} = ${number};`,
    type: map(STRING, type),
    values: fc
      .array(fc.tuple(texts, values), { maxLength: 2 })
      .map((pairs) => new Map(pairs))
      .map((entries) => new MapValue([...entries.keys()], [...entries.values()])),
  };
});

interface Message {
  readonly fields: readonly ProtoField[];
  /** The fields from here on are one oneof. */
  readonly oneofFrom: number;
}

/** Numbers with tags of one and of two bytes. */
const numberOf = (index: number): number => (index < 12 ? index + 1 : index + 30);

function bodyOf({ fields, oneofFrom }: Message, isProto3: boolean): string {
  const lines = fields.map((field, index) => field.text(numberOf(index), isProto3));
  const members = fields.slice(oneofFrom).map((field, index) => {
    const line = field.text(numberOf(oneofFrom + index), true);
    return line.replace(/^\s*(optional)?\s+/, '');
  });
  return `${lines.slice(0, oneofFrom).join('\n')}\n${members.length === 0 ? '' : `oneof choice { ${members.join('\n')} }`}`;
}

function rowOf({ fields }: Message): { readonly type: RowType; readonly values: fc.Arbitrary<Row> } {
  return {
    type: row(fields.map(({ type }, index) => ({ name: `f${numberOf(index)}`, type }))),
    values: fc.tuple(...fields.map(({ values }) => fc.option(values, { freq: 4 }))) as fc.Arbitrary<Row>,
  };
}

/** How messages of proto3 and proto2 are chosen: the syntax is the same for all within. */
const message = (depth: number): fc.Arbitrary<Message> => {
  const field = fc.oneof(
    { weight: 10, arbitrary: scalar },
    { weight: 1, arbitrary: enumeration },
    { weight: 1, arbitrary: fc.constant(other) },
    { weight: 1, arbitrary: repeated },
    { weight: 1, arbitrary: maps },
    ...(depth === 0 ? [] : [{ weight: 3, arbitrary: nested(depth - 1) }]),
  );
  return fc.array(field, { minLength: 1, maxLength: depth === 0 ? 3 : 8 }).chain((fields) =>
    fc.record({
      fields: fc.constant(fields),
      oneofFrom: fc.oneof(
        { weight: 1, arbitrary: fc.constant(fields.length) },
        { weight: 1, arbitrary: fc.constant(canBeOneof(fields)) },
      ),
    }),
  );
};

/** The first of the last fields that may be members of a oneof. */
function canBeOneof(fields: readonly ProtoField[]): number {
  let from = fields.length;
  while (from > 0 && /^\s*(optional\s)?\s*(?!repeated|map|required)\w+ f/.test(fields[from - 1]?.text(1, true) ?? ''))
    from--;
  return from;
}

const nested = (depth: number): fc.Arbitrary<ProtoField> =>
  fc.tuple(message(depth), fc.boolean()).map(([inner, isRepeated]): ProtoField => {
    const { type, values } = rowOf(inner);
    return {
      text: (number, isProto3) =>
        `message M${number} { ${bodyOf(inner, isProto3)} }
        ${isRepeated ? 'repeated' : label('', isProto3)} M${number} f${number} = ${number};`,
      type: isRepeated ? array(type) : type,
      values: isRepeated ? (fc.array(values, { maxLength: 2 }) as fc.Arbitrary<Row>) : values,
    };
  });

export interface ProtoRows {
  readonly proto: string;
  /** The whole message's row, and rows of it. */
  readonly type: RowType;
  readonly rows: readonly Row[];
  /** The columns that a table has of it, in their order. */
  readonly columns: readonly string[];
}

export const protoRows: fc.Arbitrary<ProtoRows> = fc
  .tuple(
    fc.oneof(
      { weight: 5, arbitrary: message(1) },
      {
        weight: 1,
        arbitrary: fc
          .array(scalar, { minLength: 21, maxLength: 26 })
          .map((fields) => ({ fields, oneofFrom: fields.length })),
      },
    ),
    fc.boolean(),
  )
  .chain(([found, isProto3]) => {
    const { type, values } = rowOf(found);
    const names = type.fields.map(({ name }) => name);
    return fc.record({
      proto: fc.constant(`syntax = "${isProto3 ? 'proto3' : 'proto2'}"; package sample;
        option java_package = "org.example"; option java_multiple_files = true;
        message Other { ${isProto3 ? '' : 'optional'} int32 x = 1; ${isProto3 ? '' : 'optional'} string y = 2; }
        enum Color { RED = 0; GREEN = 1; BLUE = -7; }
        message Sample { ${bodyOf(found, isProto3)} }`),
      type: fc.constant({ ...type, nullable: false }),
      rows: fc.array(values, { minLength: 1, maxLength: 6 }),
      columns: fc.oneof(fc.constant(names), fc.shuffledSubarray(names, { minLength: 1 })),
    });
  });
