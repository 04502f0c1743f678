import type { OptionEntries, RecordViewer } from '@tsql/core';
import type { Environment } from '@tsql/planner';

const FORMAT = 'avro-confluent';
const SETTING = 'tsql.schema-registry.url';
const ADDRESS = /^(.*avro-confluent\.)(?:schema-registry\.)?url$/;

/**
 * What shows the framed records of a topic: by the registry of the setting, else of a table over the topic, else of any table. Undefined
 * where no registry is named.
 */
export function findViewer(topic: string, { catalog, settings, formats }: Environment): RecordViewer | undefined {
  const url = settings.get(SETTING);
  const found =
    url === undefined
      ? registryOf(topic, catalog)
      : { entries: entryOf(`${FORMAT}.url`, url), keyPrefix: `${FORMAT}.` };
  return (
    found &&
    formats.get(FORMAT)?.createViewer?.({
      ...found,
      part: 'value',
      rowType: { kind: 'ROW', fields: [], nullable: false },
      metadata: [],
      primaryKey: [],
      topic,
      tableName: topic,
      setting: (key) => settings.get(key),
      span: undefined,
      accept: () => {},
    })
  );
}

const entryOf = (key: string, value: string): OptionEntries => new Map([[key, { key, value, shownValue: value }]]);

function registryOf(topic: string, catalog: Environment['catalog']) {
  const tables = catalog.objects(catalog.namespace).filter((object) => object.kind === 'table');
  const named = tables.flatMap(({ options: entries }) => {
    const keyPrefix = [...entries.keys()].map((key) => ADDRESS.exec(key)?.[1]).find((prefix) => prefix !== undefined);
    return keyPrefix === undefined ? [] : [{ entries, keyPrefix }];
  });
  const isOverTopic = ({ entries }: { readonly entries: OptionEntries }) =>
    entries
      .get('topic')
      ?.value.split(';')
      .some((name) => name.trim() === topic) === true;
  return named.find(isOverTopic) ?? named[0];
}
