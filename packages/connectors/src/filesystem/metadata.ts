import { BIGINT, type MetadataDescriptor, STRING, timestampLtz, withNullability } from '@tsql/core';

const descriptor = (key: string, type: MetadataDescriptor['type'], doc: string): MetadataDescriptor => ({
  key,
  type: withNullability(type, false),
  isWritable: false,
  doc,
});

/** What a table of files tells of the file that a row comes from: Flink's `ReadableFileInfo`. */
export const FILE_METADATA: readonly MetadataDescriptor[] = [
  descriptor('file.path', STRING, "The file's whole path."),
  descriptor('file.name', STRING, 'The last part of the path.'),
  descriptor('file.size', BIGINT, 'Bytes.'),
  descriptor('file.modification-time', timestampLtz(3), 'When the file was written last.'),
];
