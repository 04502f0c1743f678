import type { TableContext } from '@tsql/core';
import { bootstrapServers } from '../options/kafka-options.js';

/** A table that names no brokers takes those of the setting `tsql.brokers` (`--brokers`), where it is given. */
export function withDefaultBrokers(context: TableContext): TableContext {
  const { key } = bootstrapServers;
  const value = context.setting('tsql.brokers');
  if (value === undefined || context.entries.has(key)) return context;
  return { ...context, entries: new Map([...context.entries, [key, { key, value, shownValue: value }]]) };
}
