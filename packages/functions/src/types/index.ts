export { canCast, canCastImplicitly } from './cast-rules.js';
export { type CommonTypeOptions, commonType } from './common-type.js';
export {
  additionType,
  averageType,
  divisionType,
  moduloType,
  multiplicationType,
  roundType,
  sumType,
} from './decimal-types.js';
export {
  BOOLEAN_LITERAL,
  binaryLiteralType,
  DATE_LITERAL,
  DOUBLE_LITERAL,
  decimalLiteralType,
  integerLiteralType,
  textLiteralType,
  timeLiteralType,
  timestampLiteralType,
} from './literal-types.js';
export * from './type-families.js';
