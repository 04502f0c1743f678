import type {
  Call,
  CharacterLiteral,
  Execute,
  Explain,
  ExplainDetail,
  NamePart,
  ResetOption,
  SetOption,
  Statement,
  StopJob,
  TableOption,
} from '../ast/index.js';
import * as T from '../lexer/token-types.js';
import type { Rule } from './base-parser.js';
import { ShowParser } from './show-parser.js';

const EXPLAIN_DETAILS = ['ESTIMATED_COST', 'CHANGELOG_MODE', 'JSON_EXECUTION_PLAN', 'PLAN_ADVICE'] as const;

/** Statements about the session, its modules, jars, plans and jobs. */
export abstract class SessionParser extends ShowParser {
  /** `SET`, `SET 'k' = 'v'` */
  readonly setOption: Rule<SetOption> = this.rule('setOption', () => {
    const start = this.mark();
    let option: TableOption | undefined;
    this.word('SET');
    this.OPTION(() => {
      option = this.SUBRULE(this.tableOption);
    });
    return { kind: 'SetOption', option, span: this.spanFrom(start) };
  });

  /** `RESET`, `RESET 'k'` */
  readonly resetOption: Rule<ResetOption> = this.rule('resetOption', () => {
    const start = this.mark();
    let key: CharacterLiteral | undefined;
    this.word('RESET');
    this.OPTION(() => {
      key = this.SUBRULE(this.characterLiteral);
    });
    return { kind: 'ResetOption', key, span: this.spanFrom(start) };
  });

  /** `EXPLAIN [PLAN FOR | details] statement` */
  readonly explain: Rule<Statement> = this.rule('explain', () => {
    const start = this.mark();
    const details: ExplainDetail[] = [];
    this.word('EXPLAIN');
    this.OPTION(() =>
      this.OR([
        {
          ALT: () => {
            this.word('PLAN');
            this.word('FOR');
          },
        },
        {
          ALT: () => this.AT_LEAST_ONE_SEP({ SEP: T.Comma, DEF: () => details.push(this.oneOf(EXPLAIN_DETAILS, 1)) }),
        },
      ]),
    );
    const mark = this.mark();
    const statement = this.OR2<Explain['statement']>([
      { ALT: () => this.SUBRULE(this.statementSet, { ARGS: [mark] }) },
      { ALT: () => this.SUBRULE(this.insert) },
      { ALT: () => this.SUBRULE(this.query) },
    ]);
    return { kind: 'Explain', details, statement, span: this.spanFrom(start) };
  });

  /** `EXECUTE STATEMENT SET …`, `EXECUTE PLAN 'f'`, `EXECUTE insert` */
  readonly execute: Rule<Statement> = this.rule('execute', () => {
    const start = this.mark();
    this.word('EXECUTE');
    return this.OR<Statement>([
      { ALT: () => this.SUBRULE(this.statementSet, { ARGS: [start] }) },
      {
        ALT: () => {
          this.word('PLAN');
          const file = this.SUBRULE(this.characterLiteral);
          return { kind: 'ExecutePlan', file, span: this.spanFrom(start) };
        },
      },
      {
        ALT: () => {
          const statement = this.OR1<Execute['statement']>([
            { ALT: () => this.SUBRULE(this.insert) },
            { ALT: () => this.SUBRULE(this.query) },
          ]);
          return { kind: 'Execute', statement, span: this.spanFrom(start) };
        },
      },
    ]);
  });

  /** `COMPILE [AND EXECUTE] PLAN 'f' [IF NOT EXISTS] FOR statement` */
  readonly compile: Rule<Statement> = this.rule('compile', () => {
    const start = this.mark();
    let execute = false;
    this.word('COMPILE');
    this.OPTION(() => {
      this.word('AND');
      this.word('EXECUTE');
      execute = true;
    });
    this.word('PLAN');
    const file = this.SUBRULE(this.characterLiteral);
    const ifNotExists = this.SUBRULE(this.ifNotExists);
    this.word('FOR');
    const mark = this.mark();
    const statement = this.OR([
      { ALT: () => this.SUBRULE(this.statementSet, { ARGS: [mark] }) },
      { ALT: () => this.SUBRULE(this.insert) },
    ]);
    return { kind: 'CompilePlan', file, ifNotExists, execute, statement, span: this.spanFrom(start) };
  });

  /** `CALL procedure(args)` */
  readonly callProcedure: Rule<Call> = this.rule('callProcedure', () => {
    const start = this.mark();
    this.word('CALL');
    const mark = this.mark();
    const name = this.SUBRULE(this.identifier);
    const call = this.SUBRULE(this.callTail, { ARGS: [mark, name] });
    return { kind: 'Call', call, span: this.spanFrom(start) };
  });

  /** `USE CATALOG c`, `USE MODULES a, b`, `USE d` */
  readonly use: Rule<Statement> = this.rule('use', () => {
    const start = this.mark();
    this.word('USE');
    return this.OR<Statement>({
      IGNORE_AMBIGUITIES: true,
      DEF: [
        {
          GATE: () => this.LA(2).tokenTypeIdx !== T.Dot.tokenTypeIdx,
          ALT: () => {
            this.word('CATALOG');
            const name = this.SUBRULE(this.simpleIdentifier);
            return { kind: 'UseCatalog', name, span: this.spanFrom(start) };
          },
        },
        {
          ALT: () => {
            this.word('MODULES');
            const modules = this.SUBRULE(this.nameList);
            return { kind: 'UseModules', modules, span: this.spanFrom(start) };
          },
        },
        {
          ALT: () => {
            const name = this.SUBRULE(this.identifier);
            return { kind: 'UseDatabase', name, span: this.spanFrom(start) };
          },
        },
      ],
    });
  });

  /** `LOAD MODULE m [WITH (…)]` */
  readonly loadModule: Rule<Statement> = this.rule('loadModule', () => {
    const start = this.mark();
    this.word('LOAD');
    this.word('MODULE');
    const name = this.SUBRULE(this.namePart);
    const options = this.SUBRULE(this.withOptions);
    return { kind: 'LoadModule', name, options, span: this.spanFrom(start) };
  });

  readonly unloadModule: Rule<Statement> = this.rule('unloadModule', () => {
    const start = this.mark();
    this.word('UNLOAD');
    this.word('MODULE');
    const name: NamePart = this.SUBRULE(this.namePart);
    return { kind: 'UnloadModule', name, span: this.spanFrom(start) };
  });

  /** `ADD JAR 'path'`, `REMOVE JAR 'path'` */
  readonly jar: Rule<Statement> = this.rule('jar', () => {
    const start = this.mark();
    const kind = this.OR<'AddJar' | 'RemoveJar'>([
      { ALT: () => this.after(this.word('ADD'), 'AddJar') },
      { ALT: () => this.after(this.word('REMOVE'), 'RemoveJar') },
    ]);
    this.word('JAR');
    const path = this.SUBRULE(this.characterLiteral);
    return { kind, path, span: this.spanFrom(start) };
  });

  /** `STOP JOB 'id' [WITH SAVEPOINT] [WITH DRAIN]` */
  readonly stopJob: Rule<StopJob> = this.rule('stopJob', () => {
    const start = this.mark();
    let withSavepoint = false;
    let withDrain = false;
    this.word('STOP');
    this.word('JOB');
    const job = this.SUBRULE(this.characterLiteral);
    this.OPTION(() => {
      this.word('WITH');
      this.word('SAVEPOINT');
      withSavepoint = true;
      this.OPTION1(() => {
        this.word('WITH', 1);
        this.word('DRAIN');
        withDrain = true;
      });
    });
    return { kind: 'StopJob', job, withSavepoint, withDrain, span: this.spanFrom(start) };
  });
}
