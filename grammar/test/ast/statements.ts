import fc, { type Arbitrary } from 'fast-check';
import type { Insert, Statement, StatementSet, TableChange } from '../../src/index.js';
import { identifier, intervalLiteral, literal, name, number, simpleIdentifier, text } from './expressions.js';
import { among, few, maybe, node } from './node.js';
import { call, dataType, expression, hint, query } from './queries.js';

const flag = fc.boolean();
const option = node('TableOption', { key: text, value: text });
const options = maybe(few(option));
const comment = maybe(text);
const enforcement = maybe(among('ENFORCED', 'NOT ENFORCED'));
const constraintKind = among('PRIMARY KEY', 'UNIQUE');
const tableConstraint = node('TableConstraint', {
  name: maybe(name),
  constraint: constraintKind,
  columns: few(name, 1),
  enforcement,
});
const watermark = node('Watermark', { column: identifier, strategy: expression });
const distribution = fc.oneof(
  node('Distribution', { strategy: maybe(among('HASH', 'RANGE')), columns: few(name, 1), buckets: maybe(number) }),
  node('Distribution', { columns: fc.constant([]), buckets: number }),
);
const column = fc.oneof(
  node('PhysicalColumn', {
    name: identifier,
    type: dataType,
    constraint: maybe(node('ColumnConstraint', { name: maybe(name), constraint: constraintKind, enforcement })),
    comment,
  }),
  node('ComputedColumn', { name: identifier, expression, comment }),
  node('MetadataColumn', { name: identifier, type: dataType, metadataKey: maybe(text), isVirtual: flag, comment }),
);
const partition = few(node('PartitionEntry', { column: name, value: literal }), 1);

const insert: Arbitrary<Insert> = node('Insert', {
  overwrite: flag,
  table: identifier,
  hints: few(hint),
  partition: fc.oneof(fc.constant([]), partition),
  columns: maybe(few(identifier, 1)),
  query,
});
const statementSet: Arbitrary<StatementSet> = node('StatementSet', { statements: few(insert, 1) });

const change: Arbitrary<TableChange> = fc.oneof(
  node('RenameTable', { to: identifier }),
  node('RenameColumn', { from: identifier, to: identifier }),
  node('SetTableOptions', { options: few(option) }),
  node('ResetTableOptions', { keys: few(text) }),
  node('AlterTableSchema', {
    operation: among('ADD', 'MODIFY'),
    columns: few(
      node('PositionedColumn', { column, position: maybe(node('ColumnPosition', { after: maybe(identifier) })) }),
      1,
    ),
    constraints: few(tableConstraint),
    watermark: maybe(watermark),
    distribution: maybe(distribution),
  }),
  node('DropColumns', { columns: few(identifier, 1) }),
  node('DropPrimaryKey', {}),
  node('DropConstraint', { name }),
  node('DropWatermark', {}),
  node('DropDistribution', {}),
  node('AddPartitions', { ifNotExists: flag, partitions: few(node('PartitionDefinition', { partition, options }), 1) }),
  node('DropPartitions', { ifExists: flag, partitions: few(partition, 1) }),
);

const like = maybe(node('ShowLike', { negated: flag, operator: among('LIKE'), pattern: text }));
const ilike = maybe(node('ShowLike', { negated: flag, operator: among('LIKE', 'ILIKE'), pattern: text }));
const noPartition = fc.constant([]);
const show: Arbitrary<Statement> = fc.oneof(
  node('Show', {
    target: among(
      'CATALOGS',
      'CURRENT CATALOG',
      'CURRENT DATABASE',
      'VIEWS',
      'MODULES',
      'FULL MODULES',
      'JARS',
      'JOBS',
    ),
    partition: noPartition,
  }),
  node('Show', { target: among('TABLES'), partition: noPartition, like }),
  node('Show', {
    target: among('DATABASES', 'FUNCTIONS', 'USER FUNCTIONS', 'PROCEDURES'),
    preposition: among('FROM', 'IN'),
    name: identifier,
    partition: noPartition,
    like: ilike,
  }),
  node('Show', {
    target: among('COLUMNS', 'TABLES'),
    preposition: among('FROM', 'IN'),
    name: identifier,
    partition: noPartition,
    like,
  }),
  node('Show', { target: among('PARTITIONS'), name: identifier, partition: fc.oneof(noPartition, partition) }),
  node('Show', { target: among('CREATE TABLE', 'CREATE VIEW'), name: identifier, partition: noPartition }),
);

const materialized: Arbitrary<Statement> = fc.oneof(
  node('CreateMaterializedTable', {
    name: identifier,
    constraint: maybe(tableConstraint),
    comment,
    distribution: maybe(distribution),
    partitionedBy: few(name),
    options,
    freshness: intervalLiteral,
    refreshMode: maybe(among('FULL', 'CONTINUOUS')),
    query,
  }),
  node('AlterMaterializedTable', {
    name: identifier,
    change: fc.oneof(
      node('SuspendTable', {}),
      node('ResumeTable', { options }),
      node('RefreshTable', { partition: fc.oneof(noPartition, partition) }),
      node('SetFreshness', { freshness: intervalLiteral }),
      node('SetRefreshMode', { refreshMode: among('FULL', 'CONTINUOUS') }),
      node('SetMaterializedOptions', { options: few(option) }),
      node('ResetMaterializedOptions', { keys: few(text) }),
      query,
    ),
  }),
  node('DropMaterializedTable', { ifExists: flag, name: identifier }),
);

const definitions: Arbitrary<Statement> = fc.oneof(
  node('CreateTable', {
    operation: among('CREATE', 'CREATE OR REPLACE', 'REPLACE'),
    temporary: flag,
    ifNotExists: flag,
    name: identifier,
    columns: few(column, 1),
    constraints: few(tableConstraint),
    watermark: maybe(watermark),
    comment,
    distribution: maybe(distribution),
    partitionedBy: few(name),
    options,
    query: maybe(query),
  }),
  node('CreateTable', {
    operation: among('CREATE'),
    temporary: flag,
    ifNotExists: flag,
    name: identifier,
    columns: fc.constant([]),
    constraints: fc.constant([]),
    partitionedBy: few(name),
    options,
    like: node('LikeClause', {
      table: identifier,
      options: few(
        node('LikeOption', {
          merging: among('INCLUDING', 'EXCLUDING', 'OVERWRITING'),
          feature: among(
            'ALL',
            'CONSTRAINTS',
            'DISTRIBUTION',
            'GENERATED',
            'METADATA',
            'OPTIONS',
            'PARTITIONS',
            'WATERMARKS',
          ),
        }),
      ),
    }),
  }),
  node('AlterTable', { ifExists: flag, name: identifier, change }),
  node('DropTable', { temporary: flag, ifExists: flag, name: identifier }),
  node('CreateView', {
    orReplace: flag,
    temporary: flag,
    ifNotExists: flag,
    name: identifier,
    columns: maybe(few(name, 1)),
    comment,
    query,
  }),
  node('AlterView', { name: identifier, change: fc.oneof(query, node('RenameView', { to: identifier })) }),
  node('DropView', { temporary: flag, ifExists: flag, name: identifier }),
  node('CreateDatabase', { ifNotExists: flag, name: identifier, comment, options }),
  node('AlterDatabase', { name: identifier, options: few(option) }),
  node('DropDatabase', { ifExists: flag, name: identifier, behavior: maybe(among('RESTRICT', 'CASCADE')) }),
  node('CreateCatalog', { ifNotExists: flag, name: simpleIdentifier, comment, options }),
  fc.oneof(
    node('AlterCatalog', { name: simpleIdentifier, set: few(option) }),
    node('AlterCatalog', { name: simpleIdentifier, reset: few(text) }),
    node('AlterCatalog', { name: simpleIdentifier, comment: text }),
  ),
  node('DropCatalog', { ifExists: flag, name: identifier }),
  node('CreateFunction', {
    temporary: flag,
    system: flag,
    ifNotExists: flag,
    name: identifier,
    className: text,
    language: maybe(among('JAVA', 'SCALA', 'SQL', 'PYTHON')),
    jars: few(text),
  }),
  node('AlterFunction', {
    temporary: fc.constant(true),
    system: flag,
    ifExists: flag,
    name: identifier,
    className: text,
    language: maybe(among('JAVA')),
  }),
  node('DropFunction', { temporary: flag, system: flag, ifExists: flag, name: identifier }),
);

const session: Arbitrary<Statement> = fc.oneof(
  node('SetOption', { option: maybe(option) }),
  node('ResetOption', { key: maybe(text) }),
  node('Explain', {
    details: few(among('ESTIMATED_COST', 'CHANGELOG_MODE', 'JSON_EXECUTION_PLAN', 'PLAN_ADVICE')),
    statement: fc.oneof(query, insert, statementSet),
  }),
  node('DescribeTable', { extended: flag, name: identifier }),
  node('DescribeCatalog', { extended: flag, name: simpleIdentifier }),
  node('DescribeDatabase', { extended: flag, name: identifier }),
  node('DescribeJob', { job: text }),
  node('UseCatalog', { name: simpleIdentifier }),
  node('UseDatabase', { name: identifier }),
  node('UseModules', { modules: few(name, 1) }),
  node('LoadModule', { name, options }),
  node('UnloadModule', { name }),
  node('AddJar', { path: text }),
  node('RemoveJar', { path: text }),
  node('CompilePlan', { file: text, ifNotExists: flag, execute: flag, statement: fc.oneof(insert, statementSet) }),
  node('ExecutePlan', { file: text }),
  node('Execute', { statement: fc.oneof(insert, query) }),
  node('Call', { call: call.filter(({ name: f }) => f.parts[0]?.quoted === true) }),
  fc.oneof(
    node('StopJob', { job: text, withSavepoint: flag, withDrain: fc.constant(false) }),
    node('StopJob', { job: text, withSavepoint: fc.constant(true), withDrain: fc.constant(true) }),
  ),
);

const changes: Arbitrary<Statement> = fc.oneof(
  insert,
  statementSet,
  node('Delete', { table: identifier, alias: maybe(name), where: maybe(expression) }),
  node('Update', {
    table: identifier,
    alias: maybe(name),
    assignments: few(node('Assignment', { column: simpleIdentifier, value: expression }), 1),
    where: maybe(expression),
  }),
  node('TruncateTable', { table: identifier }),
  node('AnalyzeTable', {
    table: identifier,
    partition: fc.oneof(noPartition, few(node('PartitionEntry', { column: name, value: maybe(literal) }), 1)),
    allColumns: fc.constant(false),
    columns: few(name),
  }),
);

/** Every statement. */
export const statement: Arbitrary<Statement> = fc.oneof(query, definitions, session, changes, show, materialized);
