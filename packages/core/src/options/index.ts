export { type ConfigOption, type OptionRule, type OptionSet, option } from './config-option.js';
export type { OptionEntries, OptionEntry } from './option-entry.js';
export {
  booleanType,
  durationType,
  enumType,
  exactEnumType,
  intType,
  longType,
  memorySizeType,
  type OptionType,
  type OptionValue,
  stringListType,
  stringType,
} from './option-type.js';
export { conflict, ResolvedOptions, type ResolveRequest, resolveOptions } from './resolve-options.js';
export { reveal, Secret } from './secret.js';
