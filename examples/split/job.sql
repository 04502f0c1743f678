-- One topic of everything becomes three: payments, refunds, and what is neither.
CREATE TABLE transactions (
  id BIGINT,
  kind STRING,
  amount DECIMAL(12, 2),
  account STRING
) WITH (
  'connector' = 'kafka',
  'topic' = 'transactions',
  'properties.bootstrap.servers' = '{{ BROKERS }}',
  'properties.group.id' = 'split-transactions',
  'scan.startup.mode' = 'earliest-offset',
  'scan.bounded.mode' = 'latest-offset',
  'format' = 'json'
);

CREATE TABLE payments (id BIGINT, amount DECIMAL(12, 2), account STRING) WITH (
  'connector' = 'kafka', 'topic' = 'payments', 'properties.bootstrap.servers' = '{{ BROKERS }}',
  'key.format' = 'raw', 'key.fields' = 'account', 'value.format' = 'json'
);
CREATE TABLE refunds (id BIGINT, amount DECIMAL(12, 2), account STRING) WITH (
  'connector' = 'kafka', 'topic' = 'refunds', 'properties.bootstrap.servers' = '{{ BROKERS }}',
  'key.format' = 'raw', 'key.fields' = 'account', 'value.format' = 'json'
);
CREATE TABLE unclear (id BIGINT, kind STRING, amount DECIMAL(12, 2), account STRING) WITH (
  'connector' = 'kafka', 'topic' = 'unclear', 'properties.bootstrap.servers' = '{{ BROKERS }}', 'format' = 'json'
);

EXECUTE STATEMENT SET BEGIN
  INSERT INTO payments SELECT id, amount, account FROM transactions WHERE kind = 'payment' AND amount > 0;
  INSERT INTO refunds SELECT id, -amount, account FROM transactions WHERE kind = 'refund' AND amount < 0;
  INSERT INTO unclear SELECT * FROM transactions
    WHERE NOT COALESCE((kind = 'payment' AND amount > 0) OR (kind = 'refund' AND amount < 0), FALSE);
END;
