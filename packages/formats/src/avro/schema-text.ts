import type { AvroObject, AvroSchema } from './schema.js';

/** As Java's `Character.isLetter` and `isLetterOrDigit` look at single UTF-16 units. */
const NAME = /^[\p{L}_][\p{L}\p{Nd}_]*$/u;
export const isAvroName = (name: string): boolean => NAME.test(name) && !/[\ud800-\udfff]/.test(name);

const PRIMITIVE: ReadonlySet<string> = new Set([
  'null',
  'boolean',
  'int',
  'long',
  'float',
  'double',
  'bytes',
  'string',
]);
const RESERVED: ReadonlySet<string> = new Set([
  ...['doc', 'fields', 'items', 'name', 'namespace', 'size', 'symbols', 'values', 'type', 'aliases'],
]);
const FIELD_RESERVED: ReadonlySet<string> = new Set(['default', 'doc', 'name', 'order', 'type', 'aliases']);

/**
 * Checks a schema that somebody wrote as Java's parser does: names are defined once and before they are used, defaults are of their
 * types. Throws an Error.
 */
export function checkSchemaText(schema: AvroSchema): void {
  new SchemaPrinter(true).print(schema, undefined);
}

/**
 * A schema's text as Java's `Schema.toString` writes it, which is what Flink registers: a fixed order of attributes, namespaces only
 * where they change, a type defined once and named afterwards. Throws an Error for two types of one name that differ, and for what
 * is no schema.
 */
export function schemaText(schema: AvroSchema): string {
  return JSON.stringify(new SchemaPrinter(false).print(schema, undefined));
}

class SchemaPrinter {
  /** What was defined, by full name: to tell a repetition from a clash. */
  private readonly defined = new Map<string, string>();
  private readonly schemas = new Map<string, AvroObject>();

  constructor(private readonly isStrict: boolean) {}

  print(schema: AvroSchema, space: string | undefined): unknown {
    if (Array.isArray(schema)) return schema.map((branch) => this.print(branch, space));
    if (typeof schema === 'string') return this.reference(schema, space);
    const object = schema as AvroObject;
    switch (object.type) {
      case 'record':
      case 'error':
      case 'enum':
      case 'fixed':
        return this.named(object, space);
      case 'array':
        return { type: 'array', items: this.print(required(object, 'items'), space), ...others(object, RESERVED) };
      case 'map':
        return { type: 'map', values: this.print(required(object, 'values'), space), ...others(object, RESERVED) };
    }
    if (typeof object.type !== 'string') throw new Error("a schema has no text for its 'type'");
    if (!PRIMITIVE.has(object.type)) return this.reference(object.type, space);
    const attributes = others(object, RESERVED);
    return Object.keys(attributes).length === 0 ? object.type : { type: object.type, ...attributes };
  }

  private reference(name: string, space: string | undefined): string {
    if (PRIMITIVE.has(name)) return name;
    const full = name.includes('.') || space === undefined ? name : `${space}.${name}`;
    if (!this.defined.has(full)) throw new Error(`'${name}' is not defined`);
    return qualified(full, space);
  }

  private named(object: AvroObject, space: string | undefined): unknown {
    const given = required(object, 'name') as string;
    const dot = given.lastIndexOf('.');
    const short = given.slice(dot + 1);
    const own = dot >= 0 ? given.slice(0, dot) : ((object.namespace as string | undefined) ?? space);
    const full = own === undefined || own === '' ? short : `${own}.${short}`;
    const definition = JSON.stringify(object);
    const known = this.defined.get(full);
    if (known !== undefined && this.isStrict) throw new Error(`the name ${full} is defined twice`);
    if (known !== undefined && known !== definition) throw new Error(`two types that differ have the name ${full}`);
    if (known !== undefined) return qualified(full, space);
    this.defined.set(full, definition);
    this.schemas.set(full, object);
    return {
      type: object.type,
      name: short,
      ...((own ?? '') === (space ?? '') ? {} : { namespace: own ?? '' }),
      ...(object.doc === undefined ? {} : { doc: object.doc }),
      ...this.body(object, own === '' ? undefined : own),
      ...others(object, RESERVED),
      ...(object.aliases === undefined ? {} : { aliases: object.aliases }),
    };
  }

  private body(object: AvroObject, space: string | undefined): object {
    if (object.type === 'enum') {
      const { symbols, default: fallback } = object;
      return fallback === undefined ? { symbols } : { symbols, default: fallback };
    }
    if (object.type === 'fixed') return { size: object.size };
    const fields = required(object, 'fields') as unknown as readonly AvroObject[];
    return { fields: fields.map((field) => this.field(field, space)) };
  }

  /** The default of a union is of its first branch. */
  private isDefault(value: unknown, schema: AvroSchema, space: string | undefined): boolean {
    if (Array.isArray(schema)) return this.isDefault(value, schema[0] as AvroSchema, space);
    const type = typeof schema === 'string' ? schema : (schema as AvroObject).type;
    if (typeof type !== 'string') return this.isDefault(value, type, space);
    const object = (typeof schema === 'string' ? { type } : schema) as AvroObject;
    switch (type) {
      case 'null':
        return value === null;
      case 'boolean':
        return typeof value === 'boolean';
      case 'int':
        return Number.isInteger(value) && Math.trunc(value as number) === ((value as number) | 0);
      case 'long':
        return Number.isInteger(value);
      case 'float':
      case 'double':
        return typeof value === 'number';
      case 'string':
      case 'bytes':
      case 'enum':
      case 'fixed':
        return typeof value === 'string';
      case 'array':
        return Array.isArray(value) && value.every((item) => this.isDefault(item, required(object, 'items'), space));
      case 'map':
        return (
          isObject(value) &&
          Object.values(value).every((item) => this.isDefault(item, required(object, 'values'), space))
        );
      case 'record':
        return (
          isObject(value) &&
          (required(object, 'fields') as unknown as readonly AvroObject[]).every((field) =>
            this.isDefault(value[String(field.name)] ?? field.default, field.type, space),
          )
        );
      default: {
        const named = this.schemas.get(type.includes('.') || space === undefined ? type : `${space}.${type}`);
        return named !== undefined && this.isDefault(value, named, space);
      }
    }
  }

  private field(field: AvroObject, space: string | undefined): unknown {
    const { name, type, doc, aliases } = field;
    if (this.isStrict && !isAvroName(String(name))) throw new Error(`'${String(name)}' is no name of a field`);
    const printed = this.print(type, space);
    if (this.isStrict && 'default' in field && !this.isDefault(field.default, type, space))
      throw new Error(`the default of field '${String(name)}' is not of its type`);
    const order = String(field.order ?? 'ascending').toLowerCase();
    return {
      name,
      type: printed,
      ...(doc === undefined ? {} : { doc }),
      ...('default' in field ? { default: field.default } : {}),
      ...(order === 'ascending' ? {} : { order }),
      ...(aliases === undefined ? {} : { aliases }),
      ...others(field, FIELD_RESERVED),
    };
  }
}

/** Attributes without a meaning of their own are kept, in their order. */
function others(object: AvroObject, reserved: ReadonlySet<string>): Record<string, unknown> {
  const isEnum = object.type === 'enum';
  return Object.fromEntries(
    Object.entries(object).filter(([name]) => !reserved.has(name) && !(isEnum && name === 'default')),
  );
}

function qualified(full: string, space: string | undefined): string {
  const dot = full.lastIndexOf('.');
  return dot >= 0 && full.slice(0, dot) === space ? full.slice(dot + 1) : full;
}

function required(object: AvroObject, attribute: string): AvroSchema {
  const value = object[attribute];
  if (value === undefined) throw new Error(`a schema of type '${String(object.type)}' has no '${attribute}'`);
  return value as AvroSchema;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
