import { type Diagnostic, diagnostic } from '@tsql/core';
import { tokenize } from '@tsql/grammar';

const VARIABLE = /\{\{\s*([A-Za-z_][A-Za-z0-9_]*)\s*\}\}/g;

/** Environment variables by name; in tests also BROKERS, CASE and REGISTRY. */
export type Variables = Readonly<Record<string, string | undefined>>;

/** Fills `{{ NAME }}` in a text; a name that is not set stays as it is. */
export function fillVariables(variables: Variables): (text: string) => string {
  return (text) =>
    text.includes('{{') ? text.replace(VARIABLE, (whole, name: string) => variables[name] ?? whole) : text;
}

/** One error that names all variables that string literals of the file use and that are not set. */
export function unsetVariables(text: string, file: string, variables: Variables): Diagnostic | undefined {
  if (!text.includes('{{')) return undefined;
  const missing = new Map<string, Diagnostic['span']>();
  for (const token of tokenize(text, file).tokens) {
    if (!token.image.startsWith("'")) continue;
    for (const [, name = ''] of token.image.matchAll(VARIABLE)) {
      if (variables[name] === undefined && !missing.has(name)) missing.set(name, token.span);
    }
  }
  const [first] = missing.values();
  if (first === undefined) return undefined;
  return diagnostic('TSQL_OPTION_VARIABLE', { names: [...missing.keys()].join(', ') }, { span: first });
}
