import type { SqlToken } from './sql-token.js';
import * as T from './token-types.js';

const { K } = T;

/** The tokens of one statement. */
export interface StatementTokens {
  readonly tokens: readonly SqlToken[];
  /** Where the semicolon behind it ends; infinite where none follows. */
  readonly next: number;
  /** True for a statement set without its END. */
  readonly isOpenSet: boolean;
}

/** Cuts a script at its semicolons. The INSERTs of a statement set stay together up to their END. */
export function splitStatements(tokens: readonly SqlToken[]): StatementTokens[] {
  const statements: StatementTokens[] = [];
  let current: SqlToken[] = [];
  let inSet = false;
  tokens.forEach((token, index) => {
    if (token.tokenType !== T.Semicolon) {
      current.push(token);
      inSet ||= (token.tokenType === K.BEGIN || token.tokenType === K.SET) && opensStatementSet(current);
      return;
    }
    const isOpen = inSet && !isClosedSet(current);
    if (isOpen) current.push(token);
    if (!isOpen || !belongsToSet(tokens[index + 1])) {
      if (current.length > 0) statements.push({ tokens: current, next: token.span.end.offset, isOpenSet: isOpen });
      current = [];
      inSet = false;
    }
  });
  if (current.length > 0) statements.push({ tokens: current, next: Number.POSITIVE_INFINITY, isOpenSet: inSet });
  return statements;
}

/** True when the last words are `BEGIN STATEMENT SET` or `STATEMENT SET BEGIN`. */
function opensStatementSet(tokens: readonly SqlToken[]): boolean {
  const [third, second, last] = tokens.slice(-3).map(({ tokenType }) => tokenType);
  return last === K.BEGIN ? third === K.STATEMENT && second === K.SET : third === K.BEGIN && second === K.STATEMENT;
}

/** True where END has ended a statement set. */
function isClosedSet(tokens: readonly SqlToken[]): boolean {
  return tokens.at(-1)?.tokenType === K.END && tokens.at(-2)?.tokenType === T.Semicolon;
}

/** True for what may follow a semicolon in a statement set. A set that is not ended stops before anything else. */
function belongsToSet(token: SqlToken | undefined): boolean {
  return token?.tokenType === K.INSERT || token?.tokenType === K.END;
}
