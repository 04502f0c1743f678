import { FUNCTIONS } from '@tsql/functions';
import { type Expected, expectedBehind, RESERVED_WORDS } from '@tsql/grammar';
import { type Environment, quoteName } from '@tsql/planner';
import { columnCandidate, columnsOf, objectDoc } from './catalog-columns.js';
import type { Candidate, Completion } from './completion.js';
import type { CursorContext } from './cursor-context.js';
import { declaredColumns } from './declared-columns.js';
import { KEYWORD_HELP, TYPE_HELP } from './keyword-help.js';
import { optionCandidates } from './option-candidates.js';
import { optionContext } from './option-context.js';
import { findObject, pathBefore, tablesInScope } from './tables-in-scope.js';

/** Words behind which a table is named, as the last words of a text. */
const BEFORE_TABLE =
  /(?:^| )(?:FROM|JOIN|INTO|OVERWRITE|DESCRIBE|DESC|EXTENDED|(?:DROP|ALTER|CREATE|TRUNCATE|ANALYZE) (?:TABLE|VIEW)(?: IF EXISTS)?|COLUMNS IN|TABLE \(|TABLE)$/;
const BEFORE_NEW_NAME = /^CREATE (?:TEMPORARY )?(?:TABLE|VIEW)(?: IF NOT EXISTS)?$/;

/** Completes what is typed at the cursor of a statement, from grammar, catalog, functions and options. */
export function completeStatement(context: CursorContext, environment: Environment): Completion {
  const { from, typed, kind } = context;
  const to = from + typed.length;
  if (kind === 'comment') return { from, to, candidates: [] };
  const option = optionContext(context, environment);
  if (option !== undefined) {
    const all = optionCandidates(option, environment);
    const isKey = option.key === undefined;
    return { from, to, candidates: matching(all, typed).map((candidate) => quoted(candidate, kind, isKey)) };
  }
  if (kind === 'text') return { from, to, candidates: [] };
  const typedName = kind === 'name' ? typed.slice(1) : typed;
  const candidates = matching(nameCandidates(context, environment), typedName);
  return { from, to, candidates: candidates.map((candidate) => spelt(candidate, typed, kind)) };
}

/** Those that begin with what is typed, else those that hold it. */
function matching(candidates: readonly Candidate[], typed: string): readonly Candidate[] {
  const lower = typed.toLowerCase();
  const begin = candidates.filter(({ text }) => text.toLowerCase().startsWith(lower));
  return begin.length > 0 ? begin : candidates.filter(({ text }) => text.toLowerCase().includes(lower));
}

/** With the quotes that are missing, and behind a key what leads to its value. */
function quoted(candidate: Candidate, kind: CursorContext['kind'], isKey: boolean): Candidate {
  const text = candidate.text.replaceAll("'", "''");
  if (kind === 'text') return { ...candidate, text, suffix: isKey ? "' = '" : "'" };
  return { ...candidate, text: `'${text}'`, ...(isKey ? { suffix: " = '" } : {}) };
}

const IS_WORD: ReadonlySet<string> = new Set(['keyword', 'type', 'function']);

/** Words in the letter case that is being typed, names quoted where they have to be. */
function spelt(candidate: Candidate, typed: string, kind: CursorContext['kind']): Candidate {
  if (IS_WORD.has(candidate.kind)) {
    const isLower = typed !== '' && typed === typed.toLowerCase();
    return isLower ? { ...candidate, text: candidate.text.toLowerCase() } : candidate;
  }
  const isPlain =
    /^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(candidate.text) && !RESERVED_WORDS.has(candidate.text.toUpperCase());
  return kind === 'name' || !isPlain ? { ...candidate, text: quoteName(candidate.text) } : candidate;
}

function nameCandidates(context: CursorContext, environment: Environment): readonly Candidate[] {
  const { before, after, head } = context;
  if (before.at(-1)?.image === '.') return memberCandidates(context, environment);
  const words = before.map(({ image }) => image.toUpperCase()).join(' ');
  if (words === 'PRINT') return topicCandidates(environment);
  if (words.startsWith('PRINT ')) return printWords(words);
  if (words === 'USE CATALOG') return catalogCandidates(environment);
  const expected = expectedBehind(head);
  const keywords = [...existenceWords(words), ...keywordCandidates(expected, words)];
  if (words === 'USE') return [...databaseCandidates(environment), ...keywords];
  if (BEFORE_NEW_NAME.test(words)) return keywords;
  const isTable = expected.rules.includes('tableReference') || BEFORE_TABLE.test(words);
  if (isTable && !expected.takesExpression) return [...objectCandidates(environment), ...keywords];
  const tokens = [...before, ...after];
  const declared = declaredColumns(before);
  if (isColumnList(words)) return columnCandidates(tokens, environment);
  if (isKeyList(words)) return declared;
  if (!expected.takesExpression) return /WATERMARK FOR$/.test(words) ? declared : keywords;
  return [...declared, ...columnCandidates(tokens, environment), ...keywords, ...functionCandidates()];
}

/** IF EXISTS and IF NOT EXISTS: the grammar takes their first word for a name. */
function existenceWords(words: string): readonly Candidate[] {
  const verb = /^(CREATE|DROP|ALTER) (?:TEMPORARY )?(?:TABLE|VIEW|DATABASE|CATALOG|FUNCTION)$/.exec(words)?.[1];
  if (verb === undefined) return [];
  return verb === 'CREATE'
    ? [{ text: 'IF NOT EXISTS', kind: 'keyword', doc: 'leaves one of that name as it is' }]
    : [{ text: 'IF EXISTS', kind: 'keyword', doc: 'no error where there is none' }];
}

/** `INSERT INTO t (a, …`: the columns of the table. */
function isColumnList(words: string): boolean {
  return /^INSERT (?:INTO|OVERWRITE) [^()]* \([^()]*$/.test(words);
}

/** `PRIMARY KEY (a, …` and `PARTITIONED BY (a, …`: columns that the statement declares. */
function isKeyList(words: string): boolean {
  return /^CREATE .*(?:PRIMARY KEY|PARTITIONED BY) \([^()]*$/.test(words);
}

/** Behind a dot: columns of a table or alias, fields of a column, tables of a database. */
function memberCandidates({ before, after }: CursorContext, environment: Environment): readonly Candidate[] {
  const parts = pathBefore(before);
  const scope = tablesInScope([...before.slice(0, before.length - 2 * parts.length), ...after], environment);
  const table =
    scope.find(({ alias }) => parts.length === 1 && alias === parts[0])?.object ?? findObject(parts, environment);
  const columns = table === undefined ? [] : columnsOf(table, environment);
  const ofTable = columns.map((column) => columnCandidate(column, table?.path.name ?? ''));
  const fields = scope
    .flatMap(({ object }) => columnsOf(object, environment))
    .filter(({ name }) => name === parts.at(-1));
  const ofRow = fields.flatMap(({ name, type }) =>
    type.kind === 'ROW' ? type.fields.map((field) => columnCandidate({ ...field, doc: '' }, name)) : [],
  );
  return [...ofTable, ...ofRow, ...tablesOf(parts, environment)];
}

function tablesOf(parts: readonly string[], { catalog }: Environment): readonly Candidate[] {
  const [first = '', second] = parts;
  const namespace =
    second === undefined
      ? { catalog: catalog.namespace.catalog, database: first }
      : { catalog: first, database: second };
  const objects =
    catalog.database(namespace.catalog, namespace.database) === undefined ? [] : catalog.objects(namespace);
  const databases = second === undefined ? [...(catalog.catalog(first)?.databases.keys() ?? [])] : [];
  return [
    ...objects.map((object) => ({ text: object.path.name, kind: object.kind, doc: objectDoc(object) })),
    ...databases.map((text) => ({ text, kind: 'database', doc: '' })),
  ];
}

function objectCandidates(environment: Environment): readonly Candidate[] {
  const { catalog } = environment;
  return catalog
    .objects(catalog.namespace)
    .map((object) => ({ text: object.path.name, kind: object.kind, doc: objectDoc(object) }));
}

function columnCandidates(tokens: CursorContext['before'], environment: Environment): readonly Candidate[] {
  const scope = tablesInScope(tokens, environment);
  return scope.flatMap(({ alias, object }) =>
    columnsOf(object, environment).map((column) => columnCandidate(column, alias)),
  );
}

function keywordCandidates({ words, takesType }: Expected, before: string): Candidate[] {
  const own = before === '' ? [...words, 'PRINT'] : words;
  return own.map((text) => {
    const type = takesType ? TYPE_HELP[text] : undefined;
    return type === undefined
      ? { text, kind: 'keyword', doc: KEYWORD_HELP[text] ?? '' }
      : { text, kind: 'type', doc: type };
  });
}

let functions: readonly Candidate[] | undefined;

function functionCandidates(): readonly Candidate[] {
  functions ??= [...FUNCTIONS]
    .filter(([name]) => /^[A-Z][A-Z0-9_]*$/.test(name))
    .map(([text, { syntax, doc }]) => ({
      text,
      kind: 'function',
      doc: `${syntax}: ${doc}`,
      ...(syntax.includes('(') ? { suffix: '(' } : {}),
    }));
  return functions;
}

/** The topics that tables of the session read and write. */
function topicCandidates({ catalog }: Environment): readonly Candidate[] {
  const topics = new Map<string, string>();
  for (const object of catalog.objects(catalog.namespace)) {
    const names = object.kind === 'table' ? (object.options.get('topic')?.value.split(';') ?? []) : [];
    for (const name of names) topics.set(name.trim(), object.path.name);
  }
  return [...topics].map(([text, table]) => ({ text, kind: 'topic', doc: `of table ${table}` }));
}

function printWords(words: string): readonly Candidate[] {
  const keyword = (text: string, doc: string) => ({ text, kind: 'keyword', doc });
  if (words.endsWith(' FROM')) {
    return [keyword('BEGINNING', 'all records that are there'), keyword('END', 'records that come from now on')];
  }
  const from = words.includes(' FROM') ? [] : [keyword('FROM', "BEGINNING, END, an offset, or a 'time'")];
  const limit = words.includes(' LIMIT') ? [] : [keyword('LIMIT', 'end after so many records')];
  return [...from, ...limit];
}

function catalogCandidates({ catalog }: Environment): readonly Candidate[] {
  return catalog.catalogNames.map((text) => ({ text, kind: 'catalog', doc: '' }));
}

function databaseCandidates({ catalog }: Environment): readonly Candidate[] {
  const databases = catalog.catalog(catalog.namespace.catalog)?.databases.keys() ?? [];
  return [...databases].map((text) => ({ text, kind: 'database', doc: '' }));
}
