const POSIX: Readonly<Record<string, string>> = {
  Lower: 'a-z',
  Upper: 'A-Z',
  ASCII: '\\x00-\\x7F',
  Alpha: 'a-zA-Z',
  Digit: '0-9',
  Alnum: 'a-zA-Z0-9',
  Punct: '!-\\/:-@\\[-`\\{-~',
  Graph: '!-~',
  Print: ' -~',
  Blank: ' \\t',
  Cntrl: '\\x00-\\x1F\\x7F',
  XDigit: '0-9a-fA-F',
  Space: ' \\t\\n\\x0B\\f\\r',
};

/** Classes that Java and JavaScript spell differently, as the content of a character class. */
const CLASSES: Readonly<Record<string, string>> = {
  s: ' \\t\\n\\x0B\\f\\r',
  h: ' \\t\\xA0\\u1680\\u180E\\u2000-\\u200A\\u202F\\u205F\\u3000',
  v: '\\n\\x0B\\f\\r\\x85\\u2028\\u2029',
  d: '0-9',
  w: 'a-zA-Z0-9_',
};

const LINE_END = '(?=(?:\\r\\n|[\\n\\r\\x85\\u2028\\u2029])?(?![\\s\\S]))';
const ANCHORS: Readonly<Record<string, string>> = { A: '(?<![\\s\\S])', z: '(?![\\s\\S])', Z: LINE_END };

/**
 * Compiles an expression of java.util.regex. Quoting, POSIX classes, anchors, class intersections and leading flags are
 * translated; possessive quantifiers and atomic groups become plain ones.
 *
 * @throws SyntaxError for an expression that is none
 */
export function compileJavaRegex(pattern: string, flags = ''): RegExp {
  const translator = new Translator(pattern);
  const source = translator.translate();
  return new RegExp(source, [...new Set(`v${flags}${translator.flags}`)].join(''));
}

/**
 * Compiles an expression that has to match a whole text, as `Matcher.matches`.
 *
 * @throws SyntaxError for an expression that is none
 */
export function compileWholeJavaRegex(pattern: string): RegExp {
  const { source, flags } = compileJavaRegex(pattern);
  return new RegExp(`(?<![\\s\\S])(?:${source})(?![\\s\\S])`, flags);
}

/** Reads a Java expression from left to right and writes the JavaScript one. */
class Translator {
  private at = 0;
  flags = '';

  constructor(private readonly pattern: string) {}

  translate(): string {
    let source = '';
    while (this.at < this.pattern.length) source += this.next();
    return source;
  }

  private next(): string {
    const character = this.take();
    switch (character) {
      case '\\':
        return this.escape(false);
      case '[':
        return this.characterClass();
      case '.':
        return this.flags.includes('s') ? '.' : '[^\\n\\r\\x85\\u2028\\u2029]';
      case '$':
        return this.flags.includes('m') ? '$' : LINE_END;
      case '(':
        return this.group();
      case '*':
      case '+':
      case '?':
      case '}':
        if (this.pattern[this.at] === '+') this.at++;
        return character;
      case ']':
        return '\\]';
      default:
        return character;
    }
  }

  private take(): string {
    const character = String.fromCodePoint(this.pattern.codePointAt(this.at) ?? 0);
    this.at += character.length;
    return character;
  }

  /** Flags `(?i)` hold for the whole expression here; `(?>` has no counterpart and becomes a plain group. */
  private group(): string {
    const flags = /^\?([imsu]+)\)/.exec(this.pattern.slice(this.at));
    if (flags !== null) {
      this.at += flags[0].length;
      this.flags += (flags[1] ?? '').replace('u', '');
      return '';
    }
    if (this.pattern.startsWith('?>', this.at)) {
      this.at += 2;
      return '(?:';
    }
    return '(';
  }

  private escape(inClass: boolean): string {
    const character = this.take();
    if (character === 'Q') return this.quoted();
    if (character === 'p' || character === 'P') return this.property(character === 'P', inClass);
    const positive = CLASSES[character];
    if (positive !== undefined) return inClass ? positive : `[${positive}]`;
    const negative = /[SHVDW]/.test(character) ? CLASSES[character.toLowerCase()] : undefined;
    if (negative !== undefined) return `[^${negative}]`;
    if (!inClass && ANCHORS[character] !== undefined) return ANCHORS[character];
    if (!inClass && character === 'R') return '(?:\\r\\n|[\\n\\x0B\\f\\r\\x85\\u2028\\u2029])';
    if (character === 'e') return '\\x1B';
    if (character === 'a') return '\\x07';
    if (character === '0') return this.octal();
    if (character === 'x' && this.pattern[this.at] === '{') return '\\u';
    if (/[a-zA-Z1-9]/.test(character)) {
      if (!/[bBntrfcuxk1-9]/.test(character)) throw new SyntaxError(`\\${character} is no escape`);
      return `\\${character}`;
    }
    return literal(character);
  }

  private quoted(): string {
    const end = this.pattern.indexOf('\\E', this.at);
    const content = this.pattern.slice(this.at, end < 0 ? undefined : end);
    this.at = end < 0 ? this.pattern.length : end + 2;
    return [...content].map(literal).join('');
  }

  private octal(): string {
    const digits = /^[0-3]?[0-7]{1,2}/.exec(this.pattern.slice(this.at))?.[0] ?? '';
    this.at += digits.length;
    return `\\x${Number.parseInt(digits, 8).toString(16).padStart(2, '0')}`;
  }

  private property(isNegated: boolean, inClass: boolean): string {
    const match = /^(?:\{(\w+)(?:=(\w+))?\}|(\w))/.exec(this.pattern.slice(this.at));
    if (match === null) throw new SyntaxError('a property has no name');
    this.at += match[0].length;
    const name = match[1] ?? match[3] ?? '';
    const posix = POSIX[name];
    if (posix !== undefined) return isNegated ? `[^${posix}]` : inClass ? posix : `[${posix}]`;
    const property = match[2] === undefined ? unicodeProperty(name) : `${name}=${match[2]}`;
    return `\\${isNegated ? 'P' : 'p'}{${property}}`;
  }

  /** A class from behind its `[` to its `]`; the sides of && are classes of their own. */
  private characterClass(): string {
    const negated = this.pattern[this.at] === '^' ? '^' : '';
    if (negated !== '') this.at++;
    const sides = [''];
    while (this.at < this.pattern.length) {
      const character = this.take();
      if (character === ']') return classOf(negated, sides);
      if (character === '&' && this.pattern[this.at] === '&') {
        this.at++;
        sides.push('');
      } else sides[sides.length - 1] += this.classPart(character, sides.at(-1) === '');
    }
    throw new SyntaxError('a character class has no end');
  }

  private classPart(character: string, isFirst: boolean): string {
    if (character === '[') return this.characterClass();
    if (character === '\\') return this.escape(true);
    const isRange = character === '-' && !isFirst && this.pattern[this.at] !== ']' && this.pattern[this.at] !== '[';
    return isRange ? '-' : literal(character);
  }
}

const classOf = (negated: string, sides: readonly string[]): string =>
  sides.length === 1 ? `[${negated}${sides[0]}]` : `[${negated}${sides.map((side) => `[${side}]`).join('&&')}]`;

function unicodeProperty(name: string): string {
  const java: Readonly<Record<string, string>> = {
    javaLowerCase: 'Lowercase',
    javaUpperCase: 'Uppercase',
    javaWhitespace: 'White_Space',
    IsAlphabetic: 'Alphabetic',
    IsLetter: 'L',
    IsDigit: 'Nd',
    IsUppercase: 'Uppercase',
    IsLowercase: 'Lowercase',
    IsPunctuation: 'P',
    IsWhite_Space: 'White_Space',
  };
  const known = java[name];
  if (known !== undefined) return known;
  if (!name.startsWith('Is')) return name;
  return name.length <= 4 ? name.slice(2) : `Script=${name.slice(2)}`;
}

/** A character that stands for itself, inside and outside of classes. */
export function literal(character: string): string {
  return /[\\^$.*+?()[\]{}|/\-&!#%,:;<=>@`~]/.test(character) ? escaped(character) : character;
}

/** In a `v` expression only syntax characters may have a backslash outside of classes. */
function escaped(character: string): string {
  if (/[\\^$.*+?()[\]{}|/]/.test(character)) return `\\${character}`;
  return `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`;
}

const compiled = new Map<string, RegExp | undefined>();
const MAX_COMPILED = 1000;

/** The compiled expression, kept for the next time; undefined where it is none. */
export function cachedJavaRegex(pattern: string, flags = ''): RegExp | undefined {
  const key = `${flags}/${pattern}`;
  if (compiled.has(key)) return compiled.get(key);
  let expression: RegExp | undefined;
  try {
    expression = compileJavaRegex(pattern, flags);
  } catch {
    expression = undefined;
  }
  if (compiled.size >= MAX_COMPILED) compiled.clear();
  compiled.set(key, expression);
  return expression;
}
