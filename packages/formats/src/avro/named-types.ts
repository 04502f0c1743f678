import type { AvroObject, AvroSchema } from './schema.js';

/** The named types of a schema: records, enums and fixed are defined once and then referred to. */
export interface NamedTypes {
  /** The schema that a name refers to, or the schema itself; `{"type": X}` is X where it adds nothing that counts. */
  schemaOf(schema: AvroSchema): AvroSchema;
}

const NAMED: ReadonlySet<unknown> = new Set(['record', 'enum', 'fixed']);
/** What `type` says of a complex type: a record may have one of these words for its name. */
const KEYWORDS: ReadonlySet<unknown> = new Set(['record', 'enum', 'fixed', 'array', 'map']);
const PRIMITIVE: ReadonlySet<unknown> = new Set([
  'null',
  'boolean',
  'int',
  'long',
  'float',
  'double',
  'bytes',
  'string',
]);

export function resolveNames(root: AvroSchema): NamedTypes {
  const types = new Map<string, AvroObject>();
  const collect = (schema: AvroSchema, namespace: string): void => {
    if (Array.isArray(schema)) {
      for (const branch of schema) collect(branch, namespace);
      return;
    }
    if (typeof schema === 'string') return;
    const object = schema as AvroObject;
    if (NAMED.has(object.type)) {
      const name = String(object.name);
      const own = name.includes('.') ? name.slice(0, name.lastIndexOf('.')) : String(object.namespace ?? namespace);
      const short = name.slice(name.lastIndexOf('.') + 1);
      types.set(own === '' ? short : `${own}.${short}`, object);
      // A short name refers to the last type of that name where the namespace does not tell.
      if (!types.has(short)) types.set(short, object);
      for (const field of (object.fields ?? []) as readonly { readonly type: AvroSchema }[]) collect(field.type, own);
      return;
    }
    if (object.items !== undefined) collect(object.items as AvroSchema, namespace);
    if (object.values !== undefined) collect(object.values as AvroSchema, namespace);
    if (typeof object.type === 'object') collect(object.type, namespace);
  };
  collect(root, '');
  return {
    schemaOf(schema) {
      if (Array.isArray(schema)) return schema;
      if (typeof schema !== 'string') {
        const { type } = schema as AvroObject;
        const isReference = typeof type === 'object' || (!KEYWORDS.has(type) && !PRIMITIVE.has(type));
        return isReference ? this.schemaOf(type) : schema;
      }
      if (PRIMITIVE.has(schema)) return schema;
      const found = types.get(schema);
      if (found === undefined) throw new Error(`the schema refers to '${schema}', which it does not define`);
      return found;
    },
  };
}
