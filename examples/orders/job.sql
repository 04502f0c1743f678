-- Orders come in as whole JSON documents. They go out keyed by order and user, with the channel as a header and the
-- order's own time as the record's timestamp; small orders are left out.
CREATE TABLE orders (
  order_id STRING,
  order_channel STRING,
  order_time TIMESTAMP(3),
  pay_amount DECIMAL(10, 2),
  user_id STRING,
  user_name STRING,
  area_id STRING
) WITH (
  'connector' = 'kafka',
  'topic' = 'orders',
  'properties.bootstrap.servers' = '{{ BROKERS }}',
  'scan.startup.mode' = 'earliest-offset',
  'scan.bounded.mode' = 'latest-offset',
  'format' = 'json'
);

CREATE TABLE orders_by_user (
  k_order_id STRING,
  k_user_id STRING,
  user_name STRING,
  pay_amount DECIMAL(10, 2),
  area STRING,
  headers MAP<STRING, BYTES> METADATA,
  event_time TIMESTAMP(3) METADATA FROM 'timestamp'
) WITH (
  'connector' = 'kafka',
  'topic' = 'orders_by_user',
  'properties.bootstrap.servers' = '{{ BROKERS }}',
  'key.format' = 'json',
  'key.fields' = 'k_order_id;k_user_id',
  'key.fields-prefix' = 'k_',
  'value.format' = 'json',
  'value.fields-include' = 'EXCEPT_KEY',
  'sink.delivery-guarantee' = 'at-least-once'
);

INSERT INTO orders_by_user
SELECT
  order_id,
  user_id,
  user_name,
  pay_amount,
  CASE WHEN area_id LIKE '33%' THEN 'Zhejiang' ELSE 'elsewhere' END,
  MAP['channel', CAST(order_channel AS BYTES)],
  order_time
FROM orders
WHERE pay_amount >= 100;
