import { tokenize } from '@tsql/grammar';
import { CONNECTORS, FORMATS } from '@tsql/session';

const HIDDEN = '******';

/** Names of keys that hold secrets wherever they stand: of Kafka's clients, and of settings that nobody has declared. */
const SENSITIVE =
  /password|passphrase|secret|credential|jaas|token|api[-.]?key|user-info|ssl\.key(store)?(\.pem|\.key)?$/i;

/** Keys whose options are declared sensitive, of connectors and formats. */
const DECLARED: readonly string[] = [...CONNECTORS, ...FORMATS].flatMap(({ options }) =>
  options.options.filter(({ sensitive }) => sensitive === true).map(({ key }) => key),
);

/**
 * A statement without the values of sensitive options (`'key' = 'value'`) and without passwords in addresses: for the
 * history and for files. `{{ NAME }}` stays.
 */
export function withoutSecrets(statement: string): string {
  const { tokens } = tokenize(statement, '');
  let clean = '';
  let at = 0;
  for (const [index, token] of tokens.entries()) {
    if (!token.image.startsWith("'")) continue;
    const key = tokens[index - 1]?.image === '=' ? tokens[index - 2]?.image : undefined;
    const { start, end } = token.span;
    clean += statement.slice(at, start.offset) + cleanText(token.image, key);
    at = end.offset;
  }
  return clean + statement.slice(at);
}

function cleanText(image: string, key: string | undefined): string {
  const isOption = key?.startsWith("'") === true && isSensitive(key.slice(1, -1));
  if (isOption && !/^'\{\{[^{}]*\}\}'$/.test(image)) return `'${HIDDEN}'`;
  return image.replace(/(:\/\/)[^/@'\s]+@/g, `$1${HIDDEN}@`);
}

/** Whether the value of an option is not to be shown. */
export function isSensitive(key: string): boolean {
  return SENSITIVE.test(key) || DECLARED.some((declared) => key === declared || key.endsWith(`.${declared}`));
}
