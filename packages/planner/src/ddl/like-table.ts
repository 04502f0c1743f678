import type { Column, OptionEntries } from '@tsql/core';
import type { CreateTable, LikeClause, LikeFeature } from '@tsql/grammar';
import type { CatalogTable } from '../catalog/index.js';
import type { PlannerContext } from '../environment.js';
import { invalid } from '../query/expression-context.js';
import { findTable } from '../table/find-table.js';
import type { TableDraft } from './table-builder.js';

type Merging = 'INCLUDING' | 'EXCLUDING' | 'OVERWRITING';
type Feature = Exclude<LikeFeature, 'ALL'>;

/** What LIKE does without a word: everything is taken over; options, generated columns and watermarks may be given anew. */
const DEFAULTS: Readonly<Record<Feature, Merging>> = {
  CONSTRAINTS: 'INCLUDING',
  DISTRIBUTION: 'INCLUDING',
  GENERATED: 'OVERWRITING',
  METADATA: 'OVERWRITING',
  OPTIONS: 'OVERWRITING',
  PARTITIONS: 'INCLUDING',
  WATERMARKS: 'OVERWRITING',
};

/** Starts a draft with what `LIKE base (…)` takes over; undefined where the clause is refused. */
export function takeOver(context: PlannerContext, draft: TableDraft, create: CreateTable, like: LikeClause): boolean {
  const base = findTable(context, like.table);
  if (base === undefined || base.kind === 'broken') return false;
  if (base.kind === 'view') {
    invalid(context, 'LIKE takes a table, not a view', like.table.span);
    return false;
  }
  const merging = mergingOf(context, like);
  if (merging === undefined) return false;
  draft.columns = base.schema.columns.filter((column) => isTaken(column, merging, create));
  draft.computed = new Map([...base.computed].filter(([name]) => draft.columns.some((column) => column.name === name)));
  const options = mergedOptions(context, base, draft, merging.OPTIONS);
  if (options === undefined) return false;
  draft.options = options;
  if (merging.PARTITIONS !== 'EXCLUDING') draft.partitionKeys = base.partitionKeys;
  if (merging.DISTRIBUTION !== 'EXCLUDING') draft.distribution = base.distribution;
  return takeKeys(context, draft, { base, merging, create });
}

function mergingOf(context: PlannerContext, like: LikeClause): Record<Feature, Merging> | undefined {
  const result: Record<Feature, Merging> = { ...DEFAULTS };
  const seen = new Set<LikeFeature>();
  for (const { merging, feature, span } of like.options) {
    if (seen.has(feature)) return invalid(context, `LIKE names ${feature} twice`, span);
    seen.add(feature);
    const overwritable =
      feature === 'OPTIONS' || feature === 'GENERATED' || feature === 'WATERMARKS' || feature === 'METADATA';
    if (merging === 'OVERWRITING' && !overwritable) return invalid(context, `${feature} cannot be OVERWRITING`, span);
  }
  const all = like.options.find((option) => option.feature === 'ALL');
  if (all !== undefined) {
    for (const feature of Object.keys(result) as Feature[]) result[feature] = all.merging;
  }
  for (const { merging, feature } of like.options) if (feature !== 'ALL') result[feature] = merging;
  return result;
}

function isTaken(column: Column, merging: Readonly<Record<Feature, Merging>>, create: CreateTable): boolean {
  if (column.kind === 'physical') return true;
  const feature = column.kind === 'computed' ? merging.GENERATED : merging.METADATA;
  if (feature === 'EXCLUDING') return false;
  const kind = column.kind === 'computed' ? 'ComputedColumn' : 'MetadataColumn';
  const isRedefined = create.columns.some(
    (definition) => definition.kind === kind && definition.name.parts[0]?.text === column.name,
  );
  return !(isRedefined && feature === 'OVERWRITING');
}

function mergedOptions(
  context: PlannerContext,
  base: CatalogTable,
  draft: TableDraft,
  merging: Merging,
): OptionEntries | undefined {
  if (merging === 'EXCLUDING') return draft.options;
  if (merging === 'INCLUDING') {
    for (const entry of draft.options.values()) {
      if (!base.options.has(entry.key)) continue;
      const reason = `the table has the option '${entry.key}' already, and LIKE says INCLUDING OPTIONS`;
      return invalid(context, reason, entry.keySpan ?? draft.span, 'write OVERWRITING OPTIONS');
    }
  }
  return new Map([...base.options, ...draft.options]);
}

interface TakeOver {
  readonly base: CatalogTable;
  readonly merging: Readonly<Record<Feature, Merging>>;
  readonly create: CreateTable;
}

function takeKeys(context: PlannerContext, draft: TableDraft, { base, merging, create }: TakeOver): boolean {
  const key = create.constraints.find((constraint) => constraint.constraint === 'PRIMARY KEY');
  if (merging.CONSTRAINTS !== 'EXCLUDING' && base.schema.primaryKey !== undefined) {
    if (key !== undefined) {
      invalid(context, 'the table of LIKE has a primary key already', key.span, 'write EXCLUDING CONSTRAINTS');
      return false;
    }
    draft.primaryKey = base.schema.primaryKey;
  }
  if (merging.WATERMARKS === 'EXCLUDING' || base.schema.watermark === undefined) return true;
  if (create.watermark !== undefined) {
    if (merging.WATERMARKS === 'OVERWRITING') return true;
    invalid(
      context,
      'the table of LIKE has a watermark already',
      create.watermark.span,
      'write OVERWRITING WATERMARKS',
    );
    return false;
  }
  draft.watermark = base.schema.watermark;
  draft.watermarkStrategy = base.watermarkStrategy;
  return true;
}
