import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type protobuf from 'protobufjs';
import { classPrefix } from './class-name.js';
import { declaredDefault } from './default-value.js';
import { library } from './library.js';
import { extractDefaults, type Literal } from './literal.js';
import {
  type ElementType,
  enumOf,
  type FieldType,
  type MessageSource,
  type MessageType,
  type ScalarKind,
} from './message-type.js';

/** The messages of .proto files and of what they import. Throws an Error that names the file for one that cannot be read. */
export function loadProtoFiles(files: readonly string[], messages: MessageSource): void {
  if (files.length === 0) return;
  const { Root } = library();
  const loader = new ProtoLoader(new Root(), files);
  for (const file of files) loader.load(file);
  loader.finish(messages);
}

interface NotedType {
  readonly className: string;
  readonly fullName: string;
}

class ProtoLoader {
  private readonly loaded = new Set<string>();
  private readonly noted: NotedType[] = [];
  private readonly proto3 = new Set<string>();
  /** Declared defaults, by the fields' full names. */
  private readonly literals = new Map<string, Literal>();
  private readonly known = new Map<string, MessageType>();

  constructor(
    private readonly root: protobuf.Root,
    private readonly files: readonly string[],
  ) {}

  load(file: string): void {
    if (this.loaded.has(file)) return;
    this.loaded.add(file);
    const { parse, Root } = library();
    let imports: readonly string[];
    try {
      const { text, literals } = extractDefaults(readFileSync(file, 'utf8'));
      // Once alone, for what counts in this file only, and once together with the others.
      const alone = parse(text, new Root(), { keepCase: true });
      this.note(alone, file, /^\s*syntax\s*=\s*["']proto3["']/m.test(text), literals);
      parse(text, this.root, { keepCase: true });
      imports = [...(alone.imports ?? []), ...(alone.weakImports ?? [])];
    } catch (error) {
      throw new Error(`${file}: ${error instanceof Error ? error.message : String(error)}`);
    }
    for (const name of imports) this.import(name, file);
  }

  /** A file that is named too, one beside a named one, or one that comes with Protobuf. */
  private import(name: string, importer: string): void {
    const { common } = library();
    if (this.files.some((file) => file === name || file.endsWith(`/${name}`))) return;
    const found = [importer, ...this.files].map((file) => join(dirname(file), name)).find((path) => existsSync(path));
    if (found !== undefined) {
      this.load(found);
      return;
    }
    const bundled = common.get(name);
    if (bundled === null) throw new Error(`${importer}: imports '${name}', which is not there`);
    if (this.loaded.has(name)) return;
    this.loaded.add(name);
    this.root.addJSON(bundled.nested ?? {});
  }

  finish(messages: MessageSource): void {
    this.root.resolveAll();
    for (const { className, fullName } of this.noted) {
      messages.set(className, () => this.messageOf(this.root.lookupType(fullName)));
    }
  }

  private note(parsed: protobuf.IParserResult, file: string, isProto3: boolean, literals: readonly Literal[]): void {
    const space = (
      parsed.package === undefined ? parsed.root : parsed.root.lookup(parsed.package)
    ) as protobuf.Namespace;
    const options = space.options ?? {};
    const prefix = classPrefix({
      file,
      javaPackage: options.java_package as string | undefined,
      outerClass: options.java_outer_classname as string | undefined,
      hasMultipleFiles: options.java_multiple_files === true,
      protoPackage: parsed.package ?? '',
      topNames: space.nestedArray.map(({ name }) => name),
    });
    const visit = (type: protobuf.ReflectionObject, className: string): void => {
      if (!isType(type)) return;
      this.noted.push({ className, fullName: type.fullName });
      if (isProto3) this.proto3.add(type.fullName);
      for (const { name, options: given } of type.fieldsArray) {
        const literal = literals[Number(given?.default ?? Number.NaN)];
        if (literal !== undefined) this.literals.set(`${type.fullName}.${name}`, literal);
      }
      for (const nested of type.nestedArray) visit(nested, `${className}$${nested.name}`);
    };
    for (const nested of space.nestedArray) visit(nested, prefix + nested.name);
  }

  private messageOf(type: protobuf.Type): MessageType {
    const known = this.known.get(type.fullName);
    if (known !== undefined) return known;
    const fields: FieldType[] = [];
    const isProto3 = this.proto3.has(type.fullName) || type.fullName.startsWith('.google.protobuf.');
    const message: MessageType = { fullName: type.fullName.slice(1), isProto3, fields };
    // Known before its fields are: a message may hold itself.
    this.known.set(type.fullName, message);
    for (const field of type.fieldsArray) fields.push(this.fieldOf(field, isProto3));
    fields.sort((a, b) => a.number - b.number);
    return message;
  }

  private fieldOf(field: protobuf.Field, isProto3: boolean): FieldType {
    const element = this.elementOf(field.type, field.resolvedType);
    const oneof = field.partOf?.name;
    const map = field.map
      ? { key: this.elementOf((field as unknown as protobuf.MapField).keyType, null), value: element }
      : undefined;
    const literal = this.literals.get(field.fullName);
    return {
      ...element,
      name: field.name,
      number: field.id,
      isRepeated: field.repeated,
      isPacked: field.packed,
      isRequired: field.required,
      ...(map === undefined ? {} : { map }),
      oneof,
      hasPresence: !isProto3 || oneof !== undefined || element.kind === 'message',
      declaredDefault: literal && declaredDefault(element, literal),
    };
  }

  private elementOf(type: string, resolved: protobuf.Type | protobuf.Enum | null): ElementType {
    if (resolved === null) return { kind: type as ScalarKind };
    if (isType(resolved)) return { kind: 'message', message: this.messageOf(resolved) };
    return { kind: 'enum', enumeration: enumOf(Object.entries((resolved as protobuf.Enum).values)) };
  }
}

const isType = (object: protobuf.ReflectionObject): object is protobuf.Type =>
  'fieldsArray' in object && 'lookupType' in object;
