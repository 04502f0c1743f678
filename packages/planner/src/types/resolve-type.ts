import {
  array,
  BIGINT,
  BOOLEAN,
  binary,
  char,
  DATE,
  type Diagnostic,
  DOUBLE,
  decimal,
  diagnostic,
  FLOAT,
  INT,
  type LogicalType,
  MAX_LENGTH,
  map,
  multiset,
  nearest,
  row,
  SMALLINT,
  TINYINT,
  time,
  timestamp,
  timestampLtz,
  varbinary,
  varchar,
  withNullability,
} from '@tsql/core';
import type { BasicType, DataType, IntervalType } from '@tsql/grammar';

const TYPE_NAMES = ['STRING', 'VARCHAR', 'CHAR', 'INT', 'BIGINT', 'SMALLINT', 'TINYINT', 'FLOAT', 'DOUBLE'];
const MORE_TYPE_NAMES = ['DECIMAL', 'BOOLEAN', 'BYTES', 'DATE', 'TIME', 'TIMESTAMP', 'TIMESTAMP_LTZ', 'ARRAY', 'MAP'];
const SYNONYMS: Readonly<Record<string, string>> = { TEXT: 'STRING', BOOL: 'BOOLEAN', LONG: 'BIGINT', JSON: 'STRING' };

/** The logical type of a type as written, or undefined where it is refused (and reported). */
export function resolveType(type: DataType, accept: (found: Diagnostic) => void): LogicalType | undefined {
  const bare = resolveBareType(type, accept);
  if (bare === undefined) return undefined;
  return loseInnerNotNull(withNullability(bare, type.nullable));
}

function resolveBareType(type: DataType, accept: (found: Diagnostic) => void): LogicalType | undefined {
  switch (type.kind) {
    case 'BasicType':
      return resolveBasicType(type, accept);
    case 'ArrayType': {
      const element = resolveType(type.elementType, accept);
      return element && array(element);
    }
    case 'MultisetType': {
      const element = resolveType(type.elementType, accept);
      return element && multiset(element);
    }
    case 'MapType': {
      const key = resolveType(type.keyType, accept);
      const value = resolveType(type.valueType, accept);
      return key && value && map(key, value);
    }
    case 'RowType': {
      const fields = type.fields.map((field) => {
        const fieldType = resolveType(field.type, accept);
        if (fieldType === undefined) return undefined;
        // The comment of a field is lost, as in Flink.
        return { name: field.name.text, type: fieldType };
      });
      return fields.every((field) => field !== undefined) ? row(fields) : undefined;
    }
    case 'RawType':
      accept(diagnostic('TSQL_PLAN_UNSUPPORTED', { what: 'a RAW type' }, { span: type.span }));
      return undefined;
    case 'IntervalType':
      return intervalType(type);
    case 'NamedType': {
      const name = type.name.parts.map((part) => part.text).join('.');
      const known = SYNONYMS[name.toUpperCase()] ?? nearest(name, [...TYPE_NAMES, ...MORE_TYPE_NAMES]);
      const hint = known === undefined ? undefined : `did you mean ${known}?`;
      accept(diagnostic('TSQL_NAME_UNKNOWN', { kind: 'type', name }, { span: type.span, hint }));
      return undefined;
    }
  }
}

function resolveBasicType(type: BasicType, accept: (found: Diagnostic) => void): LogicalType | undefined {
  const { precision } = type;
  switch (type.name) {
    case 'BOOLEAN':
      return BOOLEAN;
    case 'TINYINT':
      return TINYINT;
    case 'SMALLINT':
      return SMALLINT;
    case 'INT':
      return INT;
    case 'BIGINT':
      return BIGINT;
    case 'FLOAT':
      return FLOAT;
    case 'DOUBLE':
      return DOUBLE;
    case 'DECIMAL':
      return resolveDecimal(type, accept);
    case 'CHAR':
      return char(precision ?? 1);
    case 'VARCHAR':
      return varchar(precision ?? MAX_LENGTH);
    case 'STRING':
      return varchar(MAX_LENGTH);
    case 'BINARY':
      return binary(precision ?? 1);
    case 'VARBINARY':
      return varbinary(precision ?? MAX_LENGTH);
    case 'BYTES':
      return varbinary(MAX_LENGTH);
    case 'DATE':
      return DATE;
    case 'TIME':
      // Flink keeps no fraction of TIME, whatever is declared.
      return time(0);
    case 'TIMESTAMP':
      return timestamp(Math.min(9, precision ?? 6));
    case 'TIMESTAMP_LTZ':
      return timestampLtz(Math.min(9, precision ?? 6));
    case 'REAL':
    case 'ANY':
      accept(diagnostic('TSQL_PLAN_INVALID', { reason: `Flink has no type ${type.name}` }, { span: type.span }));
      return undefined;
  }
}

function resolveDecimal(type: BasicType, accept: (found: Diagnostic) => void): LogicalType | undefined {
  const precision = Math.min(38, type.precision ?? 10);
  const scale = type.scale ?? 0;
  if (precision < 1 || scale > precision) {
    const reason =
      precision < 1
        ? 'a DECIMAL has 1 to 38 digits'
        : `the scale of a DECIMAL lies between 0 and its precision ${precision}, but is ${scale}`;
    accept(diagnostic('TSQL_PLAN_INVALID', { reason }, { span: type.span }));
    return undefined;
  }
  return decimal(precision, scale);
}

function intervalType({ qualifier }: IntervalType): LogicalType {
  const resolution = qualifier.end === undefined ? qualifier.start : `${qualifier.start} TO ${qualifier.end}`;
  return isYearMonth(qualifier.start)
    ? { kind: 'INTERVAL_YEAR_MONTH', resolution, yearPrecision: qualifier.startPrecision ?? 2, nullable: true }
    : {
        kind: 'INTERVAL_DAY_TIME',
        resolution,
        dayPrecision: qualifier.startPrecision ?? 2,
        fractionalPrecision: qualifier.fractionalSecondPrecision ?? 6,
        nullable: true,
      };
}

/** Whether an interval's unit counts months. */
export const isYearMonth = (unit: string): boolean => unit === 'YEAR' || unit === 'QUARTER' || unit === 'MONTH';

/** NOT NULL of the fields of a nullable ROW is lost, as in Flink; elements of other collections keep theirs. */
function loseInnerNotNull(type: LogicalType): LogicalType {
  if (type.kind !== 'ROW' || !type.nullable) return type;
  const fields = type.fields.map((field) => ({ ...field, type: loseInnerNotNull(withNullability(field.type, true)) }));
  return { ...type, fields };
}
