import type { BasicTypeName, DataType, RowTypeField } from '../ast/index.js';
import type { GrammarWord } from '../lexer/grammar-words.js';
import * as T from '../lexer/token-types.js';
import { BaseParser, type Rule, type RuleWith, type Start } from './base-parser.js';

/** Words that are a type by themselves, and the type's name. */
const PLAIN_TYPES: readonly (readonly [GrammarWord, BasicTypeName])[] = [
  ['BOOLEAN', 'BOOLEAN'],
  ['TINYINT', 'TINYINT'],
  ['SMALLINT', 'SMALLINT'],
  ['INT', 'INT'],
  ['INTEGER', 'INT'],
  ['BIGINT', 'BIGINT'],
  ['FLOAT', 'FLOAT'],
  ['REAL', 'REAL'],
  ['DATE', 'DATE'],
  ['STRING', 'STRING'],
  ['BYTES', 'BYTES'],
];

/** Data types as Flink writes them. */
export abstract class TypeParser extends BaseParser {
  /** A type with NOT NULL, and the forms `t ARRAY`, `t MULTISET`. */
  override readonly dataType: Rule<DataType> = this.rule('dataType', () => {
    const start = this.mark();
    let type = this.SUBRULE(this.typeName);
    type = this.SUBRULE(this.nullability, { ARGS: [start, type] });
    this.MANY(() => {
      type = this.SUBRULE(this.collectionSuffix, { ARGS: [start, type] });
      type = this.SUBRULE1(this.nullability, { ARGS: [start, type] });
    });
    return type;
  });

  /** A type where NOT NULL is not allowed: behind CAST and RETURNING. */
  readonly castType: Rule<DataType> = this.rule('castType', () => {
    const start = this.mark();
    let type = this.SUBRULE(this.typeName);
    this.MANY(() => {
      type = this.SUBRULE(this.collectionSuffix, { ARGS: [start, type] });
    });
    return type;
  });

  readonly collectionSuffix: RuleWith<[Start, DataType], DataType> = this.rule(
    'collectionSuffix',
    (start, elementType) => {
      const kind = this.OR<'ArrayType' | 'MultisetType'>([
        { ALT: () => this.after(this.word('ARRAY'), 'ArrayType') },
        { ALT: () => this.after(this.word('MULTISET'), 'MultisetType') },
      ]);
      return { kind, elementType, nullable: true, span: this.spanFrom(start) };
    },
  );

  /** The type with `NULL` or `NOT NULL` behind it, if either is there. */
  readonly nullability: RuleWith<[Start, DataType], DataType> = this.rule('nullability', (start, type) => {
    let result = type;
    this.OPTION(() =>
      this.OR([
        { ALT: () => this.word('NULL') },
        {
          ALT: () => {
            this.word('NOT');
            this.word('NULL', 1);
            result = { ...type, nullable: false, span: this.spanFrom(start) };
          },
        },
      ]),
    );
    return result;
  });

  readonly typeName: Rule<DataType> = this.rule('typeName', () =>
    this.OR<DataType>([
      { ALT: () => this.SUBRULE(this.plainType) },
      { ALT: () => this.SUBRULE(this.doubleType) },
      { ALT: () => this.SUBRULE(this.stringType) },
      { ALT: () => this.SUBRULE(this.decimalType) },
      { ALT: () => this.SUBRULE(this.timeType) },
      { ALT: () => this.SUBRULE(this.collectionType) },
      { ALT: () => this.SUBRULE(this.rowType) },
      { ALT: () => this.SUBRULE(this.rawType) },
      { ALT: () => this.SUBRULE(this.mapOrNamedType) },
    ]),
  );

  readonly plainType: Rule<DataType> = this.rule('plainType', () => {
    const start = this.mark();
    const name = this.OR<BasicTypeName>(
      PLAIN_TYPES.map(([word, type]) => ({ ALT: () => this.after(this.word(word), type) })),
    );
    return { kind: 'BasicType', name, nullable: true, span: this.spanFrom(start) };
  });

  /** `DOUBLE [PRECISION]` */
  readonly doubleType: Rule<DataType> = this.rule('doubleType', () => {
    const start = this.mark();
    this.word('DOUBLE');
    this.OPTION(() => this.word('PRECISION'));
    return { kind: 'BasicType', name: 'DOUBLE', nullable: true, span: this.spanFrom(start) };
  });

  /** `CHAR(n)`, `VARCHAR(n)`, `CHARACTER VARYING(n)`, `BINARY(n)`, `VARBINARY(n)`, `BINARY VARYING(n)` */
  readonly stringType: Rule<DataType> = this.rule('stringType', () => {
    const start = this.mark();
    let name = this.OR<BasicTypeName>([
      { ALT: () => this.after(this.word('CHAR'), 'CHAR') },
      { ALT: () => this.after(this.word('CHARACTER'), 'CHAR') },
      { ALT: () => this.after(this.word('BINARY'), 'BINARY') },
      { ALT: () => this.after(this.word('VARCHAR'), 'VARCHAR') },
      { ALT: () => this.after(this.word('VARBINARY'), 'VARBINARY') },
    ]);
    this.OPTION({
      GATE: () => name === 'CHAR' || name === 'BINARY',
      DEF: () => {
        this.word('VARYING');
        name = name === 'CHAR' ? 'VARCHAR' : 'VARBINARY';
      },
    });
    const precision = this.SUBRULE(this.optionalPrecision);
    return { kind: 'BasicType', name, precision, nullable: true, span: this.spanFrom(start) };
  });

  readonly optionalPrecision: Rule<number | undefined> = this.rule('optionalPrecision', () => {
    let precision: number | undefined;
    this.OPTION(() => {
      precision = this.SUBRULE(this.precision);
    });
    return precision;
  });

  /** `DECIMAL(p, s)` */
  readonly decimalType: Rule<DataType> = this.rule('decimalType', () => {
    const start = this.mark();
    const name = this.OR<BasicTypeName>([
      { ALT: () => this.after(this.word('DECIMAL'), 'DECIMAL') },
      { ALT: () => this.after(this.word('DEC'), 'DECIMAL') },
      { ALT: () => this.after(this.word('NUMERIC'), 'DECIMAL') },
      { ALT: () => this.after(this.word('ANY'), 'ANY') },
    ]);
    let precision: number | undefined;
    let scale: number | undefined;
    this.OPTION(() => {
      this.CONSUME(T.LeftParen);
      precision = this.SUBRULE(this.unsignedInteger);
      this.OPTION1(() => {
        this.CONSUME(T.Comma);
        scale = this.SUBRULE1(this.unsignedInteger);
      });
      this.CONSUME(T.RightParen);
    });
    return { kind: 'BasicType', name, precision, scale, nullable: true, span: this.spanFrom(start) };
  });

  /** `TIME(p)`, `TIMESTAMP(p) [WITHOUT TIME ZONE | WITH LOCAL TIME ZONE]`, `TIMESTAMP_LTZ(p)` */
  readonly timeType: Rule<DataType> = this.rule('timeType', () => {
    const start = this.mark();
    let name = this.OR<BasicTypeName>([
      { ALT: () => this.after(this.word('TIME'), 'TIME') },
      { ALT: () => this.after(this.word('TIMESTAMP'), 'TIMESTAMP') },
      { ALT: () => this.after(this.word('TIMESTAMP_LTZ'), 'TIMESTAMP_LTZ') },
    ]);
    const precision = this.SUBRULE(this.optionalPrecision);
    this.OPTION({
      GATE: () => name !== 'TIMESTAMP_LTZ' && (this.isWord('TIME', 2) || this.isWord('LOCAL', 2)),
      DEF: () => {
        const isLocal = this.SUBRULE(this.timeZone);
        if (isLocal && name === 'TIMESTAMP') name = 'TIMESTAMP_LTZ';
      },
    });
    return { kind: 'BasicType', name, precision, nullable: true, span: this.spanFrom(start) };
  });

  /** True for `WITH LOCAL TIME ZONE`, false for `WITHOUT TIME ZONE`. Flink has no `WITH TIME ZONE`. */
  readonly timeZone: Rule<boolean> = this.rule('timeZone', () => {
    const isLocal = this.OR<boolean>([
      { ALT: () => this.after(this.word('WITHOUT'), false) },
      { ALT: () => this.after(this.word('WITH'), this.word('LOCAL'), true) },
    ]);
    this.word('TIME');
    this.word('ZONE');
    return isLocal;
  });

  /** `ARRAY<t>`, `MULTISET<t>` */
  readonly collectionType: Rule<DataType> = this.rule('collectionType', () => {
    const start = this.mark();
    const kind = this.OR<'ArrayType' | 'MultisetType'>([
      { ALT: () => this.after(this.word('ARRAY'), 'ArrayType') },
      { ALT: () => this.after(this.word('MULTISET'), 'MultisetType') },
    ]);
    this.CONSUME(T.Less);
    const elementType = this.SUBRULE(this.dataType);
    this.CONSUME(T.Greater);
    return { kind, elementType, nullable: true, span: this.spanFrom(start) };
  });

  /** `ROW<a INT, b STRING 'comment'>`, `ROW(…)`, `ROW<>` */
  readonly rowType: Rule<DataType> = this.rule('rowType', () => {
    const start = this.mark();
    this.word('ROW');
    const fields = this.OR<RowTypeField[]>([
      { ALT: () => this.SUBRULE(this.bracketedRowFields, { ARGS: [] }) },
      { ALT: () => this.SUBRULE(this.parenthesizedRowFields) },
      {
        ALT: () => {
          this.CONSUME(T.NotEqual);
          return [];
        },
      },
    ]);
    return { kind: 'RowType', fields, nullable: true, span: this.spanFrom(start) };
  });

  readonly bracketedRowFields: Rule<RowTypeField[]> = this.rule('bracketedRowFields', () => {
    this.CONSUME(T.Less);
    const fields = this.SUBRULE(this.rowFields);
    this.CONSUME(T.Greater);
    return fields;
  });

  readonly parenthesizedRowFields: Rule<RowTypeField[]> = this.rule('parenthesizedRowFields', () => {
    this.CONSUME(T.LeftParen);
    const fields = this.SUBRULE(this.rowFields);
    this.CONSUME(T.RightParen);
    return fields;
  });

  readonly rowFields: Rule<RowTypeField[]> = this.rule('rowFields', () => {
    const fields: RowTypeField[] = [];
    this.MANY_SEP({ SEP: T.Comma, DEF: () => fields.push(this.SUBRULE(this.rowField)) });
    return fields;
  });

  readonly rowField: Rule<RowTypeField> = this.rule('rowField', () => {
    const start = this.mark();
    const name = this.SUBRULE(this.namePart);
    const type = this.SUBRULE(this.dataType);
    let comment: RowTypeField['comment'];
    this.OPTION(() => {
      comment = this.SUBRULE(this.characterLiteral);
    });
    return { kind: 'RowTypeField', name, type, comment, span: this.spanFrom(start) };
  });

  /** `RAW('class', 'serializer')` */
  readonly rawType: Rule<DataType> = this.rule('rawType', () => {
    const start = this.mark();
    this.word('RAW');
    this.CONSUME(T.LeftParen);
    const className = this.SUBRULE(this.characterLiteral);
    this.CONSUME(T.Comma);
    const serializer = this.SUBRULE1(this.characterLiteral);
    this.CONSUME(T.RightParen);
    return { kind: 'RawType', className, serializer, nullable: true, span: this.spanFrom(start) };
  });

  /** `MAP<k, v>`, or a type by its name: MAP is no reserved word. */
  readonly mapOrNamedType: Rule<DataType> = this.rule('mapOrNamedType', () =>
    this.OR<DataType>({
      IGNORE_AMBIGUITIES: true,
      DEF: [
        { GATE: () => this.isToken(T.Less, 2), ALT: () => this.SUBRULE(this.mapType) },
        { ALT: () => this.SUBRULE(this.namedType) },
      ],
    }),
  );

  readonly mapType: Rule<DataType> = this.rule('mapType', () => {
    const start = this.mark();
    this.word('MAP');
    this.CONSUME(T.Less);
    const keyType = this.SUBRULE(this.dataType);
    this.CONSUME(T.Comma);
    const valueType = this.SUBRULE1(this.dataType);
    this.CONSUME(T.Greater);
    return { kind: 'MapType', keyType, valueType, nullable: true, span: this.spanFrom(start) };
  });

  readonly namedType: Rule<DataType> = this.rule('namedType', () => {
    const start = this.mark();
    const name = this.SUBRULE(this.identifier);
    return { kind: 'NamedType', name, nullable: true, span: this.spanFrom(start) };
  });

  /** Takes one of several words. */
  protected oneOf<W extends GrammarWord>(words: readonly W[], index = 0): W {
    this.or(
      index,
      words.map((word) => ({ ALT: () => this.word(word, index) })),
    );
    return this.LA(0).image.toUpperCase() as W;
  }
}
