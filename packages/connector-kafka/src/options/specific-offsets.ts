import type { OptionType } from '@tsql/core';

export interface SpecificOffset {
  readonly partition: number;
  readonly offset: number;
}

const ENTRY = /^partition:\s*(\d+)\s*,\s*offset:\s*(\d+)$/;

/** `partition:0,offset:42;partition:1,offset:300` */
export const specificOffsetsType: OptionType<readonly SpecificOffset[]> = {
  name: 'String',
  allowed: 'offsets of partitions, such as partition:0,offset:42;partition:1,offset:300',
  parse(text) {
    const offsets: SpecificOffset[] = [];
    for (const entry of text.split(';')) {
      if (entry.trim() === '') continue;
      const match = ENTRY.exec(entry.trim());
      if (match === null) return undefined;
      offsets.push({ partition: Number(match[1]), offset: Number(match[2]) });
    }
    return offsets.length === 0 ? undefined : offsets;
  },
  print: (value) => value.map(({ partition, offset }) => `partition:${partition},offset:${offset}`).join(';'),
};
