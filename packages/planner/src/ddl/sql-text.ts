import { type Expression, unparse } from '@tsql/grammar';

/** An expression as Flink keeps it: names between backticks, functions in capitals. */
export const expressionText = (expression: Expression): string => unparse({ isValidated: true }, expression);
