import type { IParserConfig } from 'chevrotain';
import type { Statement } from '../ast/index.js';
import type { Rule } from './base-parser.js';
import { SessionParser } from './session-parser.js';

/** Whole statements: the last class of the parser's chain. */
export class StatementParser extends SessionParser {
  /** With `config` the parser analyses its grammar, as tests and the makers of generated files need it. */
  constructor(config?: IParserConfig) {
    super(config);
    this.ready();
  }

  // Each alternative begins with words of its own.
  readonly statement: Rule<Statement> = this.rule('statement', () =>
    this.OR<Statement>([
      { ALT: () => this.SUBRULE(this.query) },
      { ALT: () => this.SUBRULE(this.create) },
      { ALT: () => this.SUBRULE(this.replaceTable) },
      { ALT: () => this.SUBRULE(this.drop) },
      { ALT: () => this.SUBRULE(this.alter) },
      { ALT: () => this.SUBRULE(this.insert) },
      { ALT: () => this.SUBRULE(this.beginStatementSet) },
      { ALT: () => this.SUBRULE(this.execute) },
      { ALT: () => this.SUBRULE(this.setOption) },
      { ALT: () => this.SUBRULE(this.resetOption) },
      { ALT: () => this.SUBRULE(this.explain) },
      { ALT: () => this.SUBRULE(this.show) },
      { ALT: () => this.SUBRULE(this.describe) },
      { ALT: () => this.SUBRULE(this.use) },
      { ALT: () => this.SUBRULE(this.delete) },
      { ALT: () => this.SUBRULE(this.update) },
      { ALT: () => this.SUBRULE(this.truncateTable) },
      { ALT: () => this.SUBRULE(this.analyzeTable) },
      { ALT: () => this.SUBRULE(this.compile) },
      { ALT: () => this.SUBRULE(this.callProcedure) },
      { ALT: () => this.SUBRULE(this.loadModule) },
      { ALT: () => this.SUBRULE(this.unloadModule) },
      { ALT: () => this.SUBRULE(this.jar) },
      { ALT: () => this.SUBRULE(this.stopJob) },
    ]),
  );
}
