import { type FieldDifference, NOTHING } from './field-difference.js';

type Json = null | boolean | string | readonly Json[] | { readonly [name: string]: Json };

/**
 * The fields in which two JSON texts differ, with numbers compared as they are written. Undefined where one is no object or
 * array, or where they differ in no field: in blanks, in the order or the repetition of fields.
 */
export function jsonDifference(path: string, wanted: string, found: string): FieldDifference[] | undefined {
  const one = parse(wanted);
  const other = parse(found);
  if (one === undefined || other === undefined) return undefined;
  const differences = compare(path, one, other);
  return differences.length === 0 ? undefined : differences;
}

/** Numbers become strings marked by a NUL, for `JSON.parse` would round them. */
function parse(text: string): Json | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined;
  const marked = text.replace(/"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/gs, (token) =>
    token.startsWith('"') ? token : `"\\u0000${token}"`,
  );
  try {
    JSON.parse(text);
    return JSON.parse(marked) as Json;
  } catch {
    return undefined;
  }
}

function compare(path: string, wanted: Json | undefined, found: Json | undefined): FieldDifference[] {
  if (isArray(wanted) && isArray(found)) {
    const length = Math.max(wanted.length, found.length);
    return Array.from({ length }, (_, index) => compare(`${path}[${index}]`, wanted[index], found[index])).flat();
  }
  if (isObject(wanted) && isObject(found)) {
    const names = [...new Set([...Object.keys(wanted), ...Object.keys(found)])];
    return names.flatMap((name) => compare(`${path}${step(name)}`, own(wanted, name), own(found, name)));
  }
  const [one, other] = [print(wanted), print(found)];
  return one === other ? [] : [{ path, wanted: one, found: other }];
}

function step(name: string): string {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`;
}

function own(object: { readonly [name: string]: Json }, name: string): Json | undefined {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}

function isArray(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

function isObject(value: Json | undefined): value is { readonly [name: string]: Json } {
  return typeof value === 'object' && value !== null && !isArray(value);
}

/** As in the text, with numbers as they were written. */
function print(value: Json | undefined): string {
  return value === undefined ? NOTHING : JSON.stringify(value).replace(/"\\u0000([^"]*)"/g, '$1');
}
