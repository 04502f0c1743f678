import { type ConfigOption, diagnostic, type LogicalType, MAX_LENGTH, printType, type TableContext } from '@tsql/core';
import type { GeneratorPlan } from './generator-plan.js';
import { FIELD_OPTIONS, ofField } from './options.js';

const DEFAULT_LENGTH = 100;
const DEFAULT_ELEMENTS = 3;
/** Java's `MIN_VALUE` of its floating types: the least value above zero, which is what Flink takes. */
const LEAST_FLOAT = 2 ** -149;
const GREATEST_FLOAT = (2 - 2 ** -23) * 2 ** 127;
const DAY_TIME_LIMIT = 2n ** 63n;

/** Plans the values of columns, and notes which options each takes: Flink's generator visitors. */
export class GeneratorPlanner {
  /** The options that the columns take, by full key. */
  readonly options: ConfigOption[] = [];

  constructor(private readonly context: TableContext) {}

  column(name: string, type: LogicalType): GeneratorPlan | undefined {
    const kind = this.read(FIELD_OPTIONS.kind, name) ?? 'random';
    return kind === 'sequence' && hasSequence(type) ? this.sequence(name, type) : this.random(name, type);
  }

  private sequence(name: string, type: LogicalType): GeneratorPlan | undefined {
    const start = this.read(FIELD_OPTIONS.start, name);
    const end = this.read(FIELD_OPTIONS.end, name);
    for (const field of [FIELD_OPTIONS.start, FIELD_OPTIONS.end]) {
      const { key } = ofField(field, name);
      if (this.context.entries.has(key)) continue;
      const owner = `a sequence of ${printType(type)}`;
      this.context.accept(diagnostic('TSQL_OPTION_MISSING', { name: key, owner }, { span: this.context.span }));
    }
    return start === undefined || end === undefined
      ? undefined
      : { kind: 'sequence', start: String(start), end: String(end) };
  }

  private random(name: string, type: LogicalType): GeneratorPlan | undefined {
    switch (type.kind) {
      case 'BOOLEAN':
        return { kind: 'boolean', nullRate: this.nullRate(name) };
      case 'CHAR':
        return { kind: 'text', length: type.length, isVarLen: false, nullRate: this.nullRate(name) };
      case 'VARCHAR':
        return { kind: 'text', ...this.length(name, type.length), nullRate: this.nullRate(name) };
      case 'BINARY':
        return { kind: 'bytes', length: type.length, isVarLen: false, nullRate: 0 };
      case 'VARBINARY':
        return { kind: 'bytes', ...this.length(name, type.length), nullRate: 0 };
      case 'TINYINT':
        return this.integers(name, -(2n ** 7n), 2n ** 7n - 1n);
      case 'SMALLINT':
        return this.integers(name, -(2n ** 15n), 2n ** 15n - 1n);
      case 'INTEGER':
        return this.integers(name, -(2n ** 31n), 2n ** 31n - 1n);
      case 'INTERVAL_YEAR_MONTH':
        return this.integers(name, 0n, 120_000n);
      case 'BIGINT':
      case 'INTERVAL_DAY_TIME':
        return this.integers(name, -DAY_TIME_LIMIT, DAY_TIME_LIMIT - 1n);
      case 'FLOAT':
        return this.fractions(name, LEAST_FLOAT, GREATEST_FLOAT);
      case 'DOUBLE':
        return this.fractions(name, Number.MIN_VALUE, Number.MAX_VALUE);
      case 'DECIMAL':
        return this.fractions(name, Number.MIN_VALUE, Number.MAX_VALUE);
      case 'DATE':
      case 'TIME':
        return { kind: 'time', maxPastMs: 0, nullRate: 0 };
      case 'TIMESTAMP':
      case 'TIMESTAMP_LTZ': {
        const maxPastMs = this.read(FIELD_OPTIONS.maxPast, name) ?? 0;
        return { kind: 'time', maxPastMs, nullRate: this.nullRate(name) };
      }
      default:
        return this.collection(name, type);
    }
  }

  private collection(name: string, type: LogicalType): GeneratorPlan | undefined {
    switch (type.kind) {
      case 'ARRAY': {
        const element = this.random(`${name}.element`, type.element);
        return element && { kind: 'array', length: this.elements(name), element, nullRate: this.nullRate(name) };
      }
      case 'MULTISET': {
        const key = this.random(`${name}.element`, type.element);
        const value: GeneratorPlan = { kind: 'integer', min: '0', max: '10', nullRate: 0 };
        return key && { kind: 'map', length: this.elements(name), key, value, nullRate: this.nullRate(name) };
      }
      case 'MAP': {
        const key = this.random(`${name}.key`, type.key);
        const value = this.random(`${name}.value`, type.value);
        const nullRate = this.nullRate(name);
        return key && value && { kind: 'map', length: this.elements(name), key, value, nullRate };
      }
      case 'ROW': {
        const fields = type.fields.map((field) => this.random(`${name}.${field.name}`, field.type));
        const known = fields.filter((field) => field !== undefined);
        return known.length < fields.length ? undefined : { kind: 'row', fields: known, nullRate: this.nullRate(name) };
      }
      default: {
        const what = `random values of type ${printType(type)} (column ${name})`;
        this.context.accept(diagnostic('TSQL_PLAN_UNSUPPORTED', { what }, { span: this.context.span }));
        return undefined;
      }
    }
  }

  private integers(name: string, least: bigint, greatest: bigint): GeneratorPlan | undefined {
    const min = this.read(FIELD_OPTIONS.min, name) ?? least;
    const max = this.read(FIELD_OPTIONS.max, name) ?? greatest;
    const nullRate = this.nullRate(name);
    if (!this.checkBounds(name, min, max)) return undefined;
    return { kind: 'integer', min: String(min), max: String(max), nullRate };
  }

  private fractions(name: string, least: number, greatest: number): GeneratorPlan | undefined {
    const min = this.read(FIELD_OPTIONS.minFraction, name) ?? least;
    const max = this.read(FIELD_OPTIONS.maxFraction, name) ?? greatest;
    const nullRate = this.nullRate(name);
    return this.checkBounds(name, min, max) ? { kind: 'fraction', min, max, nullRate } : undefined;
  }

  private checkBounds<T extends number | bigint>(name: string, min: T, max: T): boolean {
    if (min <= max) return true;
    const entry = this.context.entries.get(`fields.${name}.max`) ?? this.context.entries.get(`fields.${name}.min`);
    const args = { name: entry?.key, value: entry?.shownValue, allowed: `'min' (${min}) is above 'max' (${max})` };
    this.context.accept(diagnostic('TSQL_OPTION_VALUE', args, { span: entry?.valueSpan }));
    return false;
  }

  private length(name: string, declared: number): { readonly length: number; readonly isVarLen: boolean } {
    const given = this.read(FIELD_OPTIONS.length, name);
    const isVarLen = this.read(FIELD_OPTIONS.varLen, name) ?? false;
    if (given !== undefined && given > declared) {
      const entry = this.context.entries.get(ofField(FIELD_OPTIONS.length, name).key);
      const allowed = `at most ${declared}, the length that the column is declared with`;
      const args = { name: entry?.key, value: entry?.shownValue, allowed };
      this.context.accept(diagnostic('TSQL_OPTION_VALUE', args, { span: entry?.valueSpan }));
    }
    return { length: given ?? (declared === MAX_LENGTH ? DEFAULT_LENGTH : declared), isVarLen };
  }

  private elements(name: string): number {
    return this.read(FIELD_OPTIONS.length, name) ?? DEFAULT_ELEMENTS;
  }

  private nullRate(name: string): number {
    return this.read(FIELD_OPTIONS.nullRate, name) ?? 0;
  }

  /** The option's value for a column; a text that is none is reported where all options are checked. */
  private read<T>(field: ConfigOption<T>, name: string): T | undefined {
    const option = ofField(field, name);
    this.options.push(option as ConfigOption);
    const entry = this.context.entries.get(option.key);
    return entry === undefined ? undefined : option.type.parse(entry.value);
  }
}

/** Flink takes the random way for all other types, whatever the option says. */
function hasSequence({ kind }: LogicalType): boolean {
  switch (kind) {
    case 'CHAR':
    case 'VARCHAR':
    case 'BINARY':
    case 'VARBINARY':
    case 'TINYINT':
    case 'SMALLINT':
    case 'INTEGER':
    case 'BIGINT':
    case 'FLOAT':
    case 'DOUBLE':
    case 'DECIMAL':
      return true;
    default:
      return false;
  }
}
