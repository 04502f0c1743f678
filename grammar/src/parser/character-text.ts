/** What the pieces of a character literal stand for, `'a' U&'\0062'` as the source has them. */
export function decodeCharacterText(images: readonly string[], escapeImage: string | undefined): string {
  const isUnicode = /^[uU]&/.test(images[0] ?? '');
  const value = images.map(unquote).join('');
  return isUnicode ? decodeUnicode(value, escapeImage === undefined ? '\\' : unquote(escapeImage)) : value;
}

/** Text between quotes, doubled quotes undone. A text in double quotes, which is a fault already, is taken likewise. */
function unquote(image: string): string {
  const quote = image.endsWith('"') ? '"' : "'";
  return image.slice(image.indexOf(quote) + 1, -1).replaceAll(quote + quote, quote);
}

/** `\0041` is a code unit, `\\` the escape character itself. */
function decodeUnicode(text: string, escapeCharacter: string): string {
  let decoded = '';
  for (let i = 0; i < text.length; i++) {
    const char = text.charAt(i);
    if (char !== escapeCharacter) decoded += char;
    else if (text.charAt(i + 1) === escapeCharacter) decoded += text.charAt(++i);
    else {
      const digits = text.slice(i + 1, i + 5);
      if (!/^[0-9a-fA-F]{4}$/.test(digits)) decoded += char;
      else {
        decoded += String.fromCharCode(Number.parseInt(digits, 16));
        i += 4;
      }
    }
  }
  return decoded;
}
