/** What can stand at the cursor. */
export interface Candidate {
  /** What is inserted. */
  readonly text: string;
  /** `keyword`, `table`, `column STRING`, `function`, `option`, `value`, … */
  readonly kind: string;
  /** A line of help; may be empty. */
  readonly doc: string;
  /** Inserted behind the text where nothing stands there: a blank, a closing quote. */
  readonly suffix?: string;
}

/** Candidates for the part of the text from `from` to `to`, best first. */
export interface Completion {
  readonly from: number;
  readonly to: number;
  readonly candidates: readonly Candidate[];
}

/** What candidates have in common at their beginning, letter case ignored; in the case of the first one. */
export function commonBeginning(candidates: readonly Candidate[]): string {
  const [first, ...others] = candidates;
  if (first === undefined) return '';
  let length = first.text.length;
  for (const { text } of others) {
    let same = 0;
    while (same < length && text[same]?.toLowerCase() === first.text[same]?.toLowerCase()) same++;
    length = same;
  }
  return first.text.slice(0, length);
}
