import type { SqlToken } from './sql-token.js';
import * as T from './token-types.js';

const { K } = T;

/** The tokens of one statement. */
export interface StatementTokens {
  readonly tokens: readonly SqlToken[];
  /** Where the semicolon behind it ends, or the text. */
  readonly next: number;
}

/** Cuts a script at its semicolons. The INSERTs of a statement set stay together up to their END. */
export function splitStatements(tokens: readonly SqlToken[]): StatementTokens[] {
  const statements: StatementTokens[] = [];
  let current: SqlToken[] = [];
  let inSet = false;
  tokens.forEach((token, index) => {
    if (token.tokenType !== T.Semicolon) {
      current.push(token);
      inSet ||= opensStatementSet(current);
      return;
    }
    if (inSet && continuesStatementSet(tokens[index + 1], current)) current.push(token);
    else {
      if (current.length > 0) statements.push({ tokens: current, next: token.span.end.offset });
      current = [];
      inSet = false;
    }
  });
  if (current.length > 0) statements.push({ tokens: current, next: Number.POSITIVE_INFINITY });
  return statements;
}

/** True when the last words are `BEGIN STATEMENT SET` or `STATEMENT SET BEGIN`. */
function opensStatementSet(tokens: readonly SqlToken[]): boolean {
  const last = tokens.at(-1)?.tokenType;
  if (last !== K.BEGIN && last !== K.SET) return false;
  const [third, second] = [tokens.at(-3)?.tokenType, tokens.at(-2)?.tokenType];
  return last === K.BEGIN ? third === K.STATEMENT && second === K.SET : third === K.BEGIN && second === K.STATEMENT;
}

/**
 * True where a semicolon within a statement set does not end it: another INSERT follows, or END. A set that is not
 * ended stops before the first statement that cannot belong to it.
 */
function continuesStatementSet(next: SqlToken | undefined, tokens: readonly SqlToken[]): boolean {
  if (tokens.at(-1)?.tokenType === K.END && tokens.at(-2)?.tokenType === T.Semicolon) return false;
  return next?.tokenType === K.INSERT || next?.tokenType === K.END;
}
