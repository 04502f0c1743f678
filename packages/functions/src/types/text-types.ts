import { type LogicalType, STRING } from '@tsql/core';
import { isCharacter } from './type-families.js';

/** The type of a part of a text: VARCHAR as long as the text may be. */
export function varyingText(type: LogicalType | undefined): LogicalType {
  if (type === undefined || !isCharacter(type)) return STRING;
  return { kind: 'VARCHAR', length: Math.max(1, type.length), nullable: true };
}
