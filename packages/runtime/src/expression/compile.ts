import type { Row, Value } from '@tsql/core';
import { createCast, type EvaluationContext } from '@tsql/functions';
import type { Expression } from '@tsql/planner';
import { locate } from './evaluation-error.js';
import { createEvaluator } from './interpret.js';

/**
 * Generates JavaScript for expressions over one row. Constants, evaluators and casts enter the generated function as
 * arguments; no value of the job ever becomes source text.
 */
export class ExpressionCompiler {
  private readonly constants: unknown[] = [];
  private readonly body: string[] = [];
  private count = 0;

  constructor(private readonly context: EvaluationContext) {}

  /** Appends statements to the function's body. */
  emit(line: string): void {
    this.body.push(line);
  }

  /** A parameter that holds the value. */
  constant(value: unknown): string {
    this.constants.push(value);
    return `k${this.constants.length - 1}`;
  }

  /** Emits the evaluation of an expression over the row named `row`, and returns the name of its value. */
  expression(expression: Expression, row = 'row'): string {
    switch (expression.kind) {
      case 'literal':
        return this.literal(expression.value);
      case 'input':
        return `${row}[${expression.index}]`;
      case 'field': {
        const input = this.expression(expression.input, row);
        return this.assign(`${input} === null ? null : ${input}[${expression.index}]`);
      }
      case 'cast': {
        const cast = createCast(expression.input.type, expression.type, {
          isTry: expression.isTry,
          context: this.context,
        });
        const input = this.expression(expression.input, row);
        return this.guarded(expression, `${input} === null ? null : ${this.constant(cast)}(${input})`);
      }
      case 'call': {
        const { evaluate, isStrict } = createEvaluator(expression, this.context);
        const inputs = expression.arguments.map((argument) => this.expression(argument, row));
        const call = `${this.constant(evaluate)}(${inputs.join(', ')})`;
        const nullable = [...new Set(inputs.filter((_, index) => expression.arguments[index]?.kind !== 'literal'))];
        const literalNull = expression.arguments.some(
          (argument) => argument.kind === 'literal' && argument.value === null,
        );
        if (isStrict && literalNull) return 'null';
        const test = nullable.map((input) => `${input} === null`).join(' || ');
        return this.guarded(expression, isStrict && test !== '' ? `${test} ? null : ${call}` : call);
      }
      case 'and':
      case 'or':
        return this.logic(expression.kind, expression.operands, row);
      case 'case':
        return this.branches(expression.branches, expression.otherwise, row);
    }
  }

  /** The finished function of one row. */
  build<F>(returns: string, parameters: readonly string[] = ['row']): F {
    const names = this.constants.map((_, index) => `k${index}`);
    const source = `return (${parameters.join(', ')}) => {\n${this.body.join('\n')}\nreturn ${returns};\n};`;
    return new Function(...names, source)(...this.constants) as F;
  }

  private literal(value: Value): string {
    return value === null || typeof value === 'boolean' ? String(value) : this.constant(value);
  }

  private assign(source: string): string {
    const name = `v${this.count++}`;
    this.emit(`const ${name} = ${source};`);
    return name;
  }

  /** An evaluation that may fail: its error gets the expression's place. */
  private guarded(expression: Expression, source: string): string {
    if (expression.span === undefined) return this.assign(source);
    const name = `v${this.count++}`;
    const place = this.constant((error: unknown) => locate(error, expression));
    this.emit(`let ${name}; try { ${name} = ${source}; } catch (error) { throw ${place}(error); }`);
    return name;
  }

  private logic(kind: 'and' | 'or', operands: readonly Expression[], row: string): string {
    const deciding = kind === 'or';
    const result = `v${this.count++}`;
    this.emit(`let ${result} = ${!deciding};`);
    for (const operand of operands) {
      this.emit(`if (${result} !== ${deciding}) {`);
      const value = this.expression(operand, row);
      this.emit(`if (${value} === ${deciding}) ${result} = ${deciding}; else if (${value} === null) ${result} = null;`);
      this.emit('}');
    }
    return result;
  }

  private branches(
    branches: readonly { readonly when: Expression; readonly then: Expression }[],
    otherwise: Expression,
    row: string,
  ): string {
    const result = `v${this.count++}`;
    this.emit(`let ${result};`);
    for (const { when, then } of branches) {
      const condition = this.expression(when, row);
      this.emit(`if (${condition} === true) {`);
      this.emit(`${result} = ${this.expression(then, row)};`);
      this.emit('} else {');
    }
    this.emit(`${result} = ${this.expression(otherwise, row)};`);
    this.emit('}'.repeat(branches.length));
    return result;
  }
}

/** Compiles a condition: true only where it is TRUE. */
export function compileCondition(condition: Expression, context: EvaluationContext): (row: Row) => boolean {
  const compiler = new ExpressionCompiler(context);
  const value = compiler.expression(condition);
  return compiler.build(`${value} === true`);
}

/** Compiles a projection: one new row of each row. */
export function compileProjection(expressions: readonly Expression[], context: EvaluationContext): (row: Row) => Row {
  const compiler = new ExpressionCompiler(context);
  const values = expressions.map((expression) => compiler.expression(expression));
  return compiler.build(`[${values.join(', ')}]`);
}
