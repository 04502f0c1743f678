import type {
  AlterFunction,
  CharacterLiteral,
  CreateCatalog,
  CreateDatabase,
  CreateFunction,
  CreateTable,
  CreateView,
  FunctionLanguage,
  NamePart,
  Statement,
} from '../ast/index.js';
import * as T from '../lexer/token-types.js';
import type { Rule, RuleWith, Start } from './base-parser.js';
import { DdlParser } from './ddl-parser.js';

/** CREATE and DROP. */
export abstract class CreateParser extends DdlParser {
  declare readonly createMaterializedTable: RuleWith<[Start], Statement>;

  /** `CREATE [OR REPLACE] [TEMPORARY] …` */
  readonly create: Rule<Statement> = this.rule('create', () => {
    const start = this.mark();
    let operation: CreateTable['operation'] = 'CREATE';
    let temporary = false;
    this.word('CREATE');
    this.OPTION(() => {
      this.word('OR');
      this.word('REPLACE');
      operation = 'CREATE OR REPLACE';
    });
    this.OPTION1(() => {
      this.word('TEMPORARY');
      temporary = true;
    });
    const orReplace = (operation as string) !== 'CREATE';
    return this.OR<Statement>([
      { ALT: () => this.SUBRULE(this.createTable, { ARGS: [start, operation, temporary] }) },
      { ALT: () => this.SUBRULE(this.createView, { ARGS: [start, orReplace, temporary] }) },
      { ALT: () => this.SUBRULE(this.createDatabase, { ARGS: [start] }) },
      { ALT: () => this.SUBRULE(this.createCatalog, { ARGS: [start] }) },
      { ALT: () => this.SUBRULE(this.createFunction, { ARGS: [start, temporary] }) },
      { ALT: () => this.SUBRULE(this.createMaterializedTable, { ARGS: [start] }) },
    ]);
  });

  /** `REPLACE [TEMPORARY] TABLE … AS query` */
  readonly replaceTable: Rule<CreateTable> = this.rule('replaceTable', () => {
    const start = this.mark();
    let temporary = false;
    this.word('REPLACE');
    this.OPTION(() => {
      this.word('TEMPORARY');
      temporary = true;
    });
    return this.SUBRULE(this.createTable, { ARGS: [start, 'REPLACE', temporary] });
  });

  readonly createView: RuleWith<[Start, boolean, boolean], CreateView> = this.rule(
    'createView',
    (start, orReplace, temporary) => {
      let columns: NamePart[] | undefined;
      this.word('VIEW');
      const ifNotExists = this.SUBRULE(this.ifNotExists);
      const name = this.SUBRULE(this.identifier);
      this.OPTION(() => {
        columns = this.SUBRULE(this.parenthesizedNames);
      });
      const comment = this.SUBRULE(this.comment);
      this.word('AS');
      const query = this.SUBRULE(this.query);
      const span = this.spanFrom(start);
      return { kind: 'CreateView', orReplace, temporary, ifNotExists, name, columns, comment, query, span };
    },
  );

  readonly createDatabase: RuleWith<[Start], CreateDatabase> = this.rule('createDatabase', (start) => {
    this.word('DATABASE');
    const ifNotExists = this.SUBRULE(this.ifNotExists);
    const name = this.SUBRULE(this.identifier);
    const comment = this.SUBRULE(this.comment);
    const options = this.SUBRULE(this.withOptions);
    return { kind: 'CreateDatabase', ifNotExists, name, comment, options, span: this.spanFrom(start) };
  });

  readonly createCatalog: RuleWith<[Start], CreateCatalog> = this.rule('createCatalog', (start) => {
    this.word('CATALOG');
    const ifNotExists = this.SUBRULE(this.ifNotExists);
    const name = this.SUBRULE(this.simpleIdentifier);
    const comment = this.SUBRULE(this.comment);
    const options = this.SUBRULE(this.withOptions);
    return { kind: 'CreateCatalog', ifNotExists, name, comment, options, span: this.spanFrom(start) };
  });

  readonly createFunction: RuleWith<[Start, boolean], CreateFunction> = this.rule(
    'createFunction',
    (start, temporary) => {
      const jars: CharacterLiteral[] = [];
      const system = this.SUBRULE(this.optionalSystem);
      this.word('FUNCTION');
      const ifNotExists = this.SUBRULE(this.ifNotExists);
      const name = this.SUBRULE(this.identifier);
      const { className, language } = this.SUBRULE(this.functionBody);
      this.OPTION(() => {
        this.word('USING');
        this.AT_LEAST_ONE_SEP({
          SEP: T.Comma,
          DEF: () => {
            this.word('JAR');
            jars.push(this.SUBRULE(this.characterLiteral));
          },
        });
      });
      const span = this.spanFrom(start);
      return { kind: 'CreateFunction', temporary, system, ifNotExists, name, className, language, jars, span };
    },
  );

  /** `AS 'class' [LANGUAGE JAVA]` */
  readonly functionBody: Rule<Pick<AlterFunction, 'className' | 'language'>> = this.rule('functionBody', () => {
    let language: FunctionLanguage | undefined;
    this.word('AS');
    const className = this.SUBRULE(this.characterLiteral);
    this.OPTION(() => {
      this.word('LANGUAGE');
      language = this.oneOf(['JAVA', 'SCALA', 'SQL', 'PYTHON']);
    });
    return { className, language };
  });

  readonly optionalSystem: Rule<boolean> = this.rule('optionalSystem', () => {
    let system = false;
    this.OPTION(() => {
      this.word('SYSTEM');
      system = true;
    });
    return system;
  });

  /** `DROP [TEMPORARY] …` */
  readonly drop: Rule<Statement> = this.rule('drop', () => {
    const start = this.mark();
    let temporary = false;
    this.word('DROP');
    this.OPTION(() => {
      this.word('TEMPORARY');
      temporary = true;
    });
    return this.OR<Statement>([
      {
        ALT: () => {
          const kind = this.OR1<'DropTable' | 'DropView'>([
            { ALT: () => this.after(this.word('TABLE'), 'DropTable') },
            { ALT: () => this.after(this.word('VIEW'), 'DropView') },
          ]);
          const ifExists = this.SUBRULE(this.ifExists);
          const name = this.SUBRULE(this.identifier);
          return { kind, temporary, ifExists, name, span: this.spanFrom(start) };
        },
      },
      { ALT: () => this.SUBRULE(this.dropDatabase, { ARGS: [start] }) },
      {
        ALT: () => {
          const kind = this.OR2<'DropCatalog' | 'DropMaterializedTable'>([
            { ALT: () => this.after(this.word('CATALOG'), 'DropCatalog') },
            { ALT: () => this.after(this.word('MATERIALIZED'), this.word('TABLE', 1), 'DropMaterializedTable') },
          ]);
          const ifExists = this.SUBRULE1(this.ifExists);
          const name = this.SUBRULE1(this.identifier);
          return { kind, ifExists, name, span: this.spanFrom(start) };
        },
      },
      {
        ALT: () => {
          const system = this.SUBRULE(this.optionalSystem);
          this.word('FUNCTION');
          const ifExists = this.SUBRULE2(this.ifExists);
          const name = this.SUBRULE2(this.identifier);
          return { kind: 'DropFunction', temporary, system, ifExists, name, span: this.spanFrom(start) };
        },
      },
    ]);
  });

  readonly dropDatabase: RuleWith<[Start], Statement> = this.rule('dropDatabase', (start) => {
    let behavior: 'RESTRICT' | 'CASCADE' | undefined;
    this.word('DATABASE');
    const ifExists = this.SUBRULE(this.ifExists);
    const name = this.SUBRULE(this.identifier);
    this.OPTION(() => {
      behavior = this.oneOf(['RESTRICT', 'CASCADE']);
    });
    return { kind: 'DropDatabase', ifExists, name, behavior, span: this.spanFrom(start) };
  });
}
