// Jobs over the orders as they are, all ten columns.

/** Amounts are of the type given. */
export function orderJobs(amount) {
  const columns = `order_id STRING, user_id STRING, order_channel STRING, order_time STRING, pay_amount ${amount}, real_pay ${amount},
    user_name STRING, area_id STRING, item_count INT, address ROW<city STRING, zip STRING, street STRING>`;
  const common = "'connector' = 'kafka', 'properties.bootstrap.servers' = 'none'";
  return {
    sqlOf: (from, to) => `
      SET 'execution.runtime-mode' = 'batch';
      CREATE TABLE src (${columns}) WITH (${common}, 'topic' = 'in', ${from},
        'scan.startup.mode' = 'earliest-offset', 'scan.bounded.mode' = 'latest-offset');
      CREATE TABLE dst (${columns}) WITH (${common}, 'topic' = 'out', ${to});
      INSERT INTO dst SELECT * FROM src;`,
  };
}
