import { readFileSync } from 'node:fs';
import { classPrefix } from './class-name.js';
import { declaredDefault } from './default-value.js';
import { descriptorLibrary } from './library.js';
import { unescapeBytes } from './literal.js';
import {
  type ElementType,
  enumOf,
  type FieldType,
  type MessageSource,
  type MessageType,
  type ScalarKind,
} from './message-type.js';

// What google/protobuf/descriptor.proto defines, as far as it is needed.
interface FileDescriptor {
  readonly name?: string;
  readonly package?: string;
  readonly syntax?: string;
  readonly messageType?: readonly MessageDescriptor[];
  readonly enumType?: readonly EnumDescriptor[];
  readonly service?: readonly { readonly name: string }[];
  readonly options?: {
    readonly javaPackage?: string;
    readonly javaOuterClassname?: string;
    readonly javaMultipleFiles?: boolean;
  };
}
interface MessageDescriptor {
  readonly name: string;
  readonly field?: readonly FieldDescriptor[];
  readonly nestedType?: readonly MessageDescriptor[];
  readonly enumType?: readonly EnumDescriptor[];
  readonly oneofDecl?: readonly { readonly name: string }[];
  readonly options?: { readonly mapEntry?: boolean };
}
interface EnumDescriptor {
  readonly name: string;
  readonly value?: readonly { readonly name: string; readonly number: number }[];
}
interface FieldDescriptor {
  readonly name: string;
  readonly number: number;
  readonly label: number;
  readonly type: number;
  readonly typeName?: string;
  readonly defaultValue?: string;
  readonly oneofIndex?: number;
  readonly options?: { readonly packed?: boolean };
}

const REQUIRED = 2;
const REPEATED = 3;
const GROUP = 10;
const MESSAGE = 11;
const BYTES = 12;
const STRING = 9;
const ENUM = 14;
const KINDS: readonly (ScalarKind | undefined)[] = [
  ...[undefined, 'double', 'float', 'int64', 'uint64', 'int32', 'fixed64', 'fixed32', 'bool', 'string'],
  ...[undefined, undefined, 'bytes', 'uint32', undefined, 'sfixed32', 'sfixed64', 'sint32', 'sint64'],
] as readonly (ScalarKind | undefined)[];

/** The messages of a descriptor set: what `protoc --descriptor_set_out --include_imports` writes. Throws an Error that names the file. */
export function loadDescriptorSet(path: string, messages: MessageSource): void {
  const { FileDescriptorSet } = descriptorLibrary();
  try {
    const set = FileDescriptorSet.decode(readFileSync(path)) as unknown as { readonly file: readonly FileDescriptor[] };
    new DescriptorLoader().load(set.file, messages);
  } catch (error) {
    throw new Error(`${path}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

interface KnownMessage {
  readonly descriptor: MessageDescriptor;
  readonly isProto3: boolean;
}

class DescriptorLoader {
  private readonly descriptors = new Map<string, KnownMessage>();
  private readonly enums = new Map<string, EnumDescriptor>();
  private readonly known = new Map<string, MessageType>();

  load(files: readonly FileDescriptor[], messages: MessageSource): void {
    for (const file of files) this.note(file, messages);
  }

  private note(file: FileDescriptor, messages: MessageSource): void {
    const { messageType = [], enumType = [], service = [], options = {} } = file;
    const protoPackage = file.package ?? '';
    const prefix = classPrefix({
      file: file.name ?? '',
      javaPackage: options.javaPackage || undefined,
      outerClass: options.javaOuterClassname || undefined,
      hasMultipleFiles: options.javaMultipleFiles === true,
      protoPackage,
      topNames: [...messageType, ...enumType, ...service].map(({ name }) => name),
    });
    const visit = (descriptor: MessageDescriptor, space: string, className: string): void => {
      const fullName = `${space}.${descriptor.name}`;
      this.descriptors.set(fullName, { descriptor, isProto3: file.syntax === 'proto3' });
      messages.set(className, () => this.messageOf(fullName));
      for (const each of descriptor.enumType ?? []) this.enums.set(`${fullName}.${each.name}`, each);
      for (const each of descriptor.nestedType ?? []) visit(each, fullName, `${className}$${each.name}`);
    };
    const space = protoPackage === '' ? '' : `.${protoPackage}`;
    for (const each of enumType) this.enums.set(`${space}.${each.name}`, each);
    for (const each of messageType) visit(each, space, prefix + each.name);
  }

  private messageOf(fullName: string): MessageType {
    const known = this.known.get(fullName);
    if (known !== undefined) return known;
    const found = this.descriptors.get(fullName);
    if (found === undefined) throw new Error(`message ${fullName.slice(1)} is not in the descriptor set`);
    const fields: FieldType[] = [];
    const message: MessageType = { fullName: fullName.slice(1), isProto3: found.isProto3, fields };
    // Known before its fields are: a message may hold itself.
    this.known.set(fullName, message);
    for (const field of found.descriptor.field ?? []) {
      if (field.type !== GROUP) fields.push(this.fieldOf(field, found));
    }
    fields.sort((a, b) => a.number - b.number);
    return message;
  }

  private fieldOf(field: FieldDescriptor, { descriptor, isProto3 }: KnownMessage): FieldType {
    const entry = this.descriptors.get(field.typeName ?? '')?.descriptor;
    const [key, value] = entry?.options?.mapEntry ? (entry.field ?? []) : [];
    const isMap = key !== undefined && value !== undefined;
    const element = this.elementOf(isMap ? value : field);
    const isRepeated = field.label === REPEATED && !isMap;
    // protobufjs gives unset fields their defaults through the prototype.
    const oneof = Object.hasOwn(field, 'oneofIndex') ? descriptor.oneofDecl?.[field.oneofIndex ?? 0]?.name : undefined;
    const isNumber = field.type !== STRING && field.type !== BYTES && field.type !== MESSAGE;
    const packed = field.options && Object.hasOwn(field.options, 'packed') ? field.options.packed : undefined;
    return {
      ...element,
      name: field.name,
      number: field.number,
      isRepeated,
      isPacked: isRepeated && isNumber && (packed ?? isProto3),
      isRequired: field.label === REQUIRED,
      ...(isMap ? { map: { key: this.elementOf(key), value: element } } : {}),
      oneof,
      hasPresence: !isProto3 || oneof !== undefined || element.kind === 'message',
      declaredDefault: this.defaultOf(field, element),
    };
  }

  private defaultOf({ defaultValue, type }: FieldDescriptor, element: ElementType): FieldType['declaredDefault'] {
    if (!defaultValue) return undefined;
    if (type === BYTES) return unescapeBytes(defaultValue);
    return type === STRING ? defaultValue : declaredDefault(element, { kind: 'word', text: defaultValue });
  }

  private elementOf({ type, typeName = '' }: FieldDescriptor): ElementType {
    if (type === MESSAGE) return { kind: 'message', message: this.messageOf(typeName) };
    if (type === ENUM) {
      const values = this.enums.get(typeName)?.value ?? [];
      return { kind: 'enum', enumeration: enumOf(values.map(({ name, number }) => [name, number])) };
    }
    const kind = KINDS[type];
    if (kind === undefined) throw new Error(`field type ${type} is not known`);
    return { kind };
  }
}
