import { BOOLEAN, type Value } from '@tsql/core';
import { planningError, quoted } from '../evaluation-error.js';
import { textOnly } from '../parameters.js';
import type { ArgumentInfo, Evaluator, ScalarFunction } from '../scalar-function.js';
import { declareFunction } from '../signature.js';
import { likeToRegex, similarToRegex } from './sql-pattern.js';

type ToRegex = (pattern: string, escapeCharacter: string | undefined) => RegExp;

/** A constant pattern is compiled once, others are kept. As in Flink, any text is LIKE a constant ''. */
function matcher(toRegex: ToRegex, args: readonly ArgumentInfo[]): Evaluator {
  const [, pattern, escapeArgument] = args;
  if (
    typeof pattern?.constant === 'string' &&
    (escapeArgument === undefined || typeof escapeArgument.constant === 'string')
  ) {
    if (toRegex === likeToRegex && pattern.constant === '' && escapeArgument === undefined) return () => true;
    const expression = compile(toRegex, pattern.constant, escapeArgument?.constant as string | undefined);
    return (value) => expression.test(value as string);
  }
  const compiled = new Map<string, RegExp>();
  return (value: Value | undefined, given: Value | undefined, escapeCharacter: Value | undefined) => {
    const key = `${escapeCharacter ?? ''}${given}`;
    let expression = compiled.get(key);
    if (expression === undefined) {
      expression = compile(toRegex, given as string, escapeCharacter as string | undefined);
      if (compiled.size > 1000) compiled.clear();
      compiled.set(key, expression);
    }
    return expression.test(value as string);
  };
}

function compile(toRegex: ToRegex, pattern: string, escapeCharacter: string | undefined): RegExp {
  try {
    return toRegex(pattern, escapeCharacter);
  } catch (error) {
    throw planningError(`${quoted(pattern)} is no pattern: ${error instanceof Error ? error.message : error}`);
  }
}

/** Flink refuses a backslash as escape character, and texts that are not one character. */
const isEscape = ({ constant }: ArgumentInfo): boolean =>
  constant === undefined ||
  constant === null ||
  (typeof constant === 'string' && constant.length === 1 && constant !== '\\');

function patternOperator(name: string, words: string, toRegex: ToRegex): ScalarFunction {
  const operator = declareFunction({
    name,
    syntax: `text ${name} pattern [ESCAPE character]`,
    doc: words,
    group: 'comparison',
    expected: 'a text, a pattern and an escape character, which is one character and no backslash',
    overloads: [
      {
        parameters: [textOnly, textOnly, textOnly],
        optional: 1,
        returns: BOOLEAN,
        create: (_, args) => matcher(toRegex, args),
      },
    ],
  });
  const bind: ScalarFunction['bind'] = (args) =>
    args[2] !== undefined && !isEscape(args[2]) ? undefined : operator.bind(args);
  return { ...operator, bind };
}

export const PATTERN_OPERATORS: readonly ScalarFunction[] = [
  patternOperator('LIKE', 'Whether the text matches: % is any text, _ one character.', likeToRegex),
  patternOperator('SIMILAR TO', 'Whether the text matches a regular expression of the SQL standard.', similarToRegex),
];
