import { type ConfigOption, nearest } from '@tsql/core';
import { FUNCTIONS } from '@tsql/functions';
import { CONNECTORS, FORMATS } from '@tsql/session';
import { UsageError } from '../script-input.js';

/** `tsql options [NAME]`: the options of a connector or a format, from their declarations. */
export function optionsCommand(name: string | undefined): number {
  const owners = [...CONNECTORS, ...FORMATS];
  if (name === undefined) {
    process.stdout.write(`connectors: ${CONNECTORS.map((owner) => owner.identifier).join(', ')}\n`);
    process.stdout.write(`formats: ${FORMATS.map((owner) => owner.identifier).join(', ')}\n`);
    return 0;
  }
  const owner = owners.find((candidate) => candidate.identifier === name);
  if (owner === undefined) {
    const close = nearest(
      name,
      owners.map((candidate) => candidate.identifier),
    );
    throw new UsageError(
      `'${name}' is neither a connector nor a format${close === undefined ? '' : `; did you mean '${close}'?`}`,
    );
  }
  const prefix = FORMATS.some((format) => format.identifier === name) ? `${name}.` : '';
  for (const option of owner.options.options as readonly ConfigOption[]) {
    const end = option.required
      ? ', required'
      : option.defaultValue === undefined
        ? ''
        : `, default ${option.type.print(option.defaultValue)}`;
    process.stdout.write(`${prefix}${option.key}  (${option.type.name}${end})\n    ${option.doc}\n`);
    for (const value of option.type.values ?? []) process.stdout.write(`      ${value.text}: ${value.doc}\n`);
  }
  return 0;
}

/** `tsql functions`: every function with its syntax. */
export function functionsCommand(): number {
  for (const definition of [...new Set(FUNCTIONS.values())].sort((a, b) => (a.name < b.name ? -1 : 1))) {
    process.stdout.write(`${definition.syntax}\n    ${definition.doc}\n`);
  }
  return 0;
}
