import type { FormatPlan } from '@tsql/core';
import { loadDescriptorSet } from './descriptor-set.js';
import type { MessageSource, MessageType } from './message-type.js';
import { optionsOf } from './options.js';
import { loadProtoFiles } from './proto-files.js';

/** The messages of .proto files and descriptor sets, found by their Java class. */
export class ProtobufSchema {
  private constructor(private readonly messages: MessageSource) {}

  /** Reads .proto files; others are descriptor sets. Throws an Error that names the file for one that cannot be read. */
  static load(files: readonly string[]): ProtobufSchema {
    const messages: MessageSource = new Map();
    for (const file of files) if (!file.endsWith('.proto')) loadDescriptorSet(file, messages);
    loadProtoFiles(
      files.filter((file) => file.endsWith('.proto')),
      messages,
    );
    return new ProtobufSchema(messages);
  }

  /** Undefined where no file defines it. */
  find(className: string): MessageType | undefined {
    return this.messages.get(className)?.();
  }

  /** The Java class of a message that is named as in Protobuf. */
  classNameOf(fullName: string): string | undefined {
    for (const [className, message] of this.messages) if (message().fullName === fullName) return className;
    return undefined;
  }

  classNames(): Iterable<string> {
    return this.messages.keys();
  }
}

/** The message of a format whose options were checked. */
export function messageOf(format: FormatPlan): MessageType {
  const { schemaFiles, messageClassName } = optionsOf(format);
  const message = ProtobufSchema.load(schemaFiles).find(messageClassName);
  if (message === undefined) throw new Error(`message ${messageClassName} is gone from ${schemaFiles.join(', ')}`);
  return message;
}
