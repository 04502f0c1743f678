import { compileWholeJavaRegex, type OptionType, option } from '@tsql/core';
import { changelogOptions } from '../changelog-json/options.js';

const patternType: OptionType<string> = {
  name: 'Pattern',
  allowed: 'a regular expression',
  parse(text) {
    try {
      compileWholeJavaRegex(text);
      return text;
    } catch {
      return undefined;
    }
  },
  print: (value) => value,
};

const databaseInclude = option('database.include', patternType, {
  doc: 'A regular expression: only changes of databases whose whole name matches are read.',
});
const tableInclude = option('table.include', patternType, {
  doc: 'A regular expression: only changes of tables whose whole name matches are read.',
});

export const CANAL_JSON_OPTIONS = changelogOptions('canal-json', [databaseInclude, tableInclude]);
