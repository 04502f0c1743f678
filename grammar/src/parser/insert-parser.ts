import type {
  AnalyzeTable,
  Assignment,
  Delete,
  Expression,
  Identifier,
  Insert,
  NamePart,
  PartitionEntry,
  StatementSet,
  TruncateTable,
  Update,
} from '../ast/index.js';
import * as T from '../lexer/token-types.js';
import type { Rule, RuleWith, Start } from './base-parser.js';
import { CreateParser } from './create-parser.js';

/** Statements that write. */
export abstract class InsertParser extends CreateParser {
  /** `INSERT INTO t [PARTITION (…)] [(a, b)] query` */
  readonly insert: Rule<Insert> = this.rule('insert', () => {
    const start = this.mark();
    let partition: PartitionEntry[] = [];
    let columns: Identifier[] | undefined;
    this.word('INSERT');
    const overwrite = this.OR<boolean>([
      { ALT: () => this.after(this.word('INTO'), false) },
      { ALT: () => this.after(this.word('OVERWRITE'), true) },
    ]);
    const table = this.SUBRULE(this.identifier);
    const hints = this.SUBRULE(this.hints);
    this.OPTION(() => {
      partition = this.SUBRULE(this.partition);
    });
    this.OPTION1({
      GATE: () => !this.isQueryAhead(2),
      DEF: () => {
        columns = this.SUBRULE(this.columnList);
      },
    });
    const query = this.SUBRULE(this.query);
    return { kind: 'Insert', overwrite, table, hints, partition, columns, query, span: this.spanFrom(start) };
  });

  /** `(a, b.c)` */
  readonly columnList: Rule<Identifier[]> = this.rule('columnList', () => {
    const columns: Identifier[] = [];
    this.CONSUME(T.LeftParen);
    this.AT_LEAST_ONE_SEP({ SEP: T.Comma, DEF: () => columns.push(this.SUBRULE(this.identifier)) });
    this.CONSUME(T.RightParen);
    return columns;
  });

  /** `PARTITION (a = 1, b = 'x')` */
  readonly partition: Rule<PartitionEntry[]> = this.rule('partition', () => {
    const entries: PartitionEntry[] = [];
    this.word('PARTITION');
    this.CONSUME(T.LeftParen);
    this.AT_LEAST_ONE_SEP({ SEP: T.Comma, DEF: () => entries.push(this.SUBRULE(this.partitionEntry)) });
    this.CONSUME(T.RightParen);
    return entries;
  });

  readonly partitionEntry: Rule<PartitionEntry> = this.rule('partitionEntry', () => {
    const start = this.mark();
    const column = this.SUBRULE(this.namePart);
    this.CONSUME(T.Equal);
    const value = this.SUBRULE(this.partitionValue);
    return { kind: 'PartitionEntry', column, value, span: this.spanFrom(start) };
  });

  readonly partitionValue: Rule<Expression> = this.rule('partitionValue', () => {
    const start = this.mark();
    return this.OR<Expression>([
      { ALT: () => this.SUBRULE(this.literal) },
      { ALT: () => this.SUBRULE(this.interval) },
      {
        ALT: () => {
          this.CONSUME(T.Minus);
          const operand = this.SUBRULE(this.numericLiteral);
          return { kind: 'UnaryExpression', operator: '-', operand, span: this.spanFrom(start) };
        },
      },
    ]);
  });

  /** `STATEMENT SET BEGIN insert; … END`, behind EXECUTE or EXPLAIN. */
  readonly statementSet: RuleWith<[Start], StatementSet> = this.rule('statementSet', (start) => {
    this.word('STATEMENT');
    this.word('SET');
    this.word('BEGIN');
    const statements = this.SUBRULE(this.statementSetBody);
    return { kind: 'StatementSet', statements, span: this.spanFrom(start) };
  });

  /** `BEGIN STATEMENT SET; insert; … END` */
  readonly beginStatementSet: Rule<StatementSet> = this.rule('beginStatementSet', () => {
    const start = this.mark();
    this.word('BEGIN');
    this.word('STATEMENT');
    this.word('SET');
    this.CONSUME(T.Semicolon);
    const statements = this.SUBRULE(this.statementSetBody);
    return { kind: 'StatementSet', statements, span: this.spanFrom(start) };
  });

  readonly statementSetBody: Rule<Insert[]> = this.rule('statementSetBody', () => {
    const statements: Insert[] = [];
    this.AT_LEAST_ONE(() => {
      statements.push(this.SUBRULE(this.insert));
      this.CONSUME(T.Semicolon);
    });
    this.word('END');
    return statements;
  });

  readonly delete: Rule<Delete> = this.rule('delete', () => {
    const start = this.mark();
    let where: Expression | undefined;
    this.word('DELETE');
    this.word('FROM');
    const table = this.SUBRULE(this.identifier);
    const alias = this.SUBRULE(this.optionalAlias);
    this.OPTION(() => {
      where = this.SUBRULE(this.whereClause);
    });
    return { kind: 'Delete', table, alias, where, span: this.spanFrom(start) };
  });

  readonly update: Rule<Update> = this.rule('update', () => {
    const start = this.mark();
    const assignments: Assignment[] = [];
    let where: Expression | undefined;
    this.word('UPDATE');
    const table = this.SUBRULE(this.identifier);
    const alias = this.SUBRULE(this.optionalAlias);
    this.word('SET');
    this.AT_LEAST_ONE_SEP({ SEP: T.Comma, DEF: () => assignments.push(this.SUBRULE(this.assignment)) });
    this.OPTION(() => {
      where = this.SUBRULE(this.whereClause);
    });
    return { kind: 'Update', table, alias, assignments, where, span: this.spanFrom(start) };
  });

  readonly assignment: Rule<Assignment> = this.rule('assignment', () => {
    const start = this.mark();
    const column = this.SUBRULE(this.simpleIdentifier);
    this.CONSUME(T.Equal);
    const value = this.SUBRULE(this.expression);
    return { kind: 'Assignment', column, value, span: this.spanFrom(start) };
  });

  readonly truncateTable: Rule<TruncateTable> = this.rule('truncateTable', () => {
    const start = this.mark();
    this.word('TRUNCATE');
    this.word('TABLE');
    const table = this.SUBRULE(this.identifier);
    return { kind: 'TruncateTable', table, span: this.spanFrom(start) };
  });

  readonly analyzeTable: Rule<AnalyzeTable> = this.rule('analyzeTable', () => {
    const start = this.mark();
    let partition: PartitionEntry[] = [];
    let allColumns = false;
    let columns: NamePart[] = [];
    this.word('ANALYZE');
    this.word('TABLE');
    const table = this.SUBRULE(this.identifier);
    this.OPTION(() => {
      partition = this.SUBRULE(this.analyzedPartition);
    });
    this.word('COMPUTE');
    this.word('STATISTICS');
    this.OPTION1(() => {
      this.word('FOR');
      this.OR([
        {
          ALT: () => {
            this.word('COLUMNS');
            columns = this.SUBRULE(this.nameList);
          },
        },
        {
          ALT: () => {
            this.word('ALL');
            this.word('COLUMNS', 1);
            allColumns = true;
          },
        },
      ]);
    });
    return { kind: 'AnalyzeTable', table, partition, allColumns, columns, span: this.spanFrom(start) };
  });

  /** `PARTITION (a = 1, b)` */
  readonly analyzedPartition: Rule<PartitionEntry[]> = this.rule('analyzedPartition', () => {
    const entries: PartitionEntry[] = [];
    this.word('PARTITION');
    this.CONSUME(T.LeftParen);
    this.AT_LEAST_ONE_SEP({ SEP: T.Comma, DEF: () => entries.push(this.SUBRULE(this.analyzedEntry)) });
    this.CONSUME(T.RightParen);
    return entries;
  });

  readonly analyzedEntry: Rule<PartitionEntry> = this.rule('analyzedEntry', () => {
    const start = this.mark();
    let value: Expression | undefined;
    const column = this.SUBRULE(this.namePart);
    this.OPTION(() => {
      this.CONSUME(T.Equal);
      value = this.SUBRULE(this.partitionValue);
    });
    return { kind: 'PartitionEntry', column, value, span: this.spanFrom(start) };
  });
}
