import { type Diagnostic, renderCodeFrame } from '@tsql/core';
import colors from 'picocolors';

/** Prints diagnostics on stderr: for people with the lines around each place, or as one JSON object a line. */
export function renderDiagnostic(
  found: Diagnostic,
  texts: ReadonlyMap<string, string>,
  output: string | undefined,
): string {
  if (output === 'json') return JSON.stringify(found);
  const text = texts.get(found.span?.file ?? '') ?? '';
  const paint = colors.isColorSupported && process.stderr.isTTY;
  return renderCodeFrame(
    text,
    found,
    paint
      ? {
          position: colors.bold,
          severity: (label, severity) =>
            severity === 'error'
              ? colors.red(label)
              : severity === 'warning'
                ? colors.yellow(label)
                : colors.cyan(label),
          gutter: colors.dim,
          marker: (label) => colors.red(label),
          hint: colors.dim,
        }
      : {},
  );
}
