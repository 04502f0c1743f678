export {
  Catalog,
  type CatalogEntry,
  type DatabaseEntry,
  DEFAULT_CATALOG,
  DEFAULT_DATABASE,
  type ModuleEntry,
} from './catalog.js';
export type {
  BrokenObject,
  CatalogObject,
  CatalogTable,
  CatalogView,
  Namespace,
  TableDistribution,
} from './catalog-object.js';
export { type ObjectPath, pathKey, printPath, quoteName, quotePath } from './object-path.js';
