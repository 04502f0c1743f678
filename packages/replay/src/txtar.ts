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
