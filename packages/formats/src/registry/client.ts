import type { AvroSchema } from '../avro/schema.js';
import { schemaText } from '../avro/schema-text.js';
import { askRegistry, type RegistryConnection } from './http.js';

/** Confluent's schema registry, as far as records need it: look up by id, register under a subject. Answers are kept. */
export class RegistryClient {
  private readonly schemas = new Map<number, AvroSchema | Error>();

  constructor(private readonly connection: RegistryConnection) {}

  /** The schema of an id that was looked up before; undefined where it was not. Throws what the look-up failed with. */
  known(id: number): AvroSchema | undefined {
    const found = this.schemas.get(id);
    if (found instanceof Error) throw found;
    return found;
  }

  isKnown(id: number): boolean {
    return this.schemas.has(id);
  }

  /** Looks an id up. A failure is kept for {@link known}: it is the fault of the records with that id. */
  async lookUp(id: number): Promise<void> {
    try {
      const { schema, schemaType = 'AVRO' } = await askRegistry(this.connection, 'GET', `/schemas/ids/${id}`);
      if (schemaType !== 'AVRO') throw new Error(`it is of type ${String(schemaType)}, not of Avro`);
      this.schemas.set(id, JSON.parse(String(schema)) as AvroSchema);
    } catch (error) {
      this.schemas.set(
        id,
        new Error(`schema ${id} is not to be had: ${error instanceof Error ? error.message : String(error)}`),
      );
    }
  }

  /** Registers a schema, or finds it registered already; resolves with its id. */
  async register(subject: string, schema: AvroSchema): Promise<number> {
    const path = `/subjects/${encodeURIComponent(subject)}/versions`;
    const { id } = await askRegistry(this.connection, 'POST', path, { schema: schemaText(schema) });
    if (typeof id !== 'number') throw new Error('the answer has no id');
    return id;
  }
}
