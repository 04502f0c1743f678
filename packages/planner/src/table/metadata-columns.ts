import {
  type Column,
  type DynamicTableFactory,
  diagnostic,
  type MetadataColumn,
  type MetadataDescriptor,
  nearest,
} from '@tsql/core';
import type { PlannerContext } from '../environment.js';
import { relocating, type TableUse } from './table-use.js';

export const isMetadata = (column: Column): column is MetadataColumn => column.kind === 'metadata';

/** The metadata that a table offers: the connector's, and that of the value's format with the prefix `value.`. */
export function offeredMetadata(
  context: PlannerContext,
  use: TableUse,
  connector: DynamicTableFactory,
  role: 'source' | 'sink',
): readonly MetadataDescriptor[] {
  const own = connector.metadata.filter((descriptor) => role === 'source' || descriptor.isWritable);
  const format = use.entries.get('format')?.value ?? use.entries.get('value.format')?.value;
  const factory = format === undefined || role === 'sink' ? undefined : context.formats.get(format);
  const ofFormat = (factory?.metadata ?? []).map((descriptor) => ({ ...descriptor, key: `value.${descriptor.key}` }));
  return [...ofFormat, ...own];
}

/** Finds what the connector offers for a metadata column, or reports that it offers nothing of that key. */
export function findDescriptor(
  context: PlannerContext,
  use: TableUse,
  column: MetadataColumn,
  offered: readonly MetadataDescriptor[],
): MetadataDescriptor | undefined {
  const found = offered.find((descriptor) => descriptor.key === column.metadataKey);
  if (found !== undefined) return found;
  const keys = offered.map((descriptor) => descriptor.key);
  const close = nearest(column.metadataKey, keys);
  const hint =
    keys.length === 0
      ? 'this connector has no metadata; declare the column VIRTUAL or leave it out'
      : `${close === undefined ? '' : `did you mean '${close}'? `}there are ${keys.join(', ')}`;
  relocating(
    context,
    use,
  )(
    diagnostic(
      'TSQL_NAME_UNKNOWN',
      { kind: 'metadata', name: `'${column.metadataKey}' of column ${column.name}` },
      { ...(column.span === undefined ? {} : { span: column.span }), hint },
    ),
  );
  return undefined;
}
