import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type protobuf from 'protobufjs';
import type { ElementType, EnumType, FieldType, MessageType, ScalarKind } from './message-type.js';

/** protobufjs takes 28 ms to load: only jobs with Protobuf pay them. In the bundle `require` is the bundler's. */
function library(): typeof protobuf {
  return typeof require === 'function' ? require('protobufjs') : createRequire(import.meta.url)('protobufjs');
}

/** The messages of .proto files, found by their Java class or their own full name. */
export class ProtobufSchema {
  private readonly messages = new Map<string, MessageType>();
  private readonly byClassName = new Map<string, protobuf.Type>();
  private readonly proto3 = new Set<string>();

  private constructor() {}

  /** Reads .proto files. Throws an Error that names the file for one that cannot be read. */
  static load(files: readonly string[]): ProtobufSchema {
    const { parse, Root } = library();
    const schema = new ProtobufSchema();
    const root = new Root();
    for (const file of files) {
      try {
        const text = readFileSync(file, 'utf8');
        // Once alone, for what counts in this file only, and once together with the others.
        schema.note(parse(text, new Root(), { keepCase: true }), file, /^\s*syntax\s*=\s*["']proto3["']/m.test(text));
        parse(text, root, { keepCase: true });
      } catch (error) {
        throw new Error(`${file}: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
    root.resolveAll();
    for (const [name, type] of schema.byClassName) schema.byClassName.set(name, root.lookupType(type.fullName));
    return schema;
  }

  /** Undefined where no file defines it. */
  find(className: string): MessageType | undefined {
    const type = this.byClassName.get(className);
    return type && this.messageOf(type);
  }

  classNames(): Iterable<string> {
    return this.byClassName.keys();
  }

  private note(parsed: protobuf.IParserResult, file: string, isProto3: boolean): void {
    const space = (
      parsed.package === undefined ? parsed.root : parsed.root.lookup(parsed.package)
    ) as protobuf.Namespace;
    const options = space.options ?? {};
    const javaPackage = String(options.java_package ?? parsed.package ?? '');
    const outer = String(options.java_outer_classname ?? outerClassName(file, space));
    const prefix = javaPackage === '' ? '' : `${javaPackage}.`;
    const visit = (type: protobuf.ReflectionObject, className: string): void => {
      if (!isType(type)) return;
      this.byClassName.set(className, type);
      this.byClassName.set(type.fullName.slice(1), type);
      if (isProto3) this.proto3.add(type.fullName);
      for (const nested of type.nestedArray) visit(nested, `${className}$${nested.name}`);
    };
    for (const nested of space.nestedArray) {
      visit(nested, options.java_multiple_files === true ? prefix + nested.name : `${prefix}${outer}$${nested.name}`);
    }
  }

  private messageOf(type: protobuf.Type): MessageType {
    const known = this.messages.get(type.fullName);
    if (known !== undefined) return known;
    const fields: FieldType[] = [];
    const message: MessageType = { fullName: type.fullName.slice(1), isProto3: this.proto3.has(type.fullName), fields };
    // Known before its fields are: a message may hold itself.
    this.messages.set(type.fullName, message);
    for (const field of type.fieldsArray) fields.push(this.fieldOf(field, message.isProto3));
    fields.sort((a, b) => a.number - b.number);
    return message;
  }

  private fieldOf(field: protobuf.Field, isProto3: boolean): FieldType {
    const element = this.elementOf(field.type, field.resolvedType);
    const oneof = field.partOf?.name;
    const map = field.map
      ? { key: this.elementOf((field as unknown as protobuf.MapField).keyType, null), value: element }
      : undefined;
    return {
      ...element,
      name: field.name,
      number: field.id,
      isRepeated: field.repeated,
      isPacked: field.packed,
      ...(map === undefined ? {} : { map }),
      oneof,
      hasPresence: !isProto3 || oneof !== undefined || element.kind === 'message',
      declaredDefault: field.options?.default as FieldType['declaredDefault'],
    };
  }

  private elementOf(type: string, resolved: protobuf.Type | protobuf.Enum | null): ElementType {
    if (resolved === null) return { kind: type as ScalarKind };
    if (isType(resolved)) {
      const message = () => this.messageOf(resolved);
      return {
        kind: 'message',
        get message() {
          return message();
        },
      };
    }
    return { kind: 'enum', enumeration: enumOf(resolved as protobuf.Enum) };
  }
}

const isType = (object: protobuf.ReflectionObject): object is protobuf.Type =>
  'fieldsArray' in object && 'lookupType' in object;

function enumOf({ values }: protobuf.Enum): EnumType {
  const numbers = new Map(Object.entries(values));
  const names = new Map<number, string>();
  for (const [name, number] of numbers) if (!names.has(number)) names.set(number, name);
  return { numbers, names, first: numbers.keys().next().value ?? '' };
}

/** As protoc names the class around a file's messages: the file's name in camel case, with a suffix where a message has that name. */
function outerClassName(file: string, space: protobuf.Namespace): string {
  const base = file.replace(/^.*[\\/]/, '').replace(/\.proto$/, '');
  const name = base.replace(/(?:^|[^A-Za-z0-9]+)([A-Za-z0-9])/g, (_, first: string) => first.toUpperCase());
  return space.nestedArray.some((nested) => nested.name === name) ? `${name}OuterClass` : name;
}
