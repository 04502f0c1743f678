/** What Hive and Flink escape in the parts of a partition's path, besides control characters. */
const ESCAPED = new Set('"#%\'*/:=?\\\u007f{[]^');

/** `b=a%2Fb`: a folder for each partition column. */
export function partitionFolder(key: string, value: string): string {
  return `${escapePart(key)}=${escapePart(value)}`;
}

function escapePart(text: string): string {
  let escaped = '';
  for (const character of text) {
    const code = character.charCodeAt(0);
    const isEscaped = code < 0x20 || ESCAPED.has(character);
    escaped += isEscaped ? `%${code.toString(16).toUpperCase().padStart(2, '0')}` : character;
  }
  return escaped;
}

/** Key and value of a folder's name; undefined for a folder that is no partition. */
export function parsePartitionFolder(name: string): { readonly key: string; readonly value: string } | undefined {
  const at = name.indexOf('=');
  if (at <= 0) return undefined;
  return { key: unescapePart(name.slice(0, at)), value: unescapePart(name.slice(at + 1)) };
}

function unescapePart(text: string): string {
  return text.replace(/%([0-9A-Fa-f]{2})/g, (_whole, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 16)),
  );
}
