import { type LogicalType, printType } from '@tsql/core';
import type { CatalogObject, Environment } from '@tsql/planner';
import { tableRoles } from '../table-roles.js';
import type { Candidate } from './completion.js';

/** A column, for completion and hints. */
export interface KnownColumn {
  readonly name: string;
  readonly type: LogicalType;
  /** What it is in a record, and its comment. */
  readonly doc: string;
}

/** The columns of a table or view. */
export function columnsOf(object: CatalogObject, environment: Environment): readonly KnownColumn[] {
  switch (object.kind) {
    case 'broken':
      return [];
    case 'view':
      return object.fields.map(({ name, type }) => ({ name, type, doc: '' }));
    case 'table': {
      const { roles } = tableRoles(object, environment);
      return object.schema.columns.map(({ name, type, comment }, index) => ({
        name,
        type,
        doc: [roles[index], comment].filter(Boolean).join(': '),
      }));
    }
  }
}

export function columnCandidate({ name, type, doc }: KnownColumn, table: string): Candidate {
  return { text: name, kind: `column ${printType(type)}`, doc: doc === '' ? `of ${table}` : `${doc} of ${table}` };
}

/** A table or view as one line: what it is and where its records are. */
export function objectDoc(object: CatalogObject): string {
  if (object.comment) return object.comment;
  if (object.kind !== 'table') return object.kind === 'view' ? object.text.replace(/\s+/g, ' ') : '';
  const shown = (key: string) => object.options.get(key)?.shownValue;
  const where = shown('topic') ?? shown('topic-pattern') ?? shown('path');
  return [shown('connector'), where].filter(Boolean).join(' ');
}
