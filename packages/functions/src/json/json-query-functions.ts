import { array, BOOLEAN, type LogicalType, STRING, type Value, withNullability } from '@tsql/core';
import { evaluationError } from '../evaluation-error.js';
import type { ArgumentInfo, CallBinding, ScalarFunction } from '../scalar-function.js';
import { isCharacter } from '../types/type-families.js';
import { isScalar, type Json, JsonNumber, jsonText, parseJson } from './json-parser.js';
import { evaluatePath, parsePath } from './json-path.js';

type Declaration = Omit<ScalarFunction, 'group' | 'isDeterministic' | 'nullPolicy'>;

const json = (declaration: Declaration): ScalarFunction => ({
  ...declaration,
  group: 'json',
  isDeterministic: true,
  nullPolicy: 'own',
});

/** What a path finds: a value (null in lax mode where there is none or the input is no JSON), or why there is none. */
type Found = { readonly value: Json; readonly isLax: boolean } | { readonly error: string };

function find(input: string, pathText: string): Found {
  let isLax = false;
  try {
    const path = parsePath(pathText);
    isLax = path.isLax;
    const value = evaluatePath(path, parseJson(input));
    if (value === undefined && !path.isLax) return { error: `there is nothing at the path '${pathText}'` };
    return { value: value ?? null, isLax: path.isLax };
  } catch (error) {
    if (isLax) return { value: null, isLax };
    return { error: error instanceof Error ? error.message : String(error) };
  }
}

const word = (argument: ArgumentInfo | undefined, otherwise: string): string =>
  typeof argument?.constant === 'string' ? argument.constant : otherwise;

/** Input and path are texts, the rest is taken as it is. */
function bindTexts(args: readonly ArgumentInfo[], rest: readonly LogicalType[]): readonly LogicalType[] | undefined {
  const texts = args.slice(0, 2).map(({ type }) => (type.kind === 'NULL' ? STRING : type));
  return texts.length === 2 && texts.every(isCharacter) ? [...texts, ...rest] : undefined;
}

const typesFrom = (args: readonly ArgumentInfo[], start: number): LogicalType[] =>
  args.slice(start).map((argument) => argument.type);

/** JSON_EXISTS(input, path, 'TRUE' | 'FALSE' | 'UNKNOWN' | 'ERROR'). */
const exists = json({
  name: 'JSON_EXISTS',
  syntax: 'JSON_EXISTS(text, path [{TRUE | FALSE | UNKNOWN | ERROR} ON ERROR])',
  doc: 'Whether there is a value other than null at the path.',
  expected: 'a text and a path',
  bind(args) {
    const argumentTypes = bindTexts(args, typesFrom(args, 2));
    return argumentTypes === undefined ? undefined : { argumentTypes, returnType: BOOLEAN };
  },
  create(_, args) {
    const onError = word(args[2], 'FALSE');
    return (input, path) => {
      if (isMissing(input) || isMissing(path)) return null;
      const found = find(input as string, path as string);
      if (!('error' in found)) return found.value !== null;
      if (onError === 'ERROR') throw evaluationError('JSON_EXISTS', found.error);
      return onError === 'UNKNOWN' ? null : onError === 'TRUE';
    };
  },
});

const isMissing = (value: Value | undefined): boolean => value === null || value === undefined;

function bindValue(args: readonly ArgumentInfo[]): CallBinding | undefined {
  const returning = args[6]?.type ?? STRING;
  if (!(isCharacter(returning) || ['BOOLEAN', 'INTEGER', 'DOUBLE'].includes(returning.kind))) return undefined;
  const result = withNullability(returning, true);
  const types = typesFrom(args, 2).map((type, index) =>
    (index === 1 || index === 3) && type.kind !== 'NULL' ? withNullability(result, type.nullable) : type,
  );
  const argumentTypes = bindTexts(args, types);
  return argumentTypes === undefined ? undefined : { argumentTypes, returnType: result };
}

/** A scalar as the type asked for. As in Flink it has to be of just that type already: "5" is no INT. */
function typedScalar(type: LogicalType, value: Json): Value {
  if (isCharacter(type)) return String(value);
  if (type.kind === 'BOOLEAN' && typeof value === 'boolean') return value;
  if (value instanceof JsonNumber) {
    const number = Number(value.source);
    if (type.kind === 'INTEGER' && value.isWhole && number === (number | 0)) return number;
    if (type.kind === 'DOUBLE' && !value.isWhole) return number;
  }
  throw evaluationError('JSON_VALUE', `${jsonText(value)} is not of the type that RETURNING asks for`);
}

/** JSON_VALUE(input, path, onEmpty, emptyDefault, onError, errorDefault, returning); a behaviour is NULL, ERROR or DEFAULT. */
const valueFunction = json({
  name: 'JSON_VALUE',
  syntax: 'JSON_VALUE(text, path [RETURNING type] [{NULL | ERROR | DEFAULT value} ON {EMPTY | ERROR}])',
  doc: 'The text, number or boolean at the path; RETURNING is STRING, BOOLEAN, INT or DOUBLE.',
  expected: 'a text and a path; RETURNING is STRING, BOOLEAN, INT or DOUBLE',
  bind: bindValue,
  create({ returnType }, args) {
    const [onEmpty, onError] = [word(args[2], 'NULL'), word(args[4], 'NULL')];
    const otherwise = (behaviour: string, given: Value | undefined, reason: string): Value => {
      if (behaviour === 'ERROR') throw evaluationError('JSON_VALUE', reason);
      return behaviour === 'DEFAULT' ? (given ?? null) : null;
    };
    return (input, path, _onEmpty, emptyDefault, _onError, errorDefault) => {
      if (isMissing(input) || isMissing(path)) return null;
      const found = find(input as string, path as string);
      if ('error' in found) return otherwise(onError, errorDefault, found.error);
      const { value, isLax } = found;
      if (isScalar(value)) return typedScalar(returnType, value);
      if (value === null || isLax) return otherwise(onEmpty, emptyDefault, `there is no value at '${path}'`);
      return otherwise(onError, errorDefault, `there is no text, number or boolean at '${path}'`);
    };
  },
});

function wrap(value: Json, wrapper: string): Json {
  if (value === null || wrapper === 'WITHOUT') return value;
  return wrapper === 'CONDITIONAL' && Array.isArray(value) ? value : [value];
}

/** The elements of an array as texts, for RETURNING ARRAY<STRING>. */
function elementsOf(value: Json): Value {
  if (!Array.isArray(value)) return null;
  return (value as readonly Json[]).map((part) =>
    part === null ? null : isScalar(part) ? String(part) : jsonText(part),
  );
}

/** JSON_QUERY(input, path, wrapper, onEmpty, onError, returning); a behaviour is NULL, ERROR, EMPTY ARRAY or EMPTY OBJECT. */
const query = json({
  name: 'JSON_QUERY',
  syntax:
    'JSON_QUERY(text, path [RETURNING type] [WITH [CONDITIONAL] WRAPPER] [{NULL | ERROR | EMPTY ARRAY | EMPTY OBJECT} ON {EMPTY | ERROR}])',
  doc: 'The object or array at the path, as text.',
  expected: 'a text and a path; RETURNING is STRING or ARRAY<STRING>',
  bind(args) {
    const returning = args[5]?.type ?? STRING;
    const isList = returning.kind === 'ARRAY' && isCharacter(returning.element);
    if (!isCharacter(returning) && !isList) return undefined;
    const argumentTypes = bindTexts(args, typesFrom(args, 2));
    const returnType = isList ? array(returning.element) : withNullability(returning, true);
    return argumentTypes === undefined ? undefined : { argumentTypes, returnType };
  },
  create({ returnType }, args) {
    const [wrapper, onEmpty, onError] = [word(args[2], 'WITHOUT'), word(args[3], 'NULL'), word(args[4], 'NULL')];
    const write = returnType.kind === 'ARRAY' ? elementsOf : jsonText;
    const otherwise = (behaviour: string, reason: string): Value => {
      if (behaviour === 'ERROR') throw evaluationError('JSON_QUERY', reason);
      if (behaviour === 'EMPTY ARRAY') return write([]);
      return behaviour === 'EMPTY OBJECT' ? write(new Map()) : null;
    };
    return (input, path) => {
      if (isMissing(input) || isMissing(path)) return null;
      const found = find(input as string, path as string);
      if ('error' in found) return otherwise(onError, found.error);
      const value = wrap(found.value, wrapper);
      if (value === null || (found.isLax && isScalar(value)))
        return otherwise(onEmpty, `there is no value at '${path}'`);
      return isScalar(value) ? otherwise(onError, `there is no object or array at '${path}'`) : write(value);
    };
  },
});

export const JSON_QUERY_FUNCTIONS: readonly ScalarFunction[] = [exists, valueFunction, query];
