import { diagnostic, type FormatContext, type FormatFactory, type FormatPlan, LINE_FRAMING } from '@tsql/core';
import { checkTypes } from '../json/schema.js';
import { ChangelogDeserializer } from './decode.js';
import { ChangelogSerializer } from './encode.js';
import type { Envelope } from './envelope.js';
import { generateChanges } from './generate-changes.js';
import { generateWriter } from './generate-writer.js';
import { resolveChangelogOptions } from './options.js';

/** Makes the format of an envelope. */
export function changelogFormat(envelope: Envelope): FormatFactory {
  const plan = (context: FormatContext, isReading: boolean): FormatPlan | undefined => {
    const options = resolveChangelogOptions(context, envelope.options, isReading);
    if (!checkTypes(context)) return undefined;
    const { rowType, metadata } = context;
    return { identifier: envelope.identifier, options, rowType, metadata };
  };
  return {
    identifier: envelope.identifier,
    options: envelope.options,
    decodingChangelogMode: 'all',
    encodingChangelogMode: 'all',
    metadata: envelope.metadata.map(({ key, type, doc }) => ({ key, type, doc, isWritable: false })),
    planDecoding: (context) => (hasNameOfMetadata(context) ? undefined : plan(context, true)),
    planEncoding(context) {
      const planned = plan(context, false);
      const reason = planned && envelope.refusesWriting?.(planned.options);
      if (reason === undefined) return planned;
      context.accept(diagnostic('TSQL_PLAN_INVALID', { reason }, { span: context.span }));
      return undefined;
    },
    createDeserializer: (format, context) => new ChangelogDeserializer(format, envelope, context),
    generateChanges: (format, request) => generateChanges(format, request, envelope),
    generateWriter: (format, request) => generateWriter(format, request, envelope),
    createSerializer: (format) => new ChangelogSerializer(format, envelope),
    fileFraming: LINE_FRAMING,
  };
}

/** Flink puts the metadata's keys behind the columns' names, and refuses a name twice. */
function hasNameOfMetadata({ rowType, metadata, span, accept }: FormatContext): boolean {
  const taken = rowType.fields.filter(({ name }) => metadata.includes(name));
  for (const { name } of taken) {
    const reason = `column '${name}' has the name of the metadata 'value.${name}' that is read beside it`;
    accept(diagnostic('TSQL_PLAN_INVALID', { reason }, { span }));
  }
  return taken.length > 0;
}
