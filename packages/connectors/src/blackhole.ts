import { type DynamicTableFactory, type OptionSet, option, stringType } from '@tsql/core';
import { planRowSink } from './plan-row-sink.js';

const BLACKHOLE_OPTIONS: OptionSet = {
  owner: "connector 'blackhole'",
  options: [option('connector', stringType, { required: true, doc: "'blackhole'" })] as OptionSet['options'],
};

/** Flink's `blackhole`: takes rows and forgets them. */
export const blackholeConnector: DynamicTableFactory = {
  identifier: 'blackhole',
  options: BLACKHOLE_OPTIONS,
  metadata: [],
  planSink: (context) => planRowSink(context, BLACKHOLE_OPTIONS, 'blackhole'),
  openRowSink: async () => ({ open: async () => {}, write() {}, flush: async () => {}, close: async () => {} }),
};
