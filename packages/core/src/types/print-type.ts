import { type LogicalType, MAX_LENGTH, type RowField } from './logical-type.js';

export interface PrintTypeOptions {
  /** `summary` writes STRING, BYTES, TIMESTAMP_LTZ(3) as DESCRIBE does; `serializable` writes types out as SHOW CREATE TABLE does. */
  readonly style?: 'summary' | 'serializable';
}

/**
 * Prints a type as Flink does (`LogicalType.asSummaryString` and `asSerializableString`).
 */
export function printType(type: LogicalType, options: PrintTypeOptions = {}): string {
  const serializable = options.style === 'serializable';
  const bare = printBareType(type, (inner) => printType(inner, options), serializable);
  return type.nullable ? bare : `${bare} NOT NULL`;
}

function printBareType(type: LogicalType, print: (inner: LogicalType) => string, serializable: boolean): string {
  switch (type.kind) {
    case 'CHAR':
    case 'BINARY':
      return `${type.kind}(${type.length})`;
    case 'VARCHAR':
      return type.length === MAX_LENGTH && !serializable ? 'STRING' : `VARCHAR(${type.length})`;
    case 'VARBINARY':
      return type.length === MAX_LENGTH && !serializable ? 'BYTES' : `VARBINARY(${type.length})`;
    case 'DECIMAL':
      return `DECIMAL(${type.precision}, ${type.scale})`;
    case 'INTEGER':
      return 'INT';
    case 'TIME':
      return `TIME(${type.precision})`;
    case 'TIMESTAMP':
      return `TIMESTAMP(${type.precision})${printTimeAttribute(type.timeAttribute, serializable)}`;
    case 'TIMESTAMP_LTZ':
      return serializable
        ? `TIMESTAMP(${type.precision}) WITH LOCAL TIME ZONE`
        : `TIMESTAMP_LTZ(${type.precision})${printTimeAttribute(type.timeAttribute, serializable)}`;
    // As Flink's planner hands them on, whatever their fields are.
    case 'INTERVAL_YEAR_MONTH':
      return 'INTERVAL MONTH';
    case 'INTERVAL_DAY_TIME':
      return 'INTERVAL SECOND(3)';
    case 'ARRAY':
      return `ARRAY<${print(type.element)}>`;
    case 'MULTISET':
      return `MULTISET<${print(type.element)}>`;
    case 'MAP':
      return `MAP<${print(type.key)}, ${print(type.value)}>`;
    case 'ROW':
      return `ROW<${type.fields.map((field) => printField(field, print)).join(', ')}>`;
    case 'RAW':
      return `RAW('${type.className}', '${type.serializer}')`;
    default:
      return type.kind;
  }
}

function printTimeAttribute(attribute: string | undefined, serializable: boolean): string {
  return attribute === undefined || serializable ? '' : ` *${attribute.toUpperCase()}*`;
}

function printField(field: RowField, print: (inner: LogicalType) => string): string {
  const description = field.description === undefined ? '' : ` '${field.description.replaceAll("'", "''")}'`;
  return `\`${field.name.replaceAll('`', '``')}\` ${print(field.type)}${description}`;
}
