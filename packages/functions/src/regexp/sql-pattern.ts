const quote = (character: string): string => (/[\\^$.*+?()[\]{}|/]/.test(character) ? `\\${character}` : character);

/**
 * A LIKE pattern as an expression. % goes over ends of lines, _ does not match one.
 *
 * @throws SyntaxError where the escape character stands before another character than %, _ and itself
 */
export function likeToRegex(pattern: string, escapeCharacter: string | undefined): RegExp {
  let source = '';
  const characters = [...pattern];
  for (let i = 0; i < characters.length; i++) {
    const character = characters[i] ?? '';
    if (character === escapeCharacter) {
      const next = characters[++i];
      if (next === undefined || !(next === '%' || next === '_' || next === escapeCharacter)) {
        throw new SyntaxError(`'${escape}' may stand before %, _ and itself only`);
      }
      source += quote(next);
    } else source += character === '%' ? '[\\s\\S]*' : character === '_' ? '.' : quote(character);
  }
  return new RegExp(`^(?:${source})$`, 'u');
}

const NAMED_CLASSES: Readonly<Record<string, string>> = {
  ALPHA: '\\p{L}',
  UPPER: '\\p{Lu}',
  LOWER: '\\p{Ll}',
  DIGIT: '\\d',
  ALNUM: '\\p{L}\\p{Nd}',
  SPACE: ' ',
  WHITESPACE: '\\s',
};

/**
 * A SIMILAR TO pattern as an expression: % and _ as in LIKE, | * + ? { } ( ) [ ] as in regular expressions, and the dot too,
 * which Calcite hands on as it is.
 *
 * @throws SyntaxError for a pattern that is none
 */
export function similarToRegex(pattern: string, escapeCharacter: string | undefined): RegExp {
  let source = '';
  let inClass = false;
  const characters = [...pattern];
  for (let i = 0; i < characters.length; i++) {
    const character = characters[i] ?? '';
    const named = inClass ? /^\[:(\w+):\]/.exec(characters.slice(i).join('')) : null;
    if (named !== null) {
      source += NAMED_CLASSES[(named[1] ?? '').toUpperCase()] ?? '';
      i += named[0].length - 1;
    } else if (character === escapeCharacter) source += quote(characters[++i] ?? '');
    else if (inClass) {
      inClass = character !== ']';
      source += character === '\\' ? '\\\\' : character;
    } else {
      inClass = character === '[';
      source += similarCharacter(character);
    }
  }
  return new RegExp(`^(?:${source})$`, 'su');
}

function similarCharacter(character: string): string {
  if (character === '%') return '.*';
  if (character === '_') return '.';
  return '|*+?{}()[].'.includes(character) ? character : quote(character);
}
