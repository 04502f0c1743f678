import { type FormatContext, type FormatPlan, type OptionSet, resolveOptions } from '@tsql/core';
import * as json from '../json/options.js';

/** What the change-log formats take of `json`'s options. */
const JSON_OPTIONS = [
  json.ignoreParseErrors,
  json.timestampFormat,
  json.mapNullKeyMode,
  json.mapNullKeyLiteral,
  json.decimalAsPlainNumber,
  json.ignoreNullFields,
];

/** The options of a change-log format: those of `json` and its own. */
export function changelogOptions(identifier: string, own: OptionSet['options'] = []): OptionSet {
  return { owner: `format '${identifier}'`, options: [...own, ...JSON_OPTIONS] as OptionSet['options'] };
}

/** Checks the options and returns their values: `json`'s by their names, the others by their keys. */
export function resolveChangelogOptions(
  context: FormatContext,
  set: OptionSet,
  isReading: boolean,
): json.JsonOptions & Record<string, unknown> {
  const { entries, keyPrefix, span, accept } = context;
  const resolved = resolveOptions({ set: isReading ? json.whenReading(set) : set, entries, keyPrefix, span, accept });
  const own = set.options.filter((option) => !(JSON_OPTIONS as readonly unknown[]).includes(option));
  return {
    failOnMissingField: false,
    ignoreParseErrors: resolved.get(json.ignoreParseErrors) ?? false,
    timestampFormat: resolved.get(json.timestampFormat) ?? 'SQL',
    mapNullKeyMode: resolved.get(json.mapNullKeyMode) ?? 'FAIL',
    mapNullKeyLiteral: resolved.get(json.mapNullKeyLiteral) ?? 'null',
    decimalAsPlainNumber: resolved.get(json.decimalAsPlainNumber) ?? false,
    ignoreNullFields: resolved.get(json.ignoreNullFields) ?? false,
    ...Object.fromEntries(own.map((option) => [option.key, resolved.get(option)])),
  };
}

/** The options as the plan keeps them. */
export function optionsOf(plan: FormatPlan): json.JsonOptions & Readonly<Record<string, unknown>> {
  return plan.options as unknown as json.JsonOptions & Record<string, unknown>;
}
