import { type Diagnostic, diagnostic, memorySizeType, nearest, type SourceSpan } from '@tsql/core';
import { FLINK_PREFIXES, KNOWN_SETTINGS, type KnownSetting } from './known-settings.js';

const BY_KEY = new Map(KNOWN_SETTINGS.map((setting) => [setting.key, setting]));

export interface SettingPlace {
  readonly keySpan?: SourceSpan | undefined;
  readonly valueSpan?: SourceSpan | undefined;
  /** What may be shown of the value, where it holds a secret. */
  readonly shownValue?: string;
}

/**
 * Checks one `SET 'key' = 'value'`. Flink takes any key; a key that looks like a misspelling gets a notice, a known key
 * without effect here too, and a value that Flink cannot read is an error.
 */
export function checkSetting(key: string, value: string, place: SettingPlace): readonly Diagnostic[] {
  const known = BY_KEY.get(key);
  if (known === undefined) return misspelt(key, place);
  if (known.verdict === 'no-effect') {
    return [diagnostic('TSQL_OPTION_NO_EFFECT', { name: key, reason: known.doc }, { span: place.keySpan })];
  }
  const allowed = refusal(known, value);
  if (allowed === undefined) return [];
  return [
    diagnostic(
      'TSQL_OPTION_VALUE',
      { name: key, value: place.shownValue ?? value, allowed },
      { span: place.valueSpan },
    ),
  ];
}

/** Checks a key of `--set`: one that nobody knows is an error there, for no file has to run on Flink with it. */
export function checkCommandLineSetting(key: string, value: string): readonly Diagnostic[] {
  if (BY_KEY.has(key)) return checkSetting(key, value, {});
  const close = nearest(key, BY_KEY.keys());
  if (close === undefined && FLINK_PREFIXES.some((prefix) => key.startsWith(prefix))) return [];
  const hint = close === undefined ? undefined : `did you mean '${close}'?`;
  return [diagnostic('TSQL_OPTION_UNKNOWN', { name: key, owner: 'the session' }, { hint })];
}

function misspelt(key: string, place: SettingPlace): readonly Diagnostic[] {
  const close = nearest(key, BY_KEY.keys());
  const isFlinks = FLINK_PREFIXES.some((prefix) => key.startsWith(prefix));
  if (close === undefined && isFlinks) return [];
  const reason =
    close === undefined ? 'no such setting is known' : `no such setting is known; did you mean '${close}'?`;
  return [diagnostic('TSQL_OPTION_NO_EFFECT', { name: key, reason }, { span: place.keySpan })];
}

/** What is allowed, where the value is not; undefined where it is fine. */
function refusal(known: KnownSetting, value: string): string | undefined {
  switch (known.type) {
    case 'boolean':
      return /^(true|false)$/i.test(value) ? undefined : 'true or false';
    case 'integer':
      return /^[+-]?\d{1,10}$/.test(value.trim()) ? undefined : 'a whole number';
    case 'duration':
      return /^\s*\d+\s*[a-zA-Zµ]*\s*$/.test(value) ? undefined : 'a duration such as 10 s';
    case 'size':
      return memorySizeType.parse(value) === undefined ? 'a size such as 512 mb' : undefined;
    case 'enum': {
      const wanted = value.toUpperCase().replaceAll('-', '_');
      return known.values?.includes(wanted) ? undefined : (known.values ?? []).join(', ');
    }
    case 'text':
      return known.key === 'table.local-time-zone' ? zoneRefusal(value) : undefined;
  }
}

function zoneRefusal(value: string): string | undefined {
  if (value === 'default' || /^(GMT|UTC)?[+-]\d{1,2}(:?\d{2})?$/.test(value)) return undefined;
  try {
    new Intl.DateTimeFormat('en', { timeZone: value });
    return undefined;
  } catch {
    return 'a zone such as Europe/Berlin, UTC or GMT+02:00';
  }
}
