import type {
  AlterCatalog,
  AlterDatabase,
  AlterFunction,
  AlterTable,
  AlterTableSchema,
  AlterView,
  CharacterLiteral,
  ColumnPosition,
  Distribution,
  Identifier,
  PartitionDefinition,
  PartitionEntry,
  PositionedColumn,
  Statement,
  TableChange,
  TableConstraint,
  TableOption,
  Watermark,
} from '../ast/index.js';
import * as T from '../lexer/token-types.js';
import type { Rule, RuleWith, Start } from './base-parser.js';
import { InsertParser } from './insert-parser.js';

/** What ADD and MODIFY take. */
type ChangedElement = PositionedColumn | TableConstraint | Watermark | Distribution;

/** ALTER. */
export abstract class AlterParser extends InsertParser {
  declare readonly alterMaterializedTable: RuleWith<[Start], Statement>;

  readonly alter: Rule<Statement> = this.rule('alter', () => {
    const start = this.mark();
    this.word('ALTER');
    return this.OR<Statement>([
      { ALT: () => this.SUBRULE(this.alterTable, { ARGS: [start] }) },
      { ALT: () => this.SUBRULE(this.alterView, { ARGS: [start] }) },
      { ALT: () => this.SUBRULE(this.alterDatabase, { ARGS: [start] }) },
      { ALT: () => this.SUBRULE(this.alterCatalog, { ARGS: [start] }) },
      { ALT: () => this.SUBRULE(this.alterFunction, { ARGS: [start] }) },
      { ALT: () => this.SUBRULE(this.alterMaterializedTable, { ARGS: [start] }) },
    ]);
  });

  readonly alterView: RuleWith<[Start], AlterView> = this.rule('alterView', (start) => {
    this.word('VIEW');
    const name = this.SUBRULE(this.identifier);
    const mark = this.mark();
    const change = this.OR<AlterView['change']>([
      {
        ALT: () => {
          this.word('RENAME');
          this.word('TO');
          const to = this.SUBRULE1(this.identifier);
          return { kind: 'RenameView', to, span: this.spanFrom(mark) };
        },
      },
      {
        ALT: () => {
          this.word('AS');
          return this.SUBRULE(this.query);
        },
      },
    ]);
    return { kind: 'AlterView', name, change, span: this.spanFrom(start) };
  });

  readonly alterDatabase: RuleWith<[Start], AlterDatabase> = this.rule('alterDatabase', (start) => {
    this.word('DATABASE');
    const name = this.SUBRULE(this.identifier);
    this.word('SET');
    const options = this.SUBRULE(this.tableOptions);
    return { kind: 'AlterDatabase', name, options, span: this.spanFrom(start) };
  });

  readonly alterCatalog: RuleWith<[Start], AlterCatalog> = this.rule('alterCatalog', (start) => {
    let set: TableOption[] | undefined;
    let reset: CharacterLiteral[] | undefined;
    let comment: CharacterLiteral | undefined;
    this.word('CATALOG');
    const name = this.SUBRULE(this.simpleIdentifier);
    this.OR([
      {
        ALT: () => {
          this.word('SET');
          set = this.SUBRULE(this.tableOptions);
        },
      },
      {
        ALT: () => {
          this.word('RESET');
          reset = this.SUBRULE(this.optionKeys);
        },
      },
      {
        ALT: () => {
          this.word('COMMENT');
          comment = this.SUBRULE(this.characterLiteral);
        },
      },
    ]);
    return { kind: 'AlterCatalog', name, set, reset, comment, span: this.spanFrom(start) };
  });

  readonly alterFunction: RuleWith<[Start], AlterFunction> = this.rule('alterFunction', (start) => {
    let temporary = false;
    let system = false;
    this.OPTION(() => {
      this.word('TEMPORARY');
      temporary = true;
      system = this.SUBRULE(this.optionalSystem);
    });
    this.word('FUNCTION');
    const ifExists = this.SUBRULE(this.ifExists);
    const name = this.SUBRULE(this.identifier);
    const { className, language } = this.SUBRULE(this.functionBody);
    const span = this.spanFrom(start);
    return { kind: 'AlterFunction', temporary, system, ifExists, name, className, language, span };
  });

  /** `('k', …)` */
  readonly optionKeys: Rule<CharacterLiteral[]> = this.rule('optionKeys', () => {
    const keys: CharacterLiteral[] = [];
    this.CONSUME(T.LeftParen);
    this.MANY_SEP({ SEP: T.Comma, DEF: () => keys.push(this.SUBRULE(this.characterLiteral)) });
    this.CONSUME(T.RightParen);
    return keys;
  });

  readonly alterTable: RuleWith<[Start], AlterTable> = this.rule('alterTable', (start) => {
    this.word('TABLE');
    const ifExists = this.SUBRULE(this.ifExists);
    const name = this.SUBRULE(this.identifier);
    const change = this.SUBRULE(this.tableChange);
    return { kind: 'AlterTable', ifExists, name, change, span: this.spanFrom(start) };
  });

  readonly tableChange: Rule<TableChange> = this.rule('tableChange', () => {
    const start = this.mark();
    return this.OR<TableChange>([
      { ALT: () => this.SUBRULE(this.renameChange, { ARGS: [start] }) },
      {
        ALT: () => {
          this.word('SET');
          const options = this.SUBRULE(this.tableOptions);
          return { kind: 'SetTableOptions', options, span: this.spanFrom(start) };
        },
      },
      {
        ALT: () => {
          this.word('RESET');
          const keys = this.SUBRULE(this.optionKeys);
          return { kind: 'ResetTableOptions', keys, span: this.spanFrom(start) };
        },
      },
      { ALT: () => this.SUBRULE(this.addChange, { ARGS: [start] }) },
      {
        ALT: () => {
          this.word('MODIFY');
          return this.SUBRULE(this.schemaChange, { ARGS: [start, 'MODIFY'] });
        },
      },
      { ALT: () => this.SUBRULE(this.dropChange, { ARGS: [start] }) },
    ]);
  });

  /** `RENAME TO t`, `RENAME a TO b` */
  readonly renameChange: RuleWith<[Start], TableChange> = this.rule('renameChange', (start) => {
    let from: Identifier | undefined;
    this.word('RENAME');
    this.OPTION(() => {
      from = this.SUBRULE(this.identifier);
    });
    this.word('TO');
    const to = this.SUBRULE1(this.identifier);
    const span = this.spanFrom(start);
    return from === undefined ? { kind: 'RenameTable', to, span } : { kind: 'RenameColumn', from, to, span };
  });

  /** `ADD …`: partitions, or parts of the schema. */
  readonly addChange: RuleWith<[Start], TableChange> = this.rule('addChange', (start) => {
    this.word('ADD');
    return this.OR<TableChange>({
      IGNORE_AMBIGUITIES: true,
      DEF: [
        {
          GATE: () => this.isWord('PARTITION') || this.isWord('NOT', 2),
          ALT: () => {
            const partitions: PartitionDefinition[] = [];
            const ifNotExists = this.SUBRULE(this.ifNotExists);
            this.AT_LEAST_ONE(() => partitions.push(this.SUBRULE(this.partitionDefinition)));
            return { kind: 'AddPartitions', ifNotExists, partitions, span: this.spanFrom(start) };
          },
        },
        { ALT: () => this.SUBRULE(this.schemaChange, { ARGS: [start, 'ADD'] }) },
      ],
    });
  });

  readonly partitionDefinition: Rule<PartitionDefinition> = this.rule('partitionDefinition', () => {
    const start = this.mark();
    const partition = this.SUBRULE(this.partition);
    const options = this.SUBRULE(this.withOptions);
    return { kind: 'PartitionDefinition', partition, options, span: this.spanFrom(start) };
  });

  /** One element, or several in parentheses. */
  readonly schemaChange: RuleWith<[Start, AlterTableSchema['operation']], AlterTableSchema> = this.rule(
    'schemaChange',
    (start, operation) => {
      const elements: ChangedElement[] = [];
      this.OR([
        { ALT: () => elements.push(this.SUBRULE(this.changedElement)) },
        {
          ALT: () => {
            this.CONSUME(T.LeftParen);
            this.AT_LEAST_ONE_SEP({ SEP: T.Comma, DEF: () => elements.push(this.SUBRULE1(this.changedElement)) });
            this.CONSUME(T.RightParen);
          },
        },
      ]);
      const span = this.spanFrom(start);
      return this.ACTION(() => ({
        kind: 'AlterTableSchema',
        operation,
        columns: elements.filter((element) => element.kind === 'PositionedColumn'),
        constraints: elements.filter((element) => element.kind === 'TableConstraint'),
        watermark: elements.find((element) => element.kind === 'Watermark'),
        distribution: elements.find((element) => element.kind === 'Distribution'),
        span,
      }));
    },
  );

  readonly changedElement: Rule<ChangedElement> = this.rule('changedElement', () =>
    this.OR<ChangedElement>([
      { ALT: () => this.SUBRULE(this.positionedColumn) },
      { ALT: () => this.SUBRULE(this.tableConstraint) },
      { ALT: () => this.SUBRULE(this.watermark) },
      {
        ALT: () => {
          this.word('DISTRIBUTION');
          return this.SUBRULE(this.distribution);
        },
      },
    ]),
  );

  readonly positionedColumn: Rule<PositionedColumn> = this.rule('positionedColumn', () => {
    const start = this.mark();
    let position: ColumnPosition | undefined;
    const column = this.SUBRULE(this.columnDefinition);
    this.OPTION(() => {
      const mark = this.mark();
      position = this.OR<ColumnPosition>([
        { ALT: () => this.after(this.word('FIRST'), { kind: 'ColumnPosition', span: this.spanFrom(mark) }) },
        {
          ALT: () => {
            this.word('AFTER');
            const after = this.SUBRULE(this.identifier);
            return { kind: 'ColumnPosition', after, span: this.spanFrom(mark) };
          },
        },
      ]);
    });
    return { kind: 'PositionedColumn', column, position, span: this.spanFrom(start) };
  });

  readonly dropChange: RuleWith<[Start], TableChange> = this.rule('dropChange', (start) => {
    this.word('DROP');
    return this.OR<TableChange>({
      IGNORE_AMBIGUITIES: true,
      DEF: [
        {
          GATE: () => this.isWord('PARTITION') || this.isWord('EXISTS', 2),
          ALT: () => {
            const partitions: PartitionEntry[][] = [];
            const ifExists = this.SUBRULE(this.ifExists);
            this.AT_LEAST_ONE_SEP({ SEP: T.Comma, DEF: () => partitions.push(this.SUBRULE(this.partition)) });
            return { kind: 'DropPartitions', ifExists, partitions, span: this.spanFrom(start) };
          },
        },
        { ALT: () => this.after(this.word('WATERMARK'), { kind: 'DropWatermark', span: this.spanFrom(start) }) },
        { ALT: () => this.after(this.word('DISTRIBUTION'), { kind: 'DropDistribution', span: this.spanFrom(start) }) },
        {
          ALT: () =>
            this.after(this.word('PRIMARY'), this.word('KEY'), { kind: 'DropPrimaryKey', span: this.spanFrom(start) }),
        },
        {
          ALT: () => {
            this.word('CONSTRAINT');
            const name = this.SUBRULE(this.namePart);
            return { kind: 'DropConstraint', name, span: this.spanFrom(start) };
          },
        },
        {
          ALT: () => {
            const columns = this.SUBRULE(this.droppedColumns);
            return { kind: 'DropColumns', columns, span: this.spanFrom(start) };
          },
        },
      ],
    });
  });

  /** `a`, `(a, b)` */
  readonly droppedColumns: Rule<Identifier[]> = this.rule('droppedColumns', () => {
    const columns: Identifier[] = [];
    this.OR([
      { ALT: () => columns.push(this.SUBRULE(this.identifier)) },
      {
        ALT: () => {
          this.CONSUME(T.LeftParen);
          this.AT_LEAST_ONE_SEP({ SEP: T.Comma, DEF: () => columns.push(this.SUBRULE1(this.identifier)) });
          this.CONSUME(T.RightParen);
        },
      },
    ]);
    return columns;
  });
}
