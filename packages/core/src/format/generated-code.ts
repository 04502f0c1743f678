import type { CodeWriter } from './cell.js';

/** The source of one generated function, its constants as parameters. */
export class GeneratedCode implements CodeWriter {
  private readonly constants: unknown[] = [];
  private lines: string[] = [];
  private readonly functions: string[] = [];
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

  outline(parameters: readonly string[], body: () => void): string {
    const outer = this.lines;
    this.lines = [];
    body();
    const name = `f${this.functions.length}`;
    this.functions.push(`const ${name} = (${parameters.join(', ')}) => {\n${this.lines.join('\n')}\n};`);
    this.lines = outer;
    return name;
  }

  /** The function of the parameters whose body was emitted. */
  build<F>(parameters: readonly string[]): F {
    const names = this.constants.map((_, index) => `k${index}`);
    const declared = Array.from({ length: this.locals }, (_, index) => `v${index} = 0`);
    const variables = declared.length === 0 ? '' : `var ${declared.join(', ')};\n`;
    // Variables that several functions share stand outside of them; those of one alone are faster within.
    const isShared = this.functions.length > 0;
    const body = `{\n${isShared ? '' : variables}${this.lines.join('\n')}\n}`;
    const source = `${isShared ? variables : ''}${this.functions.join('\n')}\nreturn (${parameters.join(', ')}) => ${body};`;
    return new Function(...names, source)(...this.constants) as F;
  }
}
