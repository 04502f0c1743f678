import { describe, expect, it } from 'vitest';
import { compileJavaRegex, compileWholeJavaRegex } from '../../src/regexp/java-regex.js';

describe('Java regular expressions', () => {
  it.each([
    ['^[\\w.+-]+@\\w+\\.\\w{2,}$', 'a.b+c@host.io', 'a.b+c@host.io'],
    ['(?i)ABC', 'xabcx', 'abc'],
    ['\\p{Alpha}+', '12ab3', 'ab'],
    ['\\p{Punct}', 'a-b', '-'],
    ['\\p{Lu}\\p{IsAlphabetic}*', 'été Élan', 'Élan'],
    ['[a-z&&[^m-p]]+', 'mnabp', 'ab'],
    ['a++b', 'aaab', 'aaab'],
    ['\\bfoo\\b', 'a foo b', 'foo'],
    ['[a-zA-Z_][\\w$]*', '1a$b', 'a$b'],
    ['[-a]+', 'b-a-', '-a-'],
    ['[a\\]b]+', 'x]b', ']b'],
    ['\\Qa.b*\\E', 'aab a.b*', 'a.b*'],
    ['[\\s\\S]+', 'a\nb', 'a\nb'],
    ['\\$\\{(\\w+)\\}', ['x$', '{y}'].join(''), ['$', '{y}'].join('')],
    ['"([^"]*)"', 'a "b c"', '"b c"'],
    ['\\A\\d+\\z', '123', '123'],
    ['b$', 'ab\n', 'b'],
    ['(?<year>\\d{4})/\\k<year>', '2024/2024', '2024/2024'],
    ['[^\\d,]+', '1,ab,', 'ab'],
    ['\\-\\_\\#', 'a-_#', '-_#'],
    ['(?:a|b)?c', 'bc', 'bc'],
    ['\\x41\\u0042', 'AB', 'AB'],
    ['[\\\\/]', 'a/b', '/'],
    ['a.c', 'a😀c', 'a😀c'],
  ])('%s finds a part of %j', (pattern, text, expected) => {
    expect(compileJavaRegex(pattern).exec(text)?.[0]).toBe(expected);
  });

  it.each(['(', '[a', '\\y', '*a'])('refuses %s', (pattern) => {
    expect(() => compileJavaRegex(pattern)).toThrow(SyntaxError);
  });

  it.each([
    ['(?i)db\\d++|\\Qa.b\\E', ['DB12', 'a.b'], ['db', 'xdb1', 'db1\n', 'aXb']],
    ['a|ab', ['a', 'ab'], ['abc', '']],
    ['', [''], ['a']],
    ['t.x$', ['tyx', 't😀x'], ['t\nx', 't\u0085x', 'tyx\n']],
  ])('%s matches whole texts only', (pattern, matching, others) => {
    const expression = compileWholeJavaRegex(pattern);
    expect(matching.filter((text) => !expression.test(text))).toEqual([]);
    expect(others.filter((text) => expression.test(text))).toEqual([]);
  });
});
