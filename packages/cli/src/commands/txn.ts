import { abortTransaction } from '@tsql/session';
import { type ClusterOptions, clusterProperties, reportingFailures } from '../cluster-options.js';

/** `tsql txn abort ID`: ends a hanging transaction by initializing its id. Returns the exit status. */
export async function abortCommand(id: string, options: ClusterOptions): Promise<number> {
  const properties = clusterProperties(options);
  return reportingFailures(async () => {
    await abortTransaction(id, properties);
    process.stderr.write(`nothing is open under the transactional id ${id} any more; who had it is fenced\n`);
  });
}
