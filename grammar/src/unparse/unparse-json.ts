import type { JsonExpression, JsonObjectEntry, JsonValueBehavior } from '../ast/index.js';
import { words } from '../printer/print-name.js';
import { unparse } from './unparse-expression.js';
import { unparseOrder } from './unparse-query.js';
import { unparseType } from './unparse-type.js';
import type { Unparsing } from './unparsing.js';

/** A JSON function with the clauses that stand where none are written. */
export function unparseJson(style: Unparsing, json: JsonExpression): string {
  switch (json.kind) {
    case 'JsonExistsExpression':
      return `JSON_EXISTS(${words(path(style, json), json.onError && `${json.onError} ON ERROR`)})`;
    case 'JsonValueExpression':
      return `JSON_VALUE(${words(
        path(style, json),
        json.returning && `RETURNING ${unparseType(json.returning)}`,
        behavior(style, json.onEmpty, 'EMPTY'),
        behavior(style, json.onError, 'ERROR'),
      )})`;
    case 'JsonQueryExpression':
      return `JSON_QUERY(${words(
        path(style, json),
        json.returning && `RETURNING ${unparseType(json.returning)}`,
        WRAPPERS[json.wrapper ?? 'WITHOUT'],
        `${json.onEmpty ?? 'NULL'} ON EMPTY`,
        `${json.onError ?? 'NULL'} ON ERROR`,
      )})`;
    case 'JsonObjectExpression': {
      const entries = json.entries.map((each) => entry(style, each)).join(', ');
      return `JSON_OBJECT(${words(entries, `${json.onNull ?? 'NULL'} ON NULL`)})`;
    }
    case 'JsonArrayExpression': {
      const elements = json.elements.map((each) => unparse(style, each)).join(', ');
      return `JSON_ARRAY(${words(elements, `${json.onNull ?? 'ABSENT'} ON NULL`)})`;
    }
    case 'JsonObjectAggExpression':
      return `JSON_OBJECTAGG(${entry(style, json)} ${json.onNull ?? 'NULL'} ON NULL)`;
    case 'JsonArrayAggExpression': {
      const order = json.orderBy.length > 0 && unparseOrder(style, json.orderBy);
      return `JSON_ARRAYAGG(${words(unparse(style, json.element), order, `${json.onNull ?? 'ABSENT'} ON NULL`)})`;
    }
  }
}

const WRAPPERS = {
  WITHOUT: 'WITHOUT ARRAY WRAPPER',
  CONDITIONAL: 'WITH CONDITIONAL ARRAY WRAPPER',
  UNCONDITIONAL: 'WITH UNCONDITIONAL ARRAY WRAPPER',
} as const;

type PathArguments = Pick<Extract<JsonExpression, { kind: 'JsonExistsExpression' }>, 'input' | 'path'>;

const path = (style: Unparsing, { input, path: text }: PathArguments): string =>
  `${unparse(style, input)}, ${unparse(style, text)}`;

function behavior(style: Unparsing, value: JsonValueBehavior | undefined, event: 'EMPTY' | 'ERROR') {
  return value && words(value.behavior, value.defaultValue && unparse(style, value.defaultValue), 'ON', event);
}

const entry = (style: Unparsing, { key, value }: Pick<JsonObjectEntry, 'key' | 'value'>): string =>
  `KEY ${unparse(style, key)} VALUE ${unparse(style, value)}`;
