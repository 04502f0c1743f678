import {
  booleanType,
  durationType,
  enumType,
  intType,
  memorySizeType,
  type OptionSet,
  type OptionType,
  option,
  stringType,
} from '@tsql/core';

function positive(type: OptionType<number>): OptionType<number> {
  const parse = (text: string) => {
    const value = type.parse(text);
    return value !== undefined && value > 0 ? value : undefined;
  };
  return { ...type, allowed: `${type.allowed}, above 0`, parse };
}

export const path = option('path', stringType, {
  required: true,
  doc: "A folder, or for reading a file too; relative to the SQL file's folder. file:/// is taken, other schemes are not.",
});
export const format = option('format', stringType, { required: true, doc: 'How records are laid out.' });
export const monitorInterval = option('source.monitor-interval', positive(durationType), {
  scope: 'source',
  doc: 'How often new files are looked for; the table has no end then. Files have to appear whole.',
});
export const pathPattern = option('source.path.regex-pattern', stringType, {
  scope: 'source',
  doc: 'A regular expression; files are read whose whole path matches.',
});
export const partitionDefaultName = option('partition.default-name', stringType, {
  defaultValue: '__DEFAULT_PARTITION__',
  doc: 'Stands in a path for a partition column that is NULL or empty.',
});
export const rollingFileSize = option('sink.rolling-policy.file-size', positive(memorySizeType), {
  defaultValue: 128 * 1024 ** 2,
  scope: 'sink',
  doc: 'A file that is larger is followed by a new one. In batch mode there is one file.',
});
export const rolloverInterval = option('sink.rolling-policy.rollover-interval', positive(durationType), {
  defaultValue: 30 * 60_000,
  scope: 'sink',
  doc: 'How long a file may stay unfinished in streaming mode.',
});
export const inactivityInterval = option('sink.rolling-policy.inactivity-interval', positive(durationType), {
  defaultValue: 30 * 60_000,
  scope: 'sink',
  doc: 'How long a file may go without records in streaming mode before it is finished.',
});
export const checkInterval = option('sink.rolling-policy.check-interval', positive(durationType), {
  defaultValue: 60_000,
  scope: 'sink',
  doc: 'Taken and without effect: the intervals are looked at with every checkpoint.',
});
export const commitPolicy = option('sink.partition-commit.policy.kind', stringType, {
  scope: 'sink',
  doc: "What tells others that a partition is written: 'success-file'.",
});
export const successFileName = option('sink.partition-commit.success-file.name', stringType, {
  defaultValue: '_SUCCESS',
  scope: 'sink',
  doc: 'The name of the success file.',
});
export const commitTrigger = option(
  'sink.partition-commit.trigger',
  enumType([
    { text: 'process-time', doc: 'as soon as files are finished' },
    { text: 'partition-time', doc: 'by watermarks: refused here' },
  ] as const),
  { defaultValue: 'process-time', scope: 'sink', doc: 'When a partition counts as written.' },
);
export const commitDelay = option('sink.partition-commit.delay', durationType, {
  defaultValue: 0,
  scope: 'sink',
  doc: 'How long a partition waits for its success file: 0 only.',
});
export const autoCompaction = option('auto-compaction', booleanType, {
  defaultValue: false,
  scope: 'sink',
  doc: 'Whether small files are put together: refused here.',
});

const withoutEffect = (key: string, type: OptionType<unknown> = stringType) =>
  option(key, type, { doc: 'Taken and without effect.' });

export const FILESYSTEM_OPTIONS: OptionSet = {
  owner: "connector 'filesystem'",
  options: [
    option('connector', stringType, { required: true, doc: "'filesystem'" }),
    path,
    format,
    monitorInterval,
    pathPattern,
    partitionDefaultName,
    rollingFileSize,
    rolloverInterval,
    inactivityInterval,
    checkInterval,
    commitPolicy,
    successFileName,
    commitTrigger,
    commitDelay,
    autoCompaction,
    withoutEffect('compaction.file-size', memorySizeType),
    withoutEffect('partition.time-extractor.class'),
    withoutEffect('partition.time-extractor.kind'),
    withoutEffect('partition.time-extractor.timestamp-formatter'),
    withoutEffect('partition.time-extractor.timestamp-pattern'),
    withoutEffect('sink.parallelism', intType(1)),
    withoutEffect('sink.partition-commit.policy.class'),
    withoutEffect('sink.partition-commit.policy.class.parameters'),
    withoutEffect('sink.partition-commit.watermark-time-zone'),
    withoutEffect('sink.shuffle-by-partition.enable', booleanType),
    withoutEffect('source.report-statistics'),
  ] as unknown as OptionSet['options'],
};
