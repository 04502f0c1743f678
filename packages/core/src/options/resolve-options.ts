import { type Diagnostic, diagnostic, nearest, type SourceSpan } from '../diagnostics/index.js';
import type { ConfigOption, OptionRule, OptionSet } from './config-option.js';
import type { OptionEntries, OptionEntry } from './option-entry.js';

/** Validated values of an option set. */
export class ResolvedOptions {
  constructor(
    private readonly values: ReadonlyMap<string, unknown>,
    private readonly entries: ReadonlyMap<string, OptionEntry>,
  ) {}

  /** The value given, else the default, else undefined. */
  get<T>(option: ConfigOption<T>): T | undefined {
    return this.values.has(option.key) ? (this.values.get(option.key) as T) : option.defaultValue;
  }

  /** The entry that gave the value, for its position. */
  entry(option: { readonly key: string }): OptionEntry | undefined {
    return this.entries.get(option.key);
  }

  /** True if the option was given. */
  has(option: { readonly key: string }): boolean {
    return this.entries.has(option.key);
  }

  /** What was given, printed: the plan's form. Sensitive values are left to their owner. */
  toJSON(): Record<string, unknown> {
    return Object.fromEntries(this.values);
  }
}

export interface ResolveRequest {
  readonly set: OptionSet;
  readonly entries: OptionEntries;
  /** Stands before each key of the set in the entries, for messages: `value.json.`. */
  readonly keyPrefix?: string;
  readonly role?: 'source' | 'sink';
  /** Where a missing option is reported. */
  readonly span?: SourceSpan | undefined;
  /** Keys that belong to somebody else and are left alone. */
  readonly isForeign?: (key: string) => boolean;
  readonly accept: (found: Diagnostic) => void;
}

/**
 * Checks entries against a set: unknown keys (with the nearest known one), values that do not parse, missing ones,
 * contradictions. Reports all of them and returns what is valid.
 */
export function resolveOptions(request: ResolveRequest): ResolvedOptions {
  const { set, entries, accept, keyPrefix = '' } = request;
  const known = new Map<string, ConfigOption>();
  for (const option of set.options as readonly ConfigOption[]) {
    for (const key of [option.key, ...(option.deprecatedKeys ?? [])]) known.set(key, option);
  }
  const values = new Map<string, unknown>();
  const given = new Map<string, OptionEntry>();
  for (const entry of entries.values()) {
    if (!entry.key.startsWith(keyPrefix)) continue;
    const key = entry.key.slice(keyPrefix.length);
    const option = known.get(key);
    if (option !== undefined) {
      given.set(option.key, entry);
      const value = option.type.parse(entry.value);
      if (value === undefined) accept(badValue(option, entry));
      else values.set(option.key, value);
    } else if (!isOpen(set, key) && !request.isForeign?.(entry.key)) {
      accept(unknownKey(set, entry, keyPrefix, known.keys()));
    }
  }
  reportMissing(request, given);
  for (const rule of set.rules ?? []) checkRule(rule, given, request);
  return new ResolvedOptions(values, given);
}

function isOpen(set: OptionSet, key: string): boolean {
  return (set.openPrefixes ?? []).some((prefix) => key.startsWith(prefix) && key.length > prefix.length);
}

function badValue(option: ConfigOption, entry: OptionEntry): Diagnostic {
  const close = nearest(
    entry.shownValue,
    (option.type.values ?? []).map((value) => value.text),
  );
  return diagnostic(
    'TSQL_OPTION_VALUE',
    { name: entry.key, value: entry.shownValue, allowed: option.type.allowed },
    { span: entry.valueSpan, hint: close === undefined ? undefined : `did you mean '${close}'?` },
  );
}

function unknownKey(set: OptionSet, entry: OptionEntry, prefix: string, known: Iterable<string>): Diagnostic {
  const close = nearest(entry.key.slice(prefix.length), known);
  return diagnostic(
    'TSQL_OPTION_UNKNOWN',
    { name: entry.key, owner: set.owner },
    {
      span: entry.keySpan,
      hint: close === undefined ? undefined : `did you mean '${prefix}${close}'?`,
      suggestions:
        close === undefined || entry.keySpan === undefined
          ? undefined
          : [{ title: `write '${prefix}${close}'`, span: entry.keySpan, text: `'${prefix}${close}'` }],
    },
  );
}

function reportMissing(
  { set, span, accept, keyPrefix = '' }: ResolveRequest,
  given: ReadonlyMap<string, OptionEntry>,
): void {
  for (const option of set.options as readonly ConfigOption[]) {
    if (option.required && !given.has(option.key)) {
      const missing = { name: keyPrefix + option.key, owner: set.owner };
      accept(diagnostic('TSQL_OPTION_MISSING', missing, { span, hint: option.elsewhere }));
    }
  }
}

function checkRule(rule: OptionRule, given: ReadonlyMap<string, OptionEntry>, request: ResolveRequest): void {
  switch (rule.kind) {
    case 'excludes': {
      const entry = given.get(rule.key);
      const other = given.get(rule.other);
      if (entry !== undefined && other !== undefined) request.accept(conflict(entry, other, rule.reason));
      return;
    }
    case 'requires': {
      const entry = given.get(rule.key);
      if (entry === undefined || given.has(rule.other)) return;
      if (rule.value !== undefined && rule.value.toLowerCase() !== entry.value.toLowerCase()) return;
      request.accept(
        diagnostic(
          'TSQL_OPTION_MISSING',
          { name: rule.other, owner: rule.reason },
          { span: entry.valueSpan ?? entry.keySpan },
        ),
      );
      return;
    }
    case 'one-of': {
      if (rule.scope !== undefined && rule.scope !== request.role) return;
      if (rule.keys.some((key) => given.has(key))) return;
      request.accept(
        diagnostic(
          'TSQL_OPTION_MISSING',
          { name: rule.keys.join("' or '"), owner: rule.reason },
          { span: request.span },
        ),
      );
    }
  }
}

/** The diagnostic of two options that contradict each other, at the first, with the second as a related place. */
export function conflict(entry: OptionEntry, other: OptionEntry, reason: string): Diagnostic {
  return diagnostic(
    'TSQL_OPTION_CONFLICT',
    { name: entry.key, other: other.key, reason },
    {
      span: entry.keySpan,
      related:
        other.keySpan === undefined ? undefined : [{ message: `'${other.key}' is given here`, span: other.keySpan }],
    },
  );
}
