/** The full name of a table, view or function. Names are case-sensitive. */
export interface ObjectPath {
  readonly catalog: string;
  readonly database: string;
  readonly name: string;
}

/** `catalog.database.name`, as Flink prints it in messages. */
export const printPath = (path: ObjectPath): string => `${path.catalog}.${path.database}.${path.name}`;

/** A name between backticks. */
export const quoteName = (name: string): string => `\`${name.replaceAll('`', '``')}\``;

/** `` `catalog`.`database`.`name` ``, as Flink prints it in SQL. */
export const quotePath = (path: ObjectPath): string =>
  [path.catalog, path.database, path.name].map(quoteName).join('.');

/** A path as the key of a map: names may hold any character. */
export const pathKey = (path: ObjectPath): string => JSON.stringify([path.catalog, path.database, path.name]);
