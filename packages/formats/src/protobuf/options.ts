import {
  booleanType,
  type FormatContext,
  type FormatPlan,
  type OptionSet,
  option,
  resolveOptions,
  stringListType,
  stringType,
} from '@tsql/core';

const messageClassName = option('message-class-name', stringType, {
  required: true,
  doc: 'The Java class of the message, as its .proto file names it.',
  example: 'org.example.Order',
});

const ignoreParseErrors = option('ignore-parse-errors', booleanType, {
  defaultValue: false,
  doc: 'Skips a record that is no message; otherwise the job fails.',
});

const readDefaultValues = option('read-default-values', booleanType, {
  defaultValue: false,
  doc: 'Reads fields that are absent as their defaults; otherwise as NULL, but for scalars of proto3.',
});

const writeNullStringLiteral = option('write-null-string-literal', stringType, {
  defaultValue: '',
  doc: 'What stands for a NULL text within an array or a map.',
});

const schemaFiles = option('schema-files', stringListType, {
  isExtension: true,
  doc: "The .proto files or descriptor sets that define the message, separated by ';'. Not known to Flink, which has them on its class path; the setting 'protobuf.schema-files' gives them for a whole job.",
});

export const PROTOBUF_OPTIONS: OptionSet = {
  owner: "format 'protobuf'",
  options: [
    messageClassName,
    ignoreParseErrors,
    readDefaultValues,
    writeNullStringLiteral,
    schemaFiles,
  ] as OptionSet['options'],
};

/** The validated values. */
export interface ProtobufOptions {
  readonly messageClassName: string;
  readonly ignoreParseErrors: boolean;
  readonly readDefaultValues: boolean;
  readonly writeNullStringLiteral: string;
  readonly schemaFiles: readonly string[];
}

/** Checks the format's options; reports what is wrong. */
export function resolveProtobufOptions({ entries, keyPrefix, span, accept, setting }: FormatContext): ProtobufOptions {
  const resolved = resolveOptions({ set: PROTOBUF_OPTIONS, entries, keyPrefix, span, accept });
  return {
    messageClassName: resolved.get(messageClassName) ?? '',
    ignoreParseErrors: resolved.get(ignoreParseErrors) ?? false,
    readDefaultValues: resolved.get(readDefaultValues) ?? false,
    writeNullStringLiteral: resolved.get(writeNullStringLiteral) ?? '',
    schemaFiles: resolved.get(schemaFiles) ?? stringListType.parse(setting('protobuf.schema-files') ?? '') ?? [],
  };
}

/** The options as the plan keeps them. */
export function optionsOf(plan: FormatPlan): ProtobufOptions {
  return plan.options as unknown as ProtobufOptions;
}
