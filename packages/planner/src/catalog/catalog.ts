import type { OptionEntries } from '@tsql/core';
import type { CatalogObject, Namespace } from './catalog-object.js';
import { type ObjectPath, pathKey } from './object-path.js';

export const DEFAULT_CATALOG = 'default_catalog';
export const DEFAULT_DATABASE = 'default_database';

/** One catalog of the session, in memory. */
export interface CatalogEntry {
  readonly name: string;
  readonly options: OptionEntries;
  readonly comment?: string;
  readonly databases: Map<string, DatabaseEntry>;
}

export interface DatabaseEntry {
  readonly name: string;
  readonly comment?: string;
  readonly options: OptionEntries;
  /** Permanent tables and views by name. */
  readonly objects: Map<string, CatalogObject>;
}

/** A module, Flink's word for a set of functions, and whether its functions are looked up. */
export interface ModuleEntry {
  readonly name: string;
  readonly isUsed: boolean;
}

/** All that names stand for: catalogs, their databases, tables and views, and the temporary ones that hide them. */
export class Catalog {
  #catalogs = new Map<string, CatalogEntry>();
  #temporary = new Map<string, CatalogObject>();
  #modules: readonly ModuleEntry[] = [{ name: 'core', isUsed: true }];
  #current: Namespace = { catalog: DEFAULT_CATALOG, database: DEFAULT_DATABASE };

  constructor() {
    this.addCatalog({ name: DEFAULT_CATALOG, options: new Map(), databases: new Map() });
    this.addDatabase(DEFAULT_CATALOG, { name: DEFAULT_DATABASE, options: new Map(), objects: new Map() });
  }

  /** A catalog with the same content that changes on its own: for checking a whole file before it runs. */
  copy(): Catalog {
    const copy = new Catalog();
    copy.#catalogs = new Map(
      [...this.#catalogs].map(([name, entry]) => [name, { ...entry, databases: copyDatabases(entry.databases) }]),
    );
    copy.#temporary = new Map(this.#temporary);
    copy.#current = this.#current;
    copy.#modules = this.#modules;
    return copy;
  }

  /** The current catalog and database. */
  get namespace(): Namespace {
    return this.#current;
  }

  use(namespace: Namespace): void {
    this.#current = namespace;
  }

  /** The modules that are loaded, in the order in which functions are looked up. */
  get modules(): readonly ModuleEntry[] {
    return this.#modules;
  }

  setModules(modules: readonly ModuleEntry[]): void {
    this.#modules = modules;
  }

  get catalogNames(): readonly string[] {
    return [...this.#catalogs.keys()].sort();
  }

  catalog(name: string): CatalogEntry | undefined {
    return this.#catalogs.get(name);
  }

  addCatalog(entry: CatalogEntry): void {
    this.#catalogs.set(entry.name, entry);
  }

  removeCatalog(name: string): void {
    this.#catalogs.delete(name);
  }

  database(catalog: string, name: string): DatabaseEntry | undefined {
    return this.#catalogs.get(catalog)?.databases.get(name);
  }

  addDatabase(catalog: string, database: DatabaseEntry): void {
    this.#catalogs.get(catalog)?.databases.set(database.name, database);
  }

  removeDatabase(catalog: string, name: string): void {
    this.#catalogs.get(catalog)?.databases.delete(name);
  }

  /** Completes one to three parts of a name with the namespace; undefined for more parts. */
  qualify(parts: readonly string[], namespace: Namespace = this.#current): ObjectPath | undefined {
    const [first, second, third] = parts;
    if (first === undefined || parts.length > 3) return undefined;
    if (second === undefined) return { ...namespace, name: first };
    if (third === undefined) return { catalog: namespace.catalog, database: first, name: second };
    return { catalog: first, database: second, name: third };
  }

  /** The temporary object of that name, else the permanent one. */
  find(path: ObjectPath): CatalogObject | undefined {
    return this.findTemporary(path) ?? this.findPermanent(path);
  }

  findTemporary(path: ObjectPath): CatalogObject | undefined {
    return this.#temporary.get(pathKey(path));
  }

  findPermanent(path: ObjectPath): CatalogObject | undefined {
    return this.database(path.catalog, path.database)?.objects.get(path.name);
  }

  put(object: CatalogObject): void {
    if (object.isTemporary) this.#temporary.set(pathKey(object.path), object);
    else this.database(object.path.catalog, object.path.database)?.objects.set(object.path.name, object);
  }

  remove(object: CatalogObject): void {
    if (object.isTemporary) this.#temporary.delete(pathKey(object.path));
    else this.database(object.path.catalog, object.path.database)?.objects.delete(object.path.name);
  }

  /** What can be seen in a database, temporary objects included, by name. */
  objects(namespace: Namespace): readonly CatalogObject[] {
    const found = new Map(this.database(namespace.catalog, namespace.database)?.objects);
    for (const object of this.#temporary.values()) {
      const { catalog, database, name } = object.path;
      if (catalog === namespace.catalog && database === namespace.database) found.set(name, object);
    }
    return [...found.values()].filter((object) => object.kind !== 'broken').sort(byName);
  }
}

function byName(a: CatalogObject, b: CatalogObject): number {
  return a.path.name < b.path.name ? -1 : a.path.name > b.path.name ? 1 : 0;
}

function copyDatabases(databases: ReadonlyMap<string, DatabaseEntry>): Map<string, DatabaseEntry> {
  return new Map([...databases].map(([name, entry]) => [name, { ...entry, objects: new Map(entry.objects) }]));
}
