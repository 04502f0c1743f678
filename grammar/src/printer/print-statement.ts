import type {
  AlterCatalog,
  AlterFunction,
  CompilePlan,
  CreateFunction,
  Explain,
  Insert,
  Show,
  Statement,
  StatementSet,
} from '../ast/index.js';
import { printCall } from './print-call.js';
import { printExpression } from './print-expression.js';
import { printAlterMaterialized, printCreateMaterialized } from './print-materialized-table.js';
import { printIdentifier, printName, printNames, words } from './print-name.js';
import { printQuery } from './print-query.js';
import {
  printAlterTable,
  printCreateTable,
  printOption,
  printOptions,
  printPartition,
  printWith,
} from './print-table.js';
import { printHints } from './print-table-reference.js';

/** Prints a statement on one line, without a semicolon. */
export function printStatement(statement: Statement): string {
  switch (statement.kind) {
    case 'Query':
      return printQuery(statement);
    case 'CreateTable':
      return printCreateTable(statement);
    case 'AlterTable':
      return printAlterTable(statement);
    case 'CreateView': {
      const { orReplace, temporary, ifNotExists, name, columns, comment, query } = statement;
      return words(
        orReplace ? 'CREATE OR REPLACE' : 'CREATE',
        temporary && 'TEMPORARY',
        'VIEW',
        ifNotExists && 'IF NOT EXISTS',
        printIdentifier(name),
        columns && `(${printNames(columns)})`,
        comment && `COMMENT ${comment.text}`,
        `AS ${printQuery(query)}`,
      );
    }
    case 'AlterView': {
      const { name, change } = statement;
      const text = change.kind === 'Query' ? `AS ${printQuery(change)}` : `RENAME TO ${printIdentifier(change.to)}`;
      return `ALTER VIEW ${printIdentifier(name)} ${text}`;
    }
    case 'CreateDatabase':
    case 'CreateCatalog': {
      const { ifNotExists, name, comment, options } = statement;
      return words(
        statement.kind === 'CreateDatabase' ? 'CREATE DATABASE' : 'CREATE CATALOG',
        ifNotExists && 'IF NOT EXISTS',
        printIdentifier(name),
        comment && `COMMENT ${comment.text}`,
        printWith(options),
      );
    }
    case 'AlterDatabase':
      return `ALTER DATABASE ${printIdentifier(statement.name)} SET ${printOptions(statement.options)}`;
    case 'AlterCatalog':
      return printAlterCatalog(statement);
    case 'CreateFunction':
    case 'AlterFunction':
      return printFunction(statement);
    case 'DropTable':
    case 'DropView':
    case 'DropDatabase':
    case 'DropCatalog':
    case 'DropFunction':
    case 'DropMaterializedTable':
      return printDrop(statement);
    case 'CreateMaterializedTable':
      return printCreateMaterialized(statement);
    case 'AlterMaterializedTable':
      return printAlterMaterialized(statement);
    case 'Insert':
      return printInsert(statement);
    case 'StatementSet':
      return `EXECUTE ${printSet(statement)}`;
    case 'Delete':
    case 'Update':
      return printChange(statement);
    case 'TruncateTable':
      return `TRUNCATE TABLE ${printIdentifier(statement.table)}`;
    case 'AnalyzeTable': {
      const { table, partition, allColumns, columns } = statement;
      return words(
        'ANALYZE TABLE',
        printIdentifier(table),
        partition.length > 0 && printPartition(partition),
        'COMPUTE STATISTICS',
        allColumns && 'FOR ALL COLUMNS',
        columns.length > 0 && `FOR COLUMNS ${printNames(columns)}`,
      );
    }
    case 'SetOption':
      return words('SET', statement.option && printOption(statement.option));
    case 'ResetOption':
      return words('RESET', statement.key?.text);
    case 'Explain':
      return printExplain(statement);
    case 'Show':
      return printShow(statement);
    case 'DescribeTable':
      return words('DESCRIBE', statement.extended && 'EXTENDED', printIdentifier(statement.name));
    case 'DescribeCatalog':
      return words('DESCRIBE CATALOG', statement.extended && 'EXTENDED', printIdentifier(statement.name));
    case 'DescribeDatabase':
      return words('DESCRIBE DATABASE', statement.extended && 'EXTENDED', printIdentifier(statement.name));
    case 'DescribeJob':
      return `DESCRIBE JOB ${statement.job.text}`;
    case 'UseCatalog':
      return `USE CATALOG ${printIdentifier(statement.name)}`;
    case 'UseDatabase':
      return `USE ${printIdentifier(statement.name)}`;
    case 'UseModules':
      return `USE MODULES ${printNames(statement.modules)}`;
    case 'LoadModule':
      return words('LOAD MODULE', printName(statement.name), printWith(statement.options));
    case 'UnloadModule':
      return `UNLOAD MODULE ${printName(statement.name)}`;
    case 'AddJar':
      return `ADD JAR ${statement.path.text}`;
    case 'RemoveJar':
      return `REMOVE JAR ${statement.path.text}`;
    case 'CompilePlan':
      return printCompile(statement);
    case 'ExecutePlan':
      return `EXECUTE PLAN ${statement.file.text}`;
    case 'Execute':
      return `EXECUTE ${printStatement(statement.statement)}`;
    case 'Call':
      return `CALL ${printCall(statement.call)}`;
    case 'StopJob': {
      const { job, withSavepoint, withDrain } = statement;
      return words('STOP JOB', job.text, withSavepoint && 'WITH SAVEPOINT', withDrain && 'WITH DRAIN');
    }
  }
}

function printAlterCatalog({ name, set, reset, comment }: AlterCatalog): string {
  return words(
    'ALTER CATALOG',
    printIdentifier(name),
    set && `SET ${printOptions(set)}`,
    reset && `RESET (${reset.map(({ text }) => text).join(', ')})`,
    comment && `COMMENT ${comment.text}`,
  );
}

function printFunction(statement: CreateFunction | AlterFunction): string {
  const isCreate = statement.kind === 'CreateFunction';
  return words(
    isCreate ? 'CREATE' : 'ALTER',
    statement.temporary && 'TEMPORARY',
    statement.system && 'SYSTEM',
    'FUNCTION',
    isCreate && statement.ifNotExists && 'IF NOT EXISTS',
    !isCreate && statement.ifExists && 'IF EXISTS',
    printIdentifier(statement.name),
    `AS ${statement.className.text}`,
    statement.language && `LANGUAGE ${statement.language}`,
    isCreate && statement.jars.length > 0 && `USING ${statement.jars.map(({ text }) => `JAR ${text}`).join(', ')}`,
  );
}

type Drop = Extract<Statement, { kind: `Drop${string}` }>;

const DROPPED: Readonly<Record<Drop['kind'], string>> = {
  DropTable: 'TABLE',
  DropView: 'VIEW',
  DropDatabase: 'DATABASE',
  DropCatalog: 'CATALOG',
  DropFunction: 'FUNCTION',
  DropMaterializedTable: 'MATERIALIZED TABLE',
};

function printDrop(statement: Drop): string {
  return words(
    'DROP',
    'temporary' in statement && statement.temporary && 'TEMPORARY',
    'system' in statement && statement.system && 'SYSTEM',
    DROPPED[statement.kind],
    statement.ifExists && 'IF EXISTS',
    printIdentifier(statement.name),
    'behavior' in statement && statement.behavior,
  );
}

function printInsert({ overwrite, table, hints, partition, columns, query }: Insert): string {
  return words(
    overwrite ? 'INSERT OVERWRITE' : 'INSERT INTO',
    printIdentifier(table),
    printHints(hints),
    partition.length > 0 && printPartition(partition),
    columns && `(${columns.map(printIdentifier).join(', ')})`,
    printQuery(query),
  );
}

function printSet({ statements }: StatementSet): string {
  return words('STATEMENT SET BEGIN', ...statements.map((each) => `${printInsert(each)};`), 'END');
}

function printChange(statement: Extract<Statement, { kind: 'Delete' | 'Update' }>): string {
  const { table, alias, where } = statement;
  const assignments =
    statement.kind === 'Update' &&
    `SET ${statement.assignments.map(({ column, value }) => `${printIdentifier(column)} = ${printExpression(value)}`).join(', ')}`;
  return words(
    statement.kind === 'Update' ? 'UPDATE' : 'DELETE FROM',
    printIdentifier(table),
    alias && `AS ${printName(alias)}`,
    assignments,
    where && `WHERE ${printExpression(where)}`,
  );
}

/** A statement, or a statement set without EXECUTE, behind EXPLAIN and COMPILE PLAN. */
function printInner(statement: Statement): string {
  return statement.kind === 'StatementSet' ? printSet(statement) : printStatement(statement);
}

function printExplain({ details, statement }: Explain): string {
  return words('EXPLAIN', details.join(', '), printInner(statement));
}

function printCompile({ file, ifNotExists, execute, statement }: CompilePlan): string {
  return words(
    execute ? 'COMPILE AND EXECUTE PLAN' : 'COMPILE PLAN',
    file.text,
    ifNotExists && 'IF NOT EXISTS',
    'FOR',
    printInner(statement),
  );
}

function printShow({ target, preposition, name, partition, like }: Show): string {
  return words(
    'SHOW',
    target,
    preposition,
    name && printIdentifier(name),
    partition.length > 0 && printPartition(partition),
    like && words(like.negated && 'NOT', like.operator, like.pattern.text),
  );
}
