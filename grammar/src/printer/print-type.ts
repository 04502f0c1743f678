import type { DataType, IntervalQualifier, RowTypeField } from '../ast/index.js';
import { printIdentifier, printName, words } from './print-name.js';

/** Prints a data type as Flink writes it: `ARRAY<INT NOT NULL>`. */
export function printType(type: DataType): string {
  return type.nullable ? printBareType(type) : `${printBareType(type)} NOT NULL`;
}

function printBareType(type: DataType): string {
  switch (type.kind) {
    case 'BasicType': {
      const numbers = [type.precision, type.scale].filter((number) => number !== undefined);
      return numbers.length === 0 ? type.name : `${type.name}(${numbers.join(', ')})`;
    }
    case 'ArrayType':
      return `ARRAY<${printType(type.elementType)}>`;
    case 'MultisetType':
      return `MULTISET<${printType(type.elementType)}>`;
    case 'MapType':
      return `MAP<${printType(type.keyType)}, ${printType(type.valueType)}>`;
    case 'RowType':
      return `ROW<${type.fields.map(printField).join(', ')}>`;
    case 'RawType':
      return `RAW(${type.className.text}, ${type.serializer.text})`;
    case 'IntervalType':
      return `INTERVAL ${printQualifier(type.qualifier)}`;
    case 'NamedType':
      return printIdentifier(type.name);
  }
}

function printField({ name, type, comment }: RowTypeField): string {
  return words(printName(name), printType(type), comment?.text);
}

/** `DAY(2) TO SECOND(3)`, `SECOND(2, 3)` */
export function printQualifier(qualifier: IntervalQualifier): string {
  const { start, startPrecision, end, fractionalSecondPrecision: fraction } = qualifier;
  if (end !== undefined) return `${unit(start, startPrecision)} TO ${unit(end, fraction)}`;
  return unit(start, startPrecision, fraction);
}

function unit(name: string, ...precisions: readonly (number | undefined)[]): string {
  const numbers = precisions.filter((number) => number !== undefined);
  return numbers.length === 0 ? name : `${name}(${numbers.join(', ')})`;
}
