import type { ConfigOption, DynamicTableFactory, FormatFactory } from '@tsql/core';
import { type Environment, KNOWN_SETTINGS, type KnownSetting } from '@tsql/planner';
import { PROPERTY_VERDICTS } from '@tsql/session';
import type { Candidate } from './completion.js';
import type { OptionContext } from './option-context.js';

/** An option as it is written in a clause. */
interface NamedOption {
  readonly key: string;
  readonly option: ConfigOption;
}

const FORMAT_KEYS: ReadonlySet<string> = new Set(['format', 'value.format', 'key.format']);

/** The keys that can stand there, or the values of the key: without quotes. */
export function optionCandidates(place: OptionContext, environment: Environment): readonly Candidate[] {
  if (place.owner === 'setting') return place.key === undefined ? settingKeys() : settingValues(place.key);
  if (place.key !== undefined) return optionValues(place.key, place.given, environment);
  const options = tableOptions(place.given, environment).filter(({ key }) => !place.given.has(key));
  const required = options.filter(({ option }) => option.required === true);
  const others = options.filter(({ option }) => option.required !== true);
  return [...[...required, ...others].map(keyCandidate), ...propertyKeys(place.given)];
}

/** A line about an option or a setting: its type, its default, what it does. Undefined where nobody knows it. */
export function optionDoc(key: string, place: OptionContext, environment: Environment): string | undefined {
  if (place.owner === 'setting') {
    const setting = KNOWN_SETTINGS.find((each) => each.key === key);
    return setting === undefined ? undefined : settingDoc(setting);
  }
  const found = tableOptions(place.given, environment).find((each) => each.key === key);
  return found === undefined ? propertyDoc(key) : docOf(found.option);
}

const keyCandidate = ({ key, option }: NamedOption): Candidate => ({ text: key, kind: 'option', doc: docOf(option) });

function docOf({ type, required, defaultValue, doc }: ConfigOption): string {
  const end = required ? ', required' : defaultValue === undefined ? '' : `, default ${type.print(defaultValue)}`;
  return `${doc} (${type.name}${end})`;
}

/** The options of the connector that is named, of all connectors otherwise, and those of the formats that are named. */
function tableOptions(given: ReadonlyMap<string, string>, { connectors, formats }: Environment): NamedOption[] {
  const named = connectors.get(given.get('connector') ?? '');
  const owners: readonly DynamicTableFactory[] = named === undefined ? [...connectors.values()] : [named];
  const own = owners.flatMap(({ options }) => options.options as readonly ConfigOption[]);
  const unique = [...new Map(own.map((option) => [option.key, { key: option.key, option }])).values()];
  const ofFormats = [...FORMAT_KEYS].flatMap((key) => {
    const format = formats.get(given.get(key) ?? '');
    return format === undefined ? [] : formatOptions(format, key === 'format' ? '' : key.replace('format', ''));
  });
  return [...unique, ...ofFormats];
}

function formatOptions({ identifier, options }: FormatFactory, part: string): NamedOption[] {
  return (options.options as readonly ConfigOption[]).map((option) => ({
    key: `${part}${identifier}.${option.key}`,
    option,
  }));
}

/** What Kafka's clients take, where the table is one of Kafka's. */
function propertyKeys(given: ReadonlyMap<string, string>): Candidate[] {
  if (!/kafka$/.test(given.get('connector') ?? 'kafka')) return [];
  return Object.keys(PROPERTY_VERDICTS)
    .map((name) => `properties.${name}`)
    .filter((key) => !given.has(key))
    .flatMap((key) => {
      const doc = propertyDoc(key);
      return doc === undefined ? [] : [{ text: key, kind: 'property', doc }];
    });
}

function propertyDoc(key: string): string | undefined {
  const verdict = PROPERTY_VERDICTS[key.replace(/^properties\./, '')];
  if (verdict === undefined || !key.startsWith('properties.')) return undefined;
  switch (verdict.kind) {
    case 'used':
      return "a property of Kafka's clients";
    case 'translated':
      return `a property of Kafka's clients (librdkafka: ${verdict.to})`;
    case 'no-effect':
      return `no effect here: ${verdict.reason}`;
    case 'refused':
      return `refused: ${verdict.reason}`;
  }
}

function optionValues(key: string, given: ReadonlyMap<string, string>, environment: Environment): readonly Candidate[] {
  if (key === 'connector')
    return [...environment.connectors.keys()].map((text) => ({ text, kind: 'connector', doc: '' }));
  if (FORMAT_KEYS.has(key)) return [...environment.formats.keys()].map((text) => ({ text, kind: 'format', doc: '' }));
  const option = tableOptions(given, environment).find((each) => each.key === key)?.option;
  const values = (option?.type.values ?? []).map(({ text, doc }) => ({ text, kind: 'value', doc }));
  if (values.length > 0 || option?.example === undefined) return values;
  return [{ text: option.example, kind: 'example', doc: option.doc }];
}

function settingKeys(): Candidate[] {
  const used = KNOWN_SETTINGS.filter(({ verdict }) => verdict === 'used');
  const others = KNOWN_SETTINGS.filter(({ verdict }) => verdict !== 'used');
  return [...used, ...others].map((setting) => ({ text: setting.key, kind: 'setting', doc: settingDoc(setting) }));
}

function settingDoc({ doc, defaultValue, verdict }: KnownSetting): string {
  if (verdict !== 'used') return `no effect here: ${doc}`;
  return defaultValue === undefined ? doc : `${doc} (default ${defaultValue})`;
}

function settingValues(key: string): Candidate[] {
  const setting = KNOWN_SETTINGS.find((each) => each.key === key);
  const values = setting?.type === 'boolean' ? ['true', 'false'] : (setting?.values ?? []);
  return values.map((text) => ({ text, kind: 'value', doc: text === setting?.defaultValue ? 'the default' : '' }));
}
