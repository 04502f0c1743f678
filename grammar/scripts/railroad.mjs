// Makes docs/grammar/*.html: a railroad diagram of every rule of the grammar. Run with
// `npx tsx grammar/scripts/railroad.mjs`; `--check` only tells whether the files are stale.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import railroad from 'railroad-diagrams';
import { StatementParser } from '../src/parser/statement-parser.ts';

export const FOLDER = new URL('../../docs/grammar/', import.meta.url);

// Each page takes the rules from the one named here to that of the next page; they stand in the order of the classes.
const PAGES = [
  ['names', 'Names, texts, options', 'namePart'],
  ['types', 'Data types', 'dataType'],
  ['literals', 'Literals and intervals', 'literal'],
  ['primaries', 'What operators stand between', 'postfixExpression'],
  ['operators', 'Operators', 'expression'],
  ['calls', 'Function calls', 'callTail'],
  ['json', 'JSON functions', 'jsonExpression'],
  ['clauses', 'Hints, GROUP BY, windows, ORDER BY', 'hints'],
  ['queries', 'Queries', 'query'],
  ['match-recognize', 'MATCH_RECOGNIZE', 'matchRecognize'],
  ['tables', 'What stands in FROM', 'fromClause'],
  ['create-table', 'CREATE TABLE', 'createTable'],
  ['create', 'CREATE and DROP', 'create'],
  ['insert', 'Statements that write', 'insert'],
  ['alter', 'ALTER', 'alter'],
  ['materialized-tables', 'Materialized tables', 'createMaterializedTable'],
  ['show', 'SHOW and DESCRIBE', 'show'],
  ['session', 'SET, EXPLAIN, EXECUTE and others', 'setOption'],
  ['statements', 'Statements', 'statement'],
];

const STYLE = `
body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 70rem; padding: 0 1rem; }
section { overflow-x: auto; }
svg.railroad-diagram path { stroke: #444; stroke-width: 2; fill: none; }
svg.railroad-diagram text { font: 14px ui-monospace, monospace; text-anchor: middle; }
svg.railroad-diagram rect { stroke: #444; stroke-width: 1.5; fill: #eef6e8; }
svg.railroad-diagram .non-terminal rect { fill: #e8eef8; }
@media (prefers-color-scheme: dark) {
  body { background: #161616; color: #ddd; } a { color: #8cb4ff; }
  svg.railroad-diagram path, svg.railroad-diagram rect { stroke: #999; } svg.railroad-diagram text { fill: #eee; }
  svg.railroad-diagram rect { fill: #24331f; } svg.railroad-diagram .non-terminal rect { fill: #1f2a3d; }
}`;

/** The pages, by file name. */
export function railroadPages() {
  const parser = new StatementParser({ skipValidations: true });
  const names = parser.ruleNames;
  const rules = parser.getGAstProductions();
  const starts = PAGES.map(([, , first]) => names.indexOf(first));
  if (starts.some((start, i) => start < 0 || start < (starts[i - 1] ?? 0))) {
    throw new Error('PAGES names rules that do not exist, or not in their order');
  }
  const pageOf = new Map();
  const lists = PAGES.map(([file], i) => {
    const list = names.slice(starts[i], starts[i + 1]);
    for (const name of list) pageOf.set(name, file);
    return list;
  });
  const link = (name) => `${pageOf.get(name)}.html#${name}`;
  const pages = PAGES.map(([file, title], i) => {
    const sections = lists[i].map((name) => section(name, rules[name], link));
    return [`${file}.html`, page(title, `<p><a href="index.html">All rules</a></p>\n${sections.join('\n')}`)];
  });
  const contents = PAGES.map(([file, title], i) => {
    const links = lists[i].map((name) => `<a href="${link(name)}">${name}</a>`).join(', ');
    return `<h2><a href="${file}.html">${title}</a></h2>\n<p>${links}</p>`;
  }).reverse();
  const intro =
    '<p>The grammar of Flink SQL as tsql parses it, made from the parser’s rules. Green boxes are words and signs, blue ' +
    'ones are other rules. Operators are one rule (<a href="operators.html#expression">expression</a>): how strongly ' +
    'each of them binds is in <code>grammar/src/precedence.ts</code>.</p>';
  return new Map([['index.html', page('Grammar', `${intro}\n${contents.join('\n')}`)], ...pages]);
}

function page(title, body) {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>${title} – tsql grammar</title>
<style>${STYLE}
</style>
</head>
<body>
<h1>${title}</h1>
${body}
</body>
</html>
`;
}

function section(name, rule, link) {
  const diagram = new railroad.Diagram([sequence(rule.definition)]);
  const svg = diagram
    .toString()
    .replace('<svg class="railroad-diagram"', `<svg class="railroad-diagram" role="img" aria-label="${name}"`)
    .replace(
      /(<g class="non-terminal">[\s\S]*?)(<text[^>]*>(\w+)<\/text>)/g,
      (_, before, text, other) => `${before}<a href="${link(other)}">${text}</a>`,
    );
  return `<section id="${name}">\n<h3>${name}</h3>\n${svg.trim()}\n</section>`;
}

function sequence(productions) {
  const parts = productions.map((production) => draw(production));
  return parts.length === 1 ? parts[0] : new railroad.Sequence(parts);
}

/** One production of chevrotain's grammar as a piece of a diagram. */
function draw(production) {
  const inner = () => sequence(production.definition);
  switch (production.constructor.name) {
    case 'Terminal':
      return terminal(production.terminalType);
    case 'NonTerminal':
      return nonTerminal(production.nonTerminalName);
    case 'Alternation':
      return new railroad.Choice(
        0,
        production.definition.map(({ definition }) => sequence(definition)),
      );
    case 'Option':
      return new railroad.Optional(inner());
    case 'Repetition':
      return new railroad.ZeroOrMore(inner());
    case 'RepetitionMandatory':
      return new railroad.OneOrMore(inner());
    case 'RepetitionWithSeparator':
      return new railroad.ZeroOrMore(inner(), terminal(production.separator));
    case 'RepetitionMandatoryWithSeparator':
      return new railroad.OneOrMore(inner(), terminal(production.separator));
    default:
      return inner();
  }
}

function nonTerminal(name) {
  const item = new railroad.NonTerminal(name);
  item.attrs.class = 'non-terminal';
  return item;
}

function terminal(type) {
  return new railroad.Terminal(type.LABEL);
}

/** The names of the files that are not as they have to be. */
export function stalePages() {
  const pages = railroadPages();
  const read = (file) => (existsSync(new URL(file, FOLDER)) ? readFileSync(new URL(file, FOLDER), 'utf8') : undefined);
  const others = existsSync(FOLDER)
    ? readdirSync(FOLDER).filter((file) => file.endsWith('.html') && !pages.has(file))
    : [];
  return [...others, ...[...pages].filter(([file, text]) => read(file) !== text).map(([file]) => file)];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const stale = stalePages();
  if (!process.argv.includes('--check')) {
    mkdirSync(FOLDER, { recursive: true });
    for (const file of stale) rmSync(new URL(file, FOLDER), { force: true });
    for (const [file, text] of railroadPages()) writeFileSync(new URL(file, FOLDER), text);
  } else if (stale.length > 0) {
    console.error(`docs/grammar is stale (${stale.join(', ')}): run \`npx tsx grammar/scripts/railroad.mjs\``);
    process.exitCode = 1;
  }
}
