/** A txtar file: a comment, then named sections. */
export interface Txtar {
  readonly comment: string;
  readonly sections: ReadonlyMap<string, string>;
}

const MARKER = /^-- (.+) --$/;

/** Cuts a text at its lines `-- name --`. */
export function parseTxtar(text: string): Txtar {
  const sections = new Map<string, string>();
  let name = '';
  let lines: string[] = [];
  const close = () => sections.set(name, lines.length === 0 ? '' : `${lines.join('\n')}\n`);
  for (const line of text.split('\n')) {
    const match = MARKER.exec(line);
    if (match === null) {
      lines.push(line);
      continue;
    }
    close();
    name = (match[1] ?? '').trim();
    lines = [];
  }
  if (lines.at(-1) === '') lines.pop();
  close();
  const comment = sections.get('') ?? '';
  sections.delete('');
  return { comment, sections };
}

/** The text with a section's lines replaced, all else as it was; a section that is missing is added at the end. */
export function replaceSection(text: string, name: string, lines: readonly string[]): string {
  const all = text.split('\n');
  const isMarker = (line: string) => MARKER.test(line);
  const start = all.findIndex((line) => MARKER.exec(line)?.[1]?.trim() === name);
  if (start < 0) return `${text}${text.endsWith('\n') ? '' : '\n'}${[`-- ${name} --`, ...lines, ''].join('\n')}`;
  const next = all.findIndex((line, index) => index > start && isMarker(line));
  const rest = next < 0 ? [''] : all.slice(next);
  return [...all.slice(0, start + 1), ...lines, ...rest].join('\n');
}
