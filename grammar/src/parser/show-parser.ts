import type { Identifier, PartitionEntry, Show, ShowLike, ShowTarget, Statement } from '../ast/index.js';
import type { Rule, RuleWith, Start } from './base-parser.js';
import { MaterializedTableParser } from './materialized-table-parser.js';

/** What FROM or IN names, and the pattern of LIKE. */
type ShowScope = Pick<Show, 'preposition' | 'name' | 'like'>;

/** SHOW and DESCRIBE. */
export abstract class ShowParser extends MaterializedTableParser {
  readonly show: Rule<Show> = this.rule('show', () => {
    const start = this.mark();
    this.word('SHOW');
    return this.OR<Show>([
      { ALT: () => this.SUBRULE(this.showPlain, { ARGS: [start] }) },
      { ALT: () => this.SUBRULE(this.showScoped, { ARGS: [start] }) },
      { ALT: () => this.SUBRULE(this.showTables, { ARGS: [start] }) },
      { ALT: () => this.SUBRULE(this.showColumns, { ARGS: [start] }) },
      { ALT: () => this.SUBRULE(this.showPartitions, { ARGS: [start] }) },
      { ALT: () => this.SUBRULE(this.showCreate, { ARGS: [start] }) },
    ]);
  });

  /** What takes neither FROM nor LIKE. */
  readonly showPlain: RuleWith<[Start], Show> = this.rule('showPlain', (start) => {
    const target = this.OR<ShowTarget>([
      { ALT: () => this.oneOf(['CATALOGS', 'VIEWS', 'MODULES', 'JARS', 'JOBS'], 1) },
      { ALT: () => this.after(this.word('FULL'), this.word('MODULES', 2), 'FULL MODULES') },
      {
        ALT: () => {
          this.word('CURRENT');
          return `CURRENT ${this.oneOf(['CATALOG', 'DATABASE'], 2)}`;
        },
      },
    ]);
    return { kind: 'Show', target, partition: [], span: this.spanFrom(start) };
  });

  /** What takes FROM, LIKE and ILIKE. */
  readonly showScoped: RuleWith<[Start], Show> = this.rule('showScoped', (start) => {
    const target = this.OR<ShowTarget>([
      { ALT: () => this.oneOf(['DATABASES', 'FUNCTIONS', 'PROCEDURES'], 1) },
      { ALT: () => this.after(this.word('USER'), this.word('FUNCTIONS', 2), 'USER FUNCTIONS') },
    ]);
    let scope: ShowScope = {};
    let like: ShowLike | undefined;
    this.OPTION(() => {
      scope = this.SUBRULE(this.showFrom);
    });
    this.OPTION1(() => {
      like = this.SUBRULE(this.showLikeOrIlike);
    });
    return { kind: 'Show', target, ...scope, partition: [], like, span: this.spanFrom(start) };
  });

  /** `TABLES [FROM d] [[NOT] LIKE 'x']` */
  readonly showTables: RuleWith<[Start], Show> = this.rule('showTables', (start) => {
    let scope: ShowScope = {};
    let like: ShowLike | undefined;
    this.word('TABLES');
    this.OPTION(() => {
      scope = this.SUBRULE(this.showFrom);
    });
    this.OPTION1(() => {
      like = this.SUBRULE(this.showLike);
    });
    return { kind: 'Show', target: 'TABLES', ...scope, partition: [], like, span: this.spanFrom(start) };
  });

  /** `COLUMNS FROM t [[NOT] LIKE 'x']` */
  readonly showColumns: RuleWith<[Start], Show> = this.rule('showColumns', (start) => {
    let like: ShowLike | undefined;
    this.word('COLUMNS');
    const scope = this.SUBRULE(this.showFrom);
    this.OPTION(() => {
      like = this.SUBRULE(this.showLike);
    });
    return { kind: 'Show', target: 'COLUMNS', ...scope, partition: [], like, span: this.spanFrom(start) };
  });

  readonly showPartitions: RuleWith<[Start], Show> = this.rule('showPartitions', (start) => {
    let partition: PartitionEntry[] = [];
    this.word('PARTITIONS');
    const name = this.SUBRULE(this.identifier);
    this.OPTION(() => {
      partition = this.SUBRULE(this.partition);
    });
    return { kind: 'Show', target: 'PARTITIONS', name, partition, span: this.spanFrom(start) };
  });

  readonly showCreate: RuleWith<[Start], Show> = this.rule('showCreate', (start) => {
    this.word('CREATE');
    const target = `CREATE ${this.oneOf(['TABLE', 'VIEW', 'CATALOG'])}` as const;
    const name = this.SUBRULE(this.identifier);
    return { kind: 'Show', target, name, partition: [], span: this.spanFrom(start) };
  });

  /** `FROM d`, `IN d` */
  readonly showFrom: Rule<{ preposition: 'FROM' | 'IN'; name: Identifier }> = this.rule('showFrom', () => {
    const preposition = this.oneOf(['FROM', 'IN']);
    const name = this.SUBRULE(this.identifier);
    return { preposition, name };
  });

  /** `[NOT] LIKE 'x'` */
  readonly showLike: Rule<ShowLike> = this.rule('showLike', () => {
    const start = this.mark();
    const negated = this.SUBRULE(this.optionalNot);
    this.word('LIKE');
    const pattern = this.SUBRULE(this.characterLiteral);
    return { kind: 'ShowLike', negated, operator: 'LIKE', pattern, span: this.spanFrom(start) };
  });

  /** `[NOT] LIKE 'x'`, `[NOT] ILIKE 'x'` */
  readonly showLikeOrIlike: Rule<ShowLike> = this.rule('showLikeOrIlike', () => {
    const start = this.mark();
    const negated = this.SUBRULE(this.optionalNot);
    const operator = this.oneOf(['LIKE', 'ILIKE']);
    const pattern = this.SUBRULE(this.characterLiteral);
    return { kind: 'ShowLike', negated, operator, pattern, span: this.spanFrom(start) };
  });

  readonly optionalNot: Rule<boolean> = this.rule('optionalNot', () => {
    let negated = false;
    this.OPTION(() => {
      this.word('NOT');
      negated = true;
    });
    return negated;
  });

  /** `DESCRIBE`, `DESC`: a catalog, a database, a job, else a table or view. */
  readonly describe: Rule<Statement> = this.rule('describe', () => {
    const start = this.mark();
    this.oneOf(['DESCRIBE', 'DESC']);
    return this.OR1<Statement>({
      IGNORE_AMBIGUITIES: true,
      DEF: [
        {
          GATE: () => this.isNameBehind(),
          ALT: () => {
            this.word('CATALOG');
            const extended = this.SUBRULE(this.extended);
            const name = this.SUBRULE(this.simpleIdentifier);
            return { kind: 'DescribeCatalog', extended, name, span: this.spanFrom(start) };
          },
        },
        {
          GATE: () => this.isNameBehind(),
          ALT: () => {
            this.word('DATABASE');
            const extended = this.SUBRULE1(this.extended);
            const name = this.SUBRULE(this.identifier);
            return { kind: 'DescribeDatabase', extended, name, span: this.spanFrom(start) };
          },
        },
        {
          GATE: () => this.isNameBehind(),
          ALT: () => {
            this.word('JOB');
            const job = this.SUBRULE(this.characterLiteral);
            return { kind: 'DescribeJob', job, span: this.spanFrom(start) };
          },
        },
        {
          ALT: () => {
            const extended = this.SUBRULE2(this.extended);
            const name = this.SUBRULE1(this.identifier);
            return { kind: 'DescribeTable', extended, name, span: this.spanFrom(start) };
          },
        },
      ],
    });
  });

  /** True where CATALOG, DATABASE, JOB is the word and not a table's name: something follows it. */
  private isNameBehind(): boolean {
    const type = this.LA(2).tokenType.name;
    return type !== 'EOF' && type !== 'Dot';
  }

  readonly extended: Rule<boolean> = this.rule('extended', () => {
    let extended = false;
    this.OPTION(() => {
      this.word('EXTENDED');
      extended = true;
    });
    return extended;
  });
}
