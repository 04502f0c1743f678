-- A database's changes, as Debezium writes them, become a compacted topic of the customers that there are.
CREATE TABLE customer_changes (
  id INT,
  name STRING,
  email STRING,
  PRIMARY KEY (id) NOT ENFORCED
) WITH (
  'connector' = 'kafka',
  'topic' = 'db.public.customers',
  'properties.bootstrap.servers' = '{{ BROKERS }}',
  'scan.startup.mode' = 'earliest-offset',
  'scan.bounded.mode' = 'latest-offset',
  'format' = 'debezium-json'
);

CREATE TABLE customers (
  id INT,
  name STRING,
  email STRING,
  PRIMARY KEY (id) NOT ENFORCED
) WITH (
  'connector' = 'upsert-kafka',
  'topic' = 'customers',
  'properties.bootstrap.servers' = '{{ BROKERS }}',
  'key.format' = 'json',
  'value.format' = 'json'
);

INSERT INTO customers SELECT id, TRIM(name), LOWER(email) FROM customer_changes;
