import { diagnostic, type OnErrorPlan, type ResolvedOptions, type TableContext } from '@tsql/core';
import { onError, onErrorDeadLetterTopic, onErrorMaxRecords } from '../options/kafka-options.js';

/** `on-error` of a table, with its topic; reports what does not go together. */
export function planOnError(
  { accept }: Pick<TableContext, 'accept'>,
  options: ResolvedOptions,
): { readonly plan: { readonly onError?: OnErrorPlan }; readonly transport: { readonly deadLetterTopic?: string } } {
  const mode = options.get(onError) ?? 'fail';
  const topic = options.get(onErrorDeadLetterTopic);
  const modeEntry = options.entry(onError);
  if (mode === 'dead-letter' && topic === undefined) {
    accept(
      diagnostic(
        'TSQL_OPTION_MISSING',
        { name: onErrorDeadLetterTopic.key, owner: `'${onError.key}' = 'dead-letter'` },
        { span: modeEntry?.valueSpan },
      ),
    );
  }
  const topicEntry = options.entry(onErrorDeadLetterTopic);
  if (topicEntry !== undefined && mode !== 'dead-letter') {
    const reason = `it is for '${onError.key}' = 'dead-letter'`;
    accept(diagnostic('TSQL_OPTION_NO_EFFECT', { name: topicEntry.key, reason }, { span: topicEntry.keySpan }));
  }
  const limitEntry = options.entry(onErrorMaxRecords);
  if (limitEntry !== undefined && mode === 'fail') {
    const reason = `the job fails with the first record: '${onError.key}' is 'fail'`;
    accept(diagnostic('TSQL_OPTION_NO_EFFECT', { name: limitEntry.key, reason }, { span: limitEntry.keySpan }));
  }
  if (mode === 'fail') return { plan: {}, transport: {} };
  return {
    plan: { onError: { mode, maxRecords: options.get(onErrorMaxRecords) } },
    transport: mode === 'dead-letter' && topic !== undefined ? { deadLetterTopic: topic } : {},
  };
}
