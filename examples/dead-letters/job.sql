-- Payments from many partners: a few of them send what cannot be read. Those records are put aside, the others go on.
CREATE TABLE payments (
  id BIGINT,
  amount DECIMAL(10, 2),
  currency STRING
) WITH (
  'connector' = 'kafka',
  'topic' = 'partner_payments',
  'properties.bootstrap.servers' = '{{ BROKERS }}',
  'properties.group.id' = 'payments',
  'scan.startup.mode' = 'earliest-offset',
  'scan.bounded.mode' = 'latest-offset',
  'format' = 'json',
  'on-error' = 'dead-letter',
  'on-error.dead-letter-topic' = 'partner_payments_failed',
  'on-error.max-records' = '1000'
);

CREATE TABLE accepted_payments (
  id BIGINT,
  amount DECIMAL(10, 2),
  currency STRING
) WITH (
  'connector' = 'kafka',
  'topic' = 'accepted_payments',
  'properties.bootstrap.servers' = '{{ BROKERS }}',
  'format' = 'json'
);

INSERT INTO accepted_payments SELECT id, amount, UPPER(currency) FROM payments;
