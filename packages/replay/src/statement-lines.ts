/** The lines of each statement of a script, cut as the recorder of the cases cuts it. */
export function statementLines(sql: string): { readonly first: number; readonly last: number }[] {
  const ranges: { first: number; last: number }[] = [];
  let from = 0;
  for (const statement of splitRecorded(sql)) {
    const at = sql.indexOf(statement, from);
    if (at < 0) {
      ranges.push({ first: 1, last: Number.MAX_SAFE_INTEGER });
      continue;
    }
    const first = sql.slice(0, at).split('\n').length;
    ranges.push({ first, last: first + statement.split('\n').length - 1 });
    from = at + statement.length;
  }
  return ranges;
}

/** Comments are dropped, so a statement with one inside is not found again and any line of the file counts for it. */
function splitRecorded(sql: string): string[] {
  const statements: string[] = [];
  let text = '';
  let quote = '';
  const close = () => {
    if (text.trim() !== '') statements.push(text.trim());
    text = '';
  };
  for (let i = 0; i < sql.length; i++) {
    const character = sql[i] ?? '';
    if (quote !== '') {
      text += character;
      if (character === quote) quote = '';
    } else if (character === "'" || character === '`' || character === '"') {
      quote = character;
      text += character;
    } else if (sql.startsWith('--', i)) {
      while (i < sql.length && sql[i] !== '\n') i++;
      i--;
    } else if (sql.startsWith('/*', i) && !sql.startsWith('/*+', i)) {
      const end = sql.indexOf('*/', i + 2);
      i = end < 0 ? sql.length : end + 1;
    } else if (character === ';' && !isOpenSet(text)) {
      close();
    } else {
      text += character;
    }
  }
  close();
  return statements;
}

function isOpenSet(text: string): boolean {
  const upper = text.trim().toUpperCase();
  return /^(EXECUTE\s+)?(BEGIN\s+STATEMENT\s+SET|STATEMENT\s+SET\s+BEGIN)/.test(upper) && !/;\s*END/.test(upper);
}
