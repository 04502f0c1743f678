import { booleanType, option } from '@tsql/core';
import { changelogOptions } from '../changelog-json/options.js';

const schemaInclude = option('schema-include', booleanType, {
  defaultValue: false,
  doc: "Whether messages carry their schema, with the change in their field 'payload'.",
});

export const DEBEZIUM_JSON_OPTIONS = changelogOptions('debezium-json', [schemaInclude]);
