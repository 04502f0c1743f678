import { MapValue, printType, Timestamp } from '@tsql/core';
import type { JobSettings, StatementPlan } from '../plan/index.js';
import { KNOWN_SETTINGS } from '../settings/index.js';

/**
 * A plan as a JSON value: types as SQL, values as texts where JSON has none, secrets as their placeholders, spans left
 * out.
 */
export function planToJson(plan: StatementPlan): unknown {
  return JSON.parse(JSON.stringify(plan, replacer));
}

function replacer(this: unknown, key: string, value: unknown): unknown {
  const raw = (this as Record<string, unknown>)[key];
  if (key === 'span') return undefined;
  if (key === 'all') return knownSettings(raw as JobSettings['all']);
  if (typeof raw === 'bigint') return raw.toString();
  if (raw instanceof Timestamp) return { millis: raw.millis, nanoOfMilli: raw.nanoOfMilli };
  if (raw instanceof Uint8Array) return { hex: Buffer.from(raw).toString('hex') };
  if (raw instanceof MapValue) return { entries: raw.keys.map((each, index) => [each, raw.values[index]]) };
  if (raw instanceof Map) return Object.fromEntries(raw);
  if ((key === 'type' || key === 'rowType') && isType(raw)) return printType(raw);
  return value;
}

/** Only those that tsql uses: another one may hold anything, a password too. */
function knownSettings(all: JobSettings['all']): JobSettings['all'] {
  const used = KNOWN_SETTINGS.filter(({ key, verdict }) => verdict === 'used' && all[key] !== undefined);
  return Object.fromEntries(used.map(({ key }) => [key, all[key] ?? '']));
}

function isType(value: unknown): value is Parameters<typeof printType>[0] {
  return typeof value === 'object' && value !== null && 'kind' in value && 'nullable' in value;
}
