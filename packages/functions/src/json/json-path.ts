import { type Json, JsonNumber } from './json-parser.js';

/** A step of a path: what it selects out of one value. Undefined where there is nothing. */
type Step = (value: Json) => readonly Json[] | undefined;

export interface JsonPath {
  readonly isLax: boolean;
  /** False where more than one value may be found: the result is then a list. */
  readonly isDefinite: boolean;
  readonly steps: readonly Step[];
}

const paths = new Map<string, JsonPath>();

/**
 * Reads a path: `[lax | strict] $`, then `.name`, `['name']`, `[1]`, `[*]`, `.*`, `..name`, `[0:2]`, `[0,1]`,
 * `[?(@.a > 1)]`. Without a mode it is strict, as in Flink. Paths are kept.
 *
 * @throws SyntaxError for a path that is none
 */
export function parsePath(text: string): JsonPath {
  let path = paths.get(text);
  if (path === undefined) {
    path = readPath(text);
    if (paths.size > 1000) paths.clear();
    paths.set(text, path);
  }
  return path;
}

function readPath(text: string): JsonPath {
  const match = /^\s*(?:(lax|strict)\s+)?\$/i.exec(text);
  if (match === null) throw new SyntaxError(`the path '${text}' does not start with $`);
  const steps: Step[] = [];
  let isDefinite = true;
  let rest = text.slice(match[0].length).trimEnd();
  while (rest !== '') {
    const [token, step, selectsOne] = readStep(rest);
    steps.push(step);
    isDefinite &&= selectsOne;
    rest = rest.slice(token.length);
  }
  return { isLax: match[1]?.toLowerCase() === 'lax', isDefinite, steps };
}

const TOKENS: readonly (readonly [RegExp, (match: RegExpExecArray) => Step, boolean])[] = [
  [/^\.\.\*/, () => descendants, false],
  [/^\.\.(?=\[)/, () => descendants, false],
  [/^\.\.([^.[\]()\s]+)/, (match) => deepChild(match[1] ?? ''), false],
  [/^(?:\.\*|\[\s*\*\s*\])/, () => allChildren, false],
  [/^\.([^.[\]()\s]+)/, (match) => child(match[1] ?? ''), true],
  [/^\[\s*(-?\d+)\s*\]/, (match) => element(Number(match[1])), true],
  [/^\[\s*'((?:[^'\\]|\\.)*)'\s*\]/, (match) => child(withoutBackslashes(match[1] ?? '')), true],
  [/^\[\s*"((?:[^"\\]|\\.)*)"\s*\]/, (match) => child(withoutBackslashes(match[1] ?? '')), true],
  [/^\[\s*(-?\d*)\s*:\s*(-?\d*)\s*\]/, (match) => slice(match[1] ?? '', match[2] ?? ''), false],
  [
    /^\[\s*(-?\d+(?:\s*,\s*-?\d+)+)\s*\]/,
    (match) => several((match[1] ?? '').split(',').map((n) => element(Number(n)))),
    false,
  ],
  [/^\[\s*('[^']*'(?:\s*,\s*'[^']*')+)\s*\]/, (match) => several(namesOf(match[1] ?? '').map(child)), false],
  [/^\[\?\((.*?)\)\]/, (match) => filter(match[1] ?? ''), false],
];

function readStep(rest: string): readonly [token: string, step: Step, selectsOne: boolean] {
  for (const [expression, make, selectsOne] of TOKENS) {
    const match = expression.exec(rest);
    if (match !== null) return [match[0], make(match), selectsOne];
  }
  throw new SyntaxError(`'${rest}' is no step of a path`);
}

const withoutBackslashes = (text: string): string => text.replace(/\\(.)/g, '$1');
const namesOf = (list: string): string[] => [...list.matchAll(/'([^']*)'/g)].map((match) => match[1] ?? '');

function child(name: string): Step {
  return (value) => {
    const found = value instanceof Map ? (value as ReadonlyMap<string, Json>).get(name) : undefined;
    return found === undefined ? undefined : [found];
  };
}

function element(index: number): Step {
  return (value) => {
    const found = Array.isArray(value) ? (value as readonly Json[]).at(index) : undefined;
    return found === undefined ? undefined : [found];
  };
}

const childrenOf = (value: Json): readonly Json[] =>
  value instanceof Map
    ? [...(value as ReadonlyMap<string, Json>).values()]
    : Array.isArray(value)
      ? (value as readonly Json[])
      : [];

const allChildren: Step = (value) => (typeof value === 'object' && value !== null ? childrenOf(value) : undefined);

const descendants: Step = (value) => [value, ...childrenOf(value).flatMap((part) => descendants(part) ?? [])];

const deepChild =
  (name: string): Step =>
  (value) =>
    (descendants(value) ?? []).flatMap((part) => (name === '*' ? childrenOf(part) : (child(name)(part) ?? [])));

const several =
  (steps: readonly Step[]): Step =>
  (value) =>
    steps.flatMap((step) => step(value) ?? []);

const slice =
  (from: string, to: string): Step =>
  (value) =>
    Array.isArray(value) ? value.slice(Number(from || '0'), to === '' ? undefined : Number(to)) : undefined;

/** `@.a > 1 && @.b`: comparisons and existence, joined by && and ||. */
function filter(condition: string): Step {
  const alternatives = condition.split('||').map((part) => part.split('&&').map(test));
  const holds = (value: Json): boolean => alternatives.some((tests) => tests.every((one) => one(value)));
  return (value) => (Array.isArray(value) ? (value as readonly Json[]) : [value]).filter(holds);
}

function test(condition: string): (value: Json) => boolean {
  const match = /^\s*@([^=!<>\s]*)\s*(?:(==|!=|<=|>=|<|>)\s*(.+?))?\s*$/.exec(condition);
  if (match === null) throw new SyntaxError(`'${condition}' is no condition`);
  const path = readPath(`$${match[1]}`);
  const [operator, literal = ''] = [match[2], match[3]];
  const wanted = /^['"]/.test(literal) ? literal.slice(1, -1) : literal;
  return (value) => {
    const found = select(path, value)?.[0];
    if (found === undefined) return false;
    return operator === undefined || compare(found, wanted, operator);
  };
}

function compare(value: Json, wanted: string, operator: string): boolean {
  const isNumeric = value instanceof JsonNumber;
  const [a, b] = isNumeric ? [Number(value.source), Number(wanted)] : [String(value), wanted];
  switch (operator) {
    case '==':
      return a === b;
    case '!=':
      return a !== b;
    case '<':
      return a < b;
    case '<=':
      return a <= b;
    case '>':
      return a > b;
    default:
      return a >= b;
  }
}

/** All values that a path finds; undefined where a step before the last choice finds none. */
function select(path: JsonPath, root: Json): readonly Json[] | undefined {
  let values: readonly Json[] = [root];
  let hasChoice = false;
  for (const step of path.steps) {
    const found = values.map(step);
    if (!hasChoice && found.length > 0 && found.every((part) => part === undefined)) return undefined;
    values = found.flatMap((part) => part ?? []);
    hasChoice ||= values.length !== 1;
  }
  return values;
}

/** The value of a path: a list where it is not definite. Undefined where there is none. */
export function evaluatePath(path: JsonPath, root: Json): Json | undefined {
  const values = select(path, root);
  return path.isDefinite ? values?.[0] : values;
}
