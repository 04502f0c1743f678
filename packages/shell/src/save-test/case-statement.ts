import { type SqlToken, tokenize } from '@tsql/grammar';
import { openParenthesis } from '../completion/option-context.js';
import { withoutSecrets } from '../without-secrets.js';

/** What stands for what in a case. */
export interface CaseNames {
  /** The topics whose records were read. */
  readonly topics: readonly string[];
}

/** Options that say how a real cluster is reached and where its records begin: a case has a broker of its own. */
const LEFT_OUT =
  /^properties\.(sasl|ssl|security|client\.|isolation|auto\.offset)|^scan\.(startup|bounded)\.(timestamp-millis|specific-offsets)$|^scan\.topic-partition-discovery\.interval$/;

/** The name that a topic or group has in a case, where names are letters, digits and `_`. */
export function caseName(name: string): string {
  return name.replace(/[^A-Za-z0-9_]/g, '_');
}

/**
 * A statement as it stands in a case: topics and groups with the case's prefix, its brokers, and all records that there
 * are from first to last in place of where the session began and ended to read.
 */
export function caseStatement(statement: string, names: CaseNames): string {
  const { tokens } = tokenize(statement, '');
  let text = '';
  let at = 0;
  for (const clause of optionClauses(tokens)) {
    const connector = clause.entries.find(({ key }) => key === 'connector')?.value;
    const isHint = clause.isHint;
    if (!isHint && connector !== 'kafka' && connector !== 'upsert-kafka') continue;
    const entries = clause.entries.flatMap((entry) => caseEntry(entry, names));
    const all = isHint ? entries : withMissing(entries, connector === 'upsert-kafka');
    const lines = all.map(({ key, value }) => `${quote(key)} = ${quote(value)}`);
    text += statement.slice(at, clause.start) + (isHint ? lines.join(', ') : `\n  ${lines.join(',\n  ')}\n`);
    at = clause.end;
  }
  return withoutSecrets(text + statement.slice(at));
}

interface Entry {
  readonly key: string;
  readonly value: string;
}

interface Clause {
  /** Behind the opening parenthesis. */
  readonly start: number;
  /** Before the closing one. */
  readonly end: number;
  readonly entries: readonly Entry[];
  readonly isHint: boolean;
}

function optionClauses(tokens: readonly SqlToken[]): Clause[] {
  const clauses: Clause[] = [];
  for (const [index, { image }] of tokens.entries()) {
    if (image !== ')') continue;
    const open = openParenthesis(tokens.slice(0, index));
    const opener = tokens[open - 1]?.image.toUpperCase();
    if (opener !== 'WITH' && opener !== 'OPTIONS') continue;
    const inner = tokens.slice(open + 1, index);
    const entries = inner.flatMap((token, place) => {
      const [key, value] = [inner[place - 1]?.image, inner[place + 1]?.image];
      return token.image === '=' && key?.startsWith("'") && value?.startsWith("'")
        ? [{ key: unquote(key), value: unquote(value) }]
        : [];
    });
    const start = tokens[open]?.span.end.offset ?? 0;
    clauses.push({ start, end: tokens[index]?.span.start.offset ?? 0, entries, isHint: opener === 'OPTIONS' });
  }
  return clauses;
}

function caseEntry({ key, value }: Entry, { topics }: CaseNames): Entry[] {
  if (LEFT_OUT.test(key)) return [];
  const prefixed = (name: string) => `{{ CASE }}-${caseName(name.trim())}`;
  switch (key) {
    case 'topic':
      return [{ key, value: value.split(';').map(prefixed).join(';') }];
    case 'topic-pattern': {
      const pattern = new RegExp(`^(?:${value})$`);
      return [
        {
          key: 'topic',
          value: topics
            .filter((topic) => pattern.test(topic))
            .map(prefixed)
            .join(';'),
        },
      ];
    }
    case 'properties.bootstrap.servers':
      return [{ key, value: '{{ BROKERS }}' }];
    case 'properties.group.id':
    case 'sink.transactional-id-prefix':
      return [{ key, value: prefixed(value) }];
    case 'scan.startup.mode':
      return [{ key, value: 'earliest-offset' }];
    case 'scan.bounded.mode':
      return [{ key, value: 'latest-offset' }];
    default:
      return [{ key, value }];
  }
}

function withMissing(entries: readonly Entry[], isUpsert: boolean): Entry[] {
  const wanted: Entry[] = [
    { key: 'properties.bootstrap.servers', value: '{{ BROKERS }}' },
    ...(isUpsert ? [] : [{ key: 'scan.startup.mode', value: 'earliest-offset' }]),
    { key: 'scan.bounded.mode', value: 'latest-offset' },
  ];
  return [...entries, ...wanted.filter(({ key }) => !entries.some((entry) => entry.key === key))];
}

const unquote = (image: string): string => image.replace(/^'|'$/g, '').replaceAll("''", "'");
const quote = (text: string): string => `'${text.replaceAll("'", "''")}'`;
