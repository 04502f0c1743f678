import type { Expression, JsonExpression, JsonObjectEntry, JsonOnNull, JsonValueBehavior } from '../ast/index.js';
import { printExpression, printExpressions } from './print-expression.js';
import { words } from './print-name.js';
import { printOrderBy } from './print-query.js';
import { printType } from './print-type.js';

/** True for the JSON functions that have a syntax of their own. */
export function isJsonExpression(expression: Expression): expression is JsonExpression {
  return expression.kind.startsWith('Json');
}

/** Prints a JSON function. */
export function printJson(json: JsonExpression): string {
  switch (json.kind) {
    case 'JsonExistsExpression':
      return `JSON_EXISTS(${words(path(json), json.onError && `${json.onError} ON ERROR`)})`;
    case 'JsonValueExpression': {
      const returning = json.returning && `RETURNING ${printType(json.returning)}`;
      const [onEmpty, onError] = [behavior(json.onEmpty, 'EMPTY'), behavior(json.onError, 'ERROR')];
      return `JSON_VALUE(${words(path(json), returning, onEmpty, onError)})`;
    }
    case 'JsonQueryExpression': {
      const returning = json.returning && `RETURNING ${printType(json.returning)}`;
      const wrapper = json.wrapper && `${json.wrapper === 'WITHOUT' ? '' : 'WITH '}${json.wrapper} WRAPPER`;
      const onEmpty = json.onEmpty && `${json.onEmpty} ON EMPTY`;
      const onError = json.onError && `${json.onError} ON ERROR`;
      return `JSON_QUERY(${words(path(json), returning, wrapper, onEmpty, onError)})`;
    }
    case 'JsonObjectExpression':
      return `JSON_OBJECT(${words(json.entries.map(entry).join(', '), onNull(json))})`;
    case 'JsonArrayExpression':
      return `JSON_ARRAY(${words(printExpressions(json.elements), onNull(json))})`;
    case 'JsonObjectAggExpression':
      return `JSON_OBJECTAGG(${words(entry(json), onNull(json))})`;
    case 'JsonArrayAggExpression': {
      const order = json.orderBy.length > 0 && printOrderBy(json.orderBy);
      return `JSON_ARRAYAGG(${words(printExpression(json.element), order, onNull(json))})`;
    }
  }
}

function path({ input, path: text }: { readonly input: Expression; readonly path: Expression }): string {
  return `${printExpression(input)}, ${printExpression(text)}`;
}

function behavior(value: JsonValueBehavior | undefined, event: 'EMPTY' | 'ERROR'): string | undefined {
  if (value === undefined) return undefined;
  return words(value.behavior, value.defaultValue && printExpression(value.defaultValue), 'ON', event);
}

function entry({ key, value }: Pick<JsonObjectEntry, 'key' | 'value'>): string {
  return `KEY ${printExpression(key)} VALUE ${printExpression(value)}`;
}

function onNull({ onNull: treatment }: { readonly onNull?: JsonOnNull }): string | undefined {
  return treatment && `${treatment} ON NULL`;
}
