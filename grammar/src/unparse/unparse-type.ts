import type { DataType, RowTypeField } from '../ast/index.js';
import { printType } from '../printer/print-type.js';
import { quotedName } from './unparsing.js';

/** A data type as Flink writes it: `ARRAY< INTEGER NOT NULL >`. */
export function unparseType(type: DataType): string {
  return type.nullable ? bareType(type) : `${bareType(type)} NOT NULL`;
}

function bareType(type: DataType): string {
  switch (type.kind) {
    case 'BasicType': {
      const name = type.name === 'INT' ? 'INTEGER' : type.name;
      const numbers = [type.precision, type.scale].filter((number) => number !== undefined);
      return numbers.length === 0 ? name : `${name}(${numbers.join(', ')})`;
    }
    case 'ArrayType':
      return `ARRAY< ${unparseType(type.elementType)} >`;
    case 'MultisetType':
      return `MULTISET< ${unparseType(type.elementType)} >`;
    case 'MapType':
      return `MAP< ${unparseType(type.keyType)}, ${unparseType(type.valueType)} >`;
    case 'RowType':
      return `ROW< ${type.fields.map(field).join(', ')} >`;
    case 'RawType':
    case 'IntervalType':
    case 'NamedType':
      return printType({ ...type, nullable: true });
  }
}

function field({ name, type, comment }: RowTypeField): string {
  const text = `${quotedName(name.text)} ${unparseType(type)}`;
  return comment === undefined ? text : `${text} ${comment.text}`;
}
