import type { CodeWriter } from '@tsql/core';

/** The source of one generated function, its constants as parameters. */
export class GeneratedCode implements CodeWriter {
  private readonly constants: unknown[] = [];
  private readonly lines: string[] = [];
  private locals = 0;

  emit(line: string): void {
    this.lines.push(line);
  }

  constant(value: unknown): string {
    const known = this.constants.indexOf(value);
    return `k${known >= 0 ? known : this.constants.push(value) - 1}`;
  }

  local(): string {
    return `v${this.locals++}`;
  }

  /** The function of the parameters whose body was emitted. */
  build<F>(parameters: readonly string[]): F {
    const names = this.constants.map((_, index) => `k${index}`);
    const declared = Array.from({ length: this.locals }, (_, index) => `v${index} = 0`);
    const head = declared.length === 0 ? '' : `let ${declared.join(', ')};\n`;
    const source = `return (${parameters.join(', ')}) => {\n${head}${this.lines.join('\n')}\n};`;
    return new Function(...names, source)(...this.constants) as F;
  }
}
