import { MapValue, reveal, Secret, Timestamp } from '@tsql/core';
import type { JobPlan } from '@tsql/planner';

/** A plan as another thread can take it: plain data. Secrets are in it as they are: it stays within the process. */
export interface PackedPlan {
  readonly packed: unknown;
}

/** Under this name stands what an object was an instance of; no field of a plan is called so. */
const CLASS = '@class';

/** What structured cloning would make plain objects of, field by field. */
const CLASSES: Readonly<
  Record<string, { is(value: object): boolean; fields(value: never): readonly unknown[]; make(fields: never): object }>
> = {
  Secret: {
    is: (value) => value instanceof Secret,
    fields: (value: Secret) => [reveal(value), value.placeholder],
    make: ([text, placeholder]: [string, string]) => new Secret(text, placeholder),
  },
  Timestamp: {
    is: (value) => value instanceof Timestamp,
    fields: (value: Timestamp) => [value.millis, value.nanoOfMilli],
    make: ([millis, nanoOfMilli]: [number, number]) => new Timestamp(millis, nanoOfMilli),
  },
  MapValue: {
    is: (value) => value instanceof MapValue,
    fields: (value: MapValue) => [value.keys, value.values],
    make: ([keys, values]: [MapValue['keys'], MapValue['values']]) => new MapValue(keys, values),
  },
};

export function packPlan(plan: JobPlan): PackedPlan {
  return { packed: pack(plan) };
}

export function unpackPlan({ packed }: PackedPlan): JobPlan {
  return unpack(packed) as JobPlan;
}

function pack(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value;
  for (const [name, { is, fields }] of Object.entries(CLASSES)) {
    if (is(value)) return { [CLASS]: name, fields: fields(value as never).map(pack) };
  }
  return within(value, pack);
}

function unpack(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value;
  const found = CLASSES[(value as { readonly [CLASS]?: string })[CLASS] ?? ''];
  if (found !== undefined) return found.make((value as { fields: readonly unknown[] }).fields.map(unpack) as never);
  return within(value, unpack);
}

/** A copy with each part changed. */
function within(value: object, change: (part: unknown) => unknown): unknown {
  if (Array.isArray(value)) return value.map(change);
  if (value instanceof Map) return new Map([...value].map(([key, part]) => [change(key), change(part)]));
  if (value instanceof Set) return new Set([...value].map(change));
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, change(part)]));
}
