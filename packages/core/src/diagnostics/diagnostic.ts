import { CODES, type Code, type CodeEntry } from './codes.js';
import type { SourceSpan } from './source-span.js';

export type Severity = 'error' | 'warning' | 'notice';

/** A further place that explains a diagnostic, such as the first of two contradicting options. */
export interface RelatedSpan {
  readonly message: string;
  readonly span: SourceSpan;
}

/** An edit that would mend the fault. */
export interface Suggestion {
  readonly title: string;
  readonly span: SourceSpan;
  readonly text: string;
}

/** One finding, with its code, where it is, and what would mend it. */
export interface Diagnostic {
  readonly code: Code;
  readonly severity: Severity;
  readonly message: string;
  readonly hint?: string;
  readonly span?: SourceSpan;
  readonly related?: readonly RelatedSpan[];
  readonly suggestions?: readonly Suggestion[];
  /** The values that the message's template was filled with. */
  readonly args: DiagnosticArgs;
}

export type DiagnosticArgs = Readonly<Record<string, string | number | undefined>>;

export interface DiagnosticPlace {
  readonly span?: SourceSpan | undefined;
  /** Overrides the hint of the code's entry. */
  readonly hint?: string | undefined;
  readonly related?: readonly RelatedSpan[] | undefined;
  readonly suggestions?: readonly Suggestion[] | undefined;
}

/** Makes the diagnostic of a code; `{name}` in the code's templates is replaced by `args.name`. */
export function diagnostic(code: Code, args: DiagnosticArgs = {}, place: DiagnosticPlace = {}): Diagnostic {
  const entry: CodeEntry = CODES[code];
  const hint = place.hint ?? (entry.hint === undefined ? undefined : fill(entry.hint, args));
  return {
    code,
    severity: entry.severity,
    message: fill(entry.message, args),
    args,
    ...(hint === undefined ? {} : { hint }),
    ...(place.span === undefined ? {} : { span: place.span }),
    ...(place.related === undefined ? {} : { related: place.related }),
    ...(place.suggestions === undefined ? {} : { suggestions: place.suggestions }),
  };
}

function fill(template: string, args: DiagnosticArgs): string {
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = args[name];
    return value === undefined ? whole : String(value);
  });
}
