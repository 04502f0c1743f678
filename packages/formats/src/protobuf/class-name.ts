/** What a .proto file says about its Java classes. */
export interface JavaNames {
  /** The file's name, as it was given or as it stands in a descriptor set. */
  readonly file: string;
  readonly javaPackage: string | undefined;
  readonly outerClass: string | undefined;
  readonly hasMultipleFiles: boolean;
  readonly protoPackage: string;
  /** Names of all messages, enums and services on the file's top. */
  readonly topNames: readonly string[];
}

/** What stands before the name of a message on the file's top in that of its Java class. */
export function classPrefix(names: JavaNames): string {
  const javaPackage = names.javaPackage ?? names.protoPackage;
  const prefix = javaPackage === '' ? '' : `${javaPackage}.`;
  return names.hasMultipleFiles ? prefix : `${prefix}${names.outerClass ?? outerClassName(names)}$`;
}

/** As protoc names the class around a file's messages: the file's name in camel case, with a suffix where something has that name. */
function outerClassName({ file, topNames }: JavaNames): string {
  const base = file.replace(/^.*[\\/]/, '').replace(/\.proto$/, '');
  const name = base.replace(/(?:^|[^A-Za-z0-9]+)([A-Za-z0-9])/g, (_, first: string) => first.toUpperCase());
  return topNames.includes(name) ? `${name}OuterClass` : name;
}
