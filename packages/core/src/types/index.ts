export * from './logical-type.js';
export { type PrintTypeOptions, printType } from './print-type.js';
export * from './type-constructors.js';
