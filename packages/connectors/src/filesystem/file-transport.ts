/** How files are read. */
export interface FileSourceTransport {
  /** Absolute. */
  readonly path: string;
  /** A regular expression that whole paths have to match. */
  readonly pattern: string | undefined;
  /** Milliseconds; undefined where the files that are there are all. */
  readonly monitorIntervalMs: number | undefined;
  readonly partitionKeys: readonly string[];
  readonly partitionDefaultName: string;
}

/** How files are written. */
export interface FileSinkTransport {
  /** Absolute: the table's folder. */
  readonly path: string;
  /** True in batch mode: one file for each partition, seen when the job has ended. */
  readonly isBatch: boolean;
  /** INSERT OVERWRITE: the partition columns that are given, as texts; undefined where files are added. */
  readonly overwrite: Readonly<Record<string, string>> | undefined;
  readonly rollingFileSize: number;
  readonly rolloverIntervalMs: number;
  readonly inactivityIntervalMs: number;
  /** Written into each folder where files were finished; undefined for none. */
  readonly successFileName: string | undefined;
  readonly partitionKeys: readonly string[];
  readonly partitionDefaultName: string;
}
