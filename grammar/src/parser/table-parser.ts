import type {
  DerivedTable,
  Expression,
  Join,
  JoinType,
  NamePart,
  TableAlias,
  TableFunctionRef,
  TableRef,
  TableReference,
  Unnest,
} from '../ast/index.js';
import * as T from '../lexer/token-types.js';
import type { Rule, RuleWith, Start } from './base-parser.js';
import { MatchParser } from './match-parser.js';

/** What stands in FROM. */
export abstract class TableParser extends MatchParser {
  /** Tables separated by commas. */
  override readonly fromClause: Rule<TableReference> = this.rule('fromClause', () => {
    const start = this.mark();
    let left = this.SUBRULE(this.joinedTable);
    this.MANY(() => {
      this.CONSUME(T.Comma);
      const right = this.SUBRULE1(this.joinedTable);
      const span = this.spanFrom(start);
      left = { kind: 'Join', joinType: 'COMMA', natural: false, left, right, span } satisfies Join;
    });
    return left;
  });

  readonly joinedTable: Rule<TableReference> = this.rule('joinedTable', () => {
    const start = this.mark();
    let left = this.SUBRULE(this.tableReference);
    this.MANY(() => {
      left = this.SUBRULE(this.join, { ARGS: [start, left] });
    });
    return left;
  });

  /** `LEFT JOIN b ON c` */
  readonly join: RuleWith<[Start, TableReference], Join> = this.rule('join', (start, left) => {
    let natural = false;
    let on: Expression | undefined;
    let using: NamePart[] | undefined;
    this.OPTION(() => {
      this.word('NATURAL');
      natural = true;
    });
    const joinType = this.SUBRULE(this.joinType);
    this.word('JOIN');
    const right = this.SUBRULE(this.tableReference);
    this.OPTION1(() =>
      this.OR([
        {
          ALT: () => {
            this.word('ON');
            on = this.SUBRULE(this.expression);
          },
        },
        {
          ALT: () => {
            this.word('USING');
            using = this.SUBRULE(this.parenthesizedNames);
          },
        },
      ]),
    );
    return { kind: 'Join', joinType, natural, left, right, on, using, span: this.spanFrom(start) };
  });

  readonly joinType: Rule<JoinType> = this.rule('joinType', () => {
    let joinType: JoinType = 'INNER';
    this.OPTION(() =>
      this.OR([
        { ALT: () => this.word('INNER') },
        {
          ALT: () => {
            this.word('CROSS');
            joinType = 'CROSS';
          },
        },
        {
          ALT: () => {
            joinType = this.oneOf(['LEFT', 'RIGHT', 'FULL'], 1);
            this.OPTION1(() => this.word('OUTER'));
          },
        },
      ]),
    );
    return joinType;
  });

  readonly tableReference: Rule<TableReference> = this.rule('tableReference', () => {
    const start = this.mark();
    let reference = this.OR<TableReference>([
      { ALT: () => this.SUBRULE(this.tableRef) },
      { ALT: () => this.SUBRULE(this.lateral) },
      { ALT: () => this.SUBRULE(this.derivedTableOrJoin) },
      { ALT: () => this.SUBRULE(this.unnest, { ARGS: [start, false] }) },
      { ALT: () => this.SUBRULE(this.tableFunction, { ARGS: [start, false] }) },
    ]);
    this.OPTION(() => {
      reference = this.SUBRULE(this.matchRecognize, { ARGS: [start, reference] });
    });
    const alias = this.SUBRULE(this.tableAlias);
    if (alias !== undefined && reference.kind !== 'Join') {
      reference = { ...reference, alias, span: this.spanFrom(start) };
    }
    return reference;
  });

  /** `[AS] t [(a, b)]`, if it is there. */
  readonly tableAlias: Rule<TableAlias | undefined> = this.rule('tableAlias', () => {
    const start = this.mark();
    let alias: TableAlias | undefined;
    this.OPTION(() => {
      let columns: NamePart[] | undefined;
      this.OPTION1(() => this.word('AS'));
      const name = this.SUBRULE(this.namePart);
      this.OPTION2(() => {
        columns = this.SUBRULE(this.parenthesizedNames);
      });
      alias = { kind: 'TableAlias', name, columns, span: this.spanFrom(start) };
    });
    return alias;
  });

  /** `t [hints] [FOR SYSTEM_TIME AS OF x]` */
  readonly tableRef: Rule<TableRef> = this.rule('tableRef', () => {
    const start = this.mark();
    let systemTime: Expression | undefined;
    const name = this.SUBRULE(this.identifier);
    const hints = this.SUBRULE(this.hints);
    this.OPTION(() => {
      this.word('FOR');
      this.word('SYSTEM_TIME');
      this.word('AS');
      this.word('OF');
      systemTime = this.SUBRULE(this.expression);
    });
    return { kind: 'TableRef', name, hints, systemTime, span: this.spanFrom(start) };
  });

  readonly lateral: Rule<TableReference> = this.rule('lateral', () => {
    const start = this.mark();
    this.word('LATERAL');
    return this.OR<TableReference>([
      { ALT: () => this.SUBRULE(this.derivedTable, { ARGS: [start, true] }) },
      { ALT: () => this.SUBRULE(this.unnest, { ARGS: [start, true] }) },
      { ALT: () => this.SUBRULE(this.tableFunction, { ARGS: [start, true] }) },
    ]);
  });

  /** `(SELECT …)`, or tables in parentheses. */
  readonly derivedTableOrJoin: Rule<TableReference> = this.rule('derivedTableOrJoin', () => {
    const start = this.mark();
    return this.OR<TableReference>({
      IGNORE_AMBIGUITIES: true,
      DEF: [
        { GATE: () => this.isQueryAhead(2), ALT: () => this.SUBRULE(this.derivedTable, { ARGS: [start, false] }) },
        {
          ALT: () => {
            this.CONSUME(T.LeftParen);
            const inner = this.SUBRULE(this.joinedTable);
            this.CONSUME(T.RightParen);
            return inner;
          },
        },
      ],
    });
  });

  readonly derivedTable: RuleWith<[Start, boolean], DerivedTable> = this.rule('derivedTable', (start, lateral) => {
    this.CONSUME(T.LeftParen);
    const query = this.SUBRULE(this.query);
    this.CONSUME(T.RightParen);
    return { kind: 'DerivedTable', lateral, query, span: this.spanFrom(start) };
  });

  /** `UNNEST(a, b) [WITH ORDINALITY]` */
  readonly unnest: RuleWith<[Start, boolean], Unnest> = this.rule('unnest', (start, lateral) => {
    let withOrdinality = false;
    this.word('UNNEST');
    this.CONSUME(T.LeftParen);
    const operands = this.SUBRULE(this.expressionList);
    this.CONSUME(T.RightParen);
    this.OPTION(() => {
      this.word('WITH');
      this.word('ORDINALITY');
      withOrdinality = true;
    });
    return { kind: 'Unnest', lateral, operands, withOrdinality, span: this.spanFrom(start) };
  });

  /** `TABLE(f(…))` */
  readonly tableFunction: RuleWith<[Start, boolean], TableFunctionRef> = this.rule(
    'tableFunction',
    (start, lateral) => {
      this.word('TABLE');
      this.CONSUME(T.LeftParen);
      const mark = this.mark();
      const name = this.SUBRULE(this.identifier);
      const call = this.SUBRULE(this.callTail, { ARGS: [mark, name] });
      this.CONSUME(T.RightParen);
      return { kind: 'TableFunctionRef', lateral, call, span: this.spanFrom(start) };
    },
  );
}
