import { diagnostic } from '@tsql/core';
import type {
  ColumnConstraint,
  ColumnDefinition,
  ConstraintEnforcement,
  CreateTable,
  Distribution,
  Identifier,
  LikeClause,
  LikeOption,
  NamePart,
  NumericLiteral,
  Query,
  TableConstraint,
  Watermark,
} from '../ast/index.js';
import * as T from '../lexer/token-types.js';
import type { Rule, RuleWith, Start } from './base-parser.js';
import { TableParser } from './table-parser.js';

/** What stands in the parentheses of CREATE TABLE. */
export type TableElement = ColumnDefinition | TableConstraint | Watermark;
/** The same, sorted by what it is. */
export type TableElements = Pick<CreateTable, 'columns' | 'constraints' | 'watermark'>;

/** CREATE TABLE and its parts. */
export abstract class DdlParser extends TableParser {
  /** `TABLE [IF NOT EXISTS] t (…) …`, behind CREATE. */
  readonly createTable: RuleWith<[Start, CreateTable['operation'], boolean], CreateTable> = this.rule(
    'createTable',
    (start, operation, temporary) => {
      let elements: TableElements = { columns: [], constraints: [] };
      let distribution: Distribution | undefined;
      let partitionedBy: NamePart[] = [];
      let like: LikeClause | undefined;
      let query: Query | undefined;
      this.word('TABLE');
      const ifNotExists = this.SUBRULE(this.ifNotExists);
      const name = this.SUBRULE(this.identifier);
      this.OPTION(() => {
        elements = this.SUBRULE(this.tableElements);
      });
      const comment = this.SUBRULE(this.comment);
      this.OPTION1(() => {
        distribution = this.SUBRULE(this.distributed);
      });
      this.OPTION2(() => {
        partitionedBy = this.SUBRULE(this.partitionedBy);
      });
      const options = this.SUBRULE(this.withOptions);
      this.OPTION3(() =>
        this.OR([
          {
            ALT: () => {
              like = this.SUBRULE(this.likeClause);
            },
          },
          {
            ALT: () => {
              this.word('AS');
              query = this.SUBRULE(this.query);
            },
          },
        ]),
      );
      return {
        kind: 'CreateTable',
        operation,
        temporary,
        ifNotExists,
        name,
        ...elements,
        comment,
        distribution,
        partitionedBy,
        options,
        like,
        query,
        span: this.spanFrom(start),
      };
    },
  );

  /** `(columns, constraints, watermark)` */
  readonly tableElements: Rule<TableElements> = this.rule('tableElements', () => {
    const elements: TableElement[] = [];
    this.CONSUME(T.LeftParen);
    this.AT_LEAST_ONE_SEP({ SEP: T.Comma, DEF: () => elements.push(this.SUBRULE(this.tableElement)) });
    this.CONSUME(T.RightParen);
    return this.ACTION(() => this.sortElements(elements));
  });

  protected sortElements(elements: readonly TableElement[]): TableElements {
    const watermarks = elements.filter((element) => element.kind === 'Watermark');
    for (const { span } of watermarks.slice(1)) this.report(diagnostic('TSQL_PARSE_WATERMARKS', {}, { span }));
    return {
      columns: elements.filter((element) => element.kind !== 'Watermark' && element.kind !== 'TableConstraint'),
      constraints: elements.filter((element) => element.kind === 'TableConstraint'),
      watermark: watermarks[0],
    };
  }

  readonly tableElement: Rule<TableElement> = this.rule('tableElement', () =>
    this.OR<TableElement>([
      { ALT: () => this.SUBRULE(this.columnDefinition) },
      { ALT: () => this.SUBRULE(this.tableConstraint) },
      { ALT: () => this.SUBRULE(this.watermark) },
    ]),
  );

  readonly columnDefinition: Rule<ColumnDefinition> = this.rule('columnDefinition', () => {
    const start = this.mark();
    const name = this.SUBRULE(this.identifier);
    return this.OR<ColumnDefinition>([
      { ALT: () => this.SUBRULE(this.computedColumn, { ARGS: [start, name] }) },
      { ALT: () => this.SUBRULE(this.typedColumn, { ARGS: [start, name] }) },
    ]);
  });

  /** `AS expression [COMMENT 'x']` */
  readonly computedColumn: RuleWith<[Start, Identifier], ColumnDefinition> = this.rule(
    'computedColumn',
    (start, name) => {
      this.word('AS');
      const expression = this.SUBRULE(this.expression);
      const comment = this.SUBRULE(this.comment);
      return { kind: 'ComputedColumn', name, expression, comment, span: this.spanFrom(start) };
    },
  );

  /** `type [METADATA [FROM 'key'] [VIRTUAL]] [constraint] [COMMENT 'x']` */
  readonly typedColumn: RuleWith<[Start, Identifier], ColumnDefinition> = this.rule('typedColumn', (start, name) => {
    const type = this.SUBRULE(this.dataType);
    let isMetadata = false;
    let isVirtual = false;
    let metadataKey: ColumnDefinition['comment'];
    let constraint: ColumnConstraint | undefined;
    this.OPTION(() =>
      this.OR([
        {
          ALT: () => {
            this.word('METADATA');
            isMetadata = true;
            this.OPTION1(() => {
              this.word('FROM');
              metadataKey = this.SUBRULE(this.characterLiteral);
            });
            this.OPTION2(() => {
              this.word('VIRTUAL');
              isVirtual = true;
            });
          },
        },
        {
          ALT: () => {
            constraint = this.SUBRULE(this.columnConstraint);
          },
        },
      ]),
    );
    const comment = this.SUBRULE(this.comment);
    const span = this.spanFrom(start);
    return isMetadata
      ? { kind: 'MetadataColumn', name, type, metadataKey, isVirtual, comment, span }
      : { kind: 'PhysicalColumn', name, type, constraint, comment, span };
  });

  /** `[CONSTRAINT c] PRIMARY KEY [NOT ENFORCED]`, behind a column's type. */
  readonly columnConstraint: Rule<ColumnConstraint> = this.rule('columnConstraint', () => {
    const start = this.mark();
    const name = this.SUBRULE(this.constraintName);
    const constraint = this.SUBRULE(this.constraintKind);
    const enforcement = this.SUBRULE(this.enforcement);
    return { kind: 'ColumnConstraint', name, constraint, enforcement, span: this.spanFrom(start) };
  });

  /** `[CONSTRAINT c] PRIMARY KEY (a, b) [NOT ENFORCED]` */
  readonly tableConstraint: Rule<TableConstraint> = this.rule('tableConstraint', () => {
    const start = this.mark();
    const name = this.SUBRULE(this.constraintName);
    const constraint = this.SUBRULE(this.constraintKind);
    const columns = this.SUBRULE(this.parenthesizedNames);
    const enforcement = this.SUBRULE(this.enforcement);
    return { kind: 'TableConstraint', name, constraint, columns, enforcement, span: this.spanFrom(start) };
  });

  readonly constraintName: Rule<NamePart | undefined> = this.rule('constraintName', () => {
    let name: NamePart | undefined;
    this.OPTION(() => {
      this.word('CONSTRAINT');
      name = this.SUBRULE(this.namePart);
    });
    return name;
  });

  readonly constraintKind: Rule<'PRIMARY KEY' | 'UNIQUE'> = this.rule('constraintKind', () =>
    this.OR<'PRIMARY KEY' | 'UNIQUE'>([
      { ALT: () => this.after(this.word('PRIMARY'), this.word('KEY'), 'PRIMARY KEY') },
      { ALT: () => this.after(this.word('UNIQUE'), 'UNIQUE') },
    ]),
  );

  readonly enforcement: Rule<ConstraintEnforcement | undefined> = this.rule('enforcement', () => {
    let enforcement: ConstraintEnforcement | undefined;
    this.OPTION(() => {
      enforcement = 'ENFORCED';
      this.OPTION1(() => {
        this.word('NOT');
        enforcement = 'NOT ENFORCED';
      });
      this.word('ENFORCED');
    });
    return enforcement;
  });

  /** `WATERMARK FOR a AS e` */
  readonly watermark: Rule<Watermark> = this.rule('watermark', () => {
    const start = this.mark();
    this.word('WATERMARK');
    this.word('FOR');
    const column = this.SUBRULE(this.identifier);
    this.word('AS');
    const strategy = this.SUBRULE(this.expression);
    return { kind: 'Watermark', column, strategy, span: this.spanFrom(start) };
  });

  /** `DISTRIBUTED BY [HASH | RANGE] (a) [INTO 4 BUCKETS]`, `DISTRIBUTED INTO 4 BUCKETS` */
  readonly distributed: Rule<Distribution> = this.rule('distributed', () => {
    this.word('DISTRIBUTED');
    return this.SUBRULE(this.distribution);
  });

  readonly distribution: Rule<Distribution> = this.rule('distribution', () => {
    const start = this.mark();
    let strategy: Distribution['strategy'];
    let columns: NamePart[] = [];
    let buckets: NumericLiteral | undefined;
    this.OR([
      {
        ALT: () => {
          this.word('BY');
          this.OPTION(() => {
            strategy = this.oneOf(['HASH', 'RANGE'], 1);
          });
          columns = this.SUBRULE(this.parenthesizedNames);
          this.OPTION1(() => {
            buckets = this.SUBRULE(this.buckets);
          });
        },
      },
      {
        ALT: () => {
          buckets = this.SUBRULE1(this.buckets);
        },
      },
    ]);
    return { kind: 'Distribution', strategy, columns, buckets, span: this.spanFrom(start) };
  });

  /** `INTO 4 BUCKETS` */
  readonly buckets: Rule<NumericLiteral> = this.rule('buckets', () => {
    this.word('INTO');
    const count = this.SUBRULE(this.numericLiteral);
    this.word('BUCKETS');
    return count;
  });

  readonly partitionedBy: Rule<NamePart[]> = this.rule('partitionedBy', () => {
    this.word('PARTITIONED');
    this.word('BY');
    return this.SUBRULE(this.parenthesizedNames);
  });

  /** `LIKE t (INCLUDING ALL)` */
  readonly likeClause: Rule<LikeClause> = this.rule('likeClause', () => {
    const start = this.mark();
    const options: LikeOption[] = [];
    this.word('LIKE');
    const table = this.SUBRULE(this.identifier);
    this.OPTION(() => {
      this.CONSUME(T.LeftParen);
      this.AT_LEAST_ONE(() => options.push(this.SUBRULE(this.likeOption)));
      this.CONSUME(T.RightParen);
    });
    return { kind: 'LikeClause', table, options, span: this.spanFrom(start) };
  });

  readonly likeOption: Rule<LikeOption> = this.rule('likeOption', () => {
    const start = this.mark();
    const merging = this.oneOf(['INCLUDING', 'EXCLUDING', 'OVERWRITING']);
    const feature = this.oneOf(
      ['ALL', 'CONSTRAINTS', 'DISTRIBUTION', 'GENERATED', 'METADATA', 'OPTIONS', 'PARTITIONS', 'WATERMARKS'],
      1,
    );
    return { kind: 'LikeOption', merging, feature, span: this.spanFrom(start) };
  });
}
