import type { Statement } from '@tsql/grammar';
import type { PlannerContext } from '../environment.js';
import type { DonePlan } from '../plan/index.js';
import { unsupported } from '../query/expression-context.js';
import { alterTable } from './alter-table.js';
import { alterCatalog, createCatalog, dropCatalog } from './catalogs.js';
import { dropTable } from './create-table.js';
import { alterDatabase, createDatabase, dropDatabase, useCatalog, useDatabase } from './databases.js';
import { alterView, createView, dropView } from './views.js';

/** Runs a statement that changes the catalog. */
export function runDdl(context: PlannerContext, statement: Statement): DonePlan | undefined {
  switch (statement.kind) {
    case 'DropTable':
      dropTable(context, statement);
      break;
    case 'AlterTable':
      alterTable(context, statement);
      break;
    case 'CreateView':
      createView(context, statement);
      break;
    case 'AlterView':
      alterView(context, statement);
      break;
    case 'DropView':
      dropView(context, statement);
      break;
    case 'CreateDatabase':
      createDatabase(context, statement);
      break;
    case 'AlterDatabase':
      alterDatabase(context, statement);
      break;
    case 'DropDatabase':
      dropDatabase(context, statement);
      break;
    case 'UseDatabase':
      useDatabase(context, statement);
      break;
    case 'UseCatalog':
      useCatalog(context, statement);
      break;
    case 'CreateCatalog':
      createCatalog(context, statement);
      break;
    case 'AlterCatalog':
      alterCatalog(context, statement);
      break;
    case 'DropCatalog':
      dropCatalog(context, statement);
      break;
    default:
      return unsupported(context, 'this statement', context.statementSpan);
  }
  return { kind: 'done', span: context.statementSpan };
}
