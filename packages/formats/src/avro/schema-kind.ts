import type { LogicalType } from '@tsql/core';

/** How the schema that is derived for a type names it. */
export function schemaKind(type: LogicalType): string {
  switch (type.kind) {
    case 'TINYINT':
    case 'SMALLINT':
    case 'INTEGER':
    case 'DATE':
    case 'TIME':
      return 'int';
    case 'BIGINT':
    case 'TIMESTAMP':
    case 'TIMESTAMP_LTZ':
      return 'long';
    case 'CHAR':
    case 'VARCHAR':
      return 'string';
    case 'BINARY':
    case 'VARBINARY':
    case 'DECIMAL':
      return 'bytes';
    case 'ROW':
      return 'record';
    case 'MULTISET':
      return 'map';
    default:
      return type.kind.toLowerCase();
  }
}
