const PREFIX = 'tsql-';

/** The consumer group in which a resumable job keeps its positions. */
export function jobGroup(jobName: string): string {
  return `${PREFIX}${jobName}`;
}

/** The job that a group belongs to by its name, or undefined. */
export function jobOfGroup(group: string): string | undefined {
  return group.startsWith(PREFIX) && group.length > PREFIX.length ? group.slice(PREFIX.length) : undefined;
}
