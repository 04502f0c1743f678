import type { AlterTable } from './alter-table.js';
import type {
  AlterCatalog,
  AlterDatabase,
  AlterFunction,
  AlterView,
  CreateCatalog,
  CreateDatabase,
  CreateFunction,
  CreateView,
  DropCatalog,
  DropDatabase,
  DropFunction,
  DropView,
  UseCatalog,
  UseDatabase,
} from './catalog-statement.js';
import type { CreateTable, DropTable } from './create-table.js';
import type { AnalyzeTable, Delete, Insert, StatementSet, TruncateTable, Update } from './insert.js';
import type { AlterMaterializedTable, CreateMaterializedTable, DropMaterializedTable } from './materialized-table.js';
import type { Query } from './query.js';
import type {
  AddJar,
  Call,
  CompilePlan,
  DescribeCatalog,
  DescribeDatabase,
  DescribeJob,
  DescribeTable,
  Execute,
  ExecutePlan,
  Explain,
  LoadModule,
  RemoveJar,
  ResetOption,
  SetOption,
  StopJob,
  UnloadModule,
  UseModules,
} from './session-statement.js';
import type { Show } from './show-statement.js';

/** Statements that define, change and drop things of the catalog. */
export type DdlStatement =
  | CreateTable
  | AlterTable
  | DropTable
  | CreateView
  | AlterView
  | DropView
  | CreateDatabase
  | AlterDatabase
  | DropDatabase
  | CreateCatalog
  | AlterCatalog
  | DropCatalog
  | CreateFunction
  | AlterFunction
  | DropFunction
  | CreateMaterializedTable
  | AlterMaterializedTable
  | DropMaterializedTable;

/** Statements that write. */
export type DmlStatement = Insert | StatementSet | Delete | Update | TruncateTable | AnalyzeTable;

/** Statements about the session and its catalogs. */
export type SessionStatement =
  | SetOption
  | ResetOption
  | Explain
  | Show
  | DescribeTable
  | DescribeCatalog
  | DescribeDatabase
  | DescribeJob
  | UseCatalog
  | UseDatabase
  | UseModules
  | LoadModule
  | UnloadModule
  | AddJar
  | RemoveJar
  | CompilePlan
  | ExecutePlan
  | Execute
  | Call
  | StopJob;

/** Every statement. */
export type Statement = Query | DdlStatement | DmlStatement | SessionStatement;
