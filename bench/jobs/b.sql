-- B: as A, exactly-once.
CREATE TABLE src (
  order_id STRING, user_id STRING, order_channel STRING, order_time STRING,
  pay_amount DECIMAL(10, 2), real_pay DECIMAL(10, 2), user_name STRING, area_id STRING, item_count INT,
  address ROW<city STRING, zip STRING, street STRING>
) WITH (
  'connector' = 'kafka', 'topic' = '{{ IN }}', 'properties.bootstrap.servers' = '{{ BROKER }}',
  'properties.group.id' = 'bench-b',
  'scan.startup.mode' = 'earliest-offset', 'scan.bounded.mode' = 'latest-offset', 'format' = 'json'
);
CREATE TABLE dst (
  k_order_id STRING, k_user_id STRING, order_channel STRING, order_time STRING,
  pay_amount DECIMAL(10, 2), real_pay DECIMAL(10, 2), user_name STRING, area_id STRING, item_count INT,
  address ROW<city STRING, zip STRING, street STRING>
) WITH (
  'connector' = 'kafka', 'topic' = '{{ OUT }}', 'properties.bootstrap.servers' = '{{ BROKER }}',
  'sink.delivery-guarantee' = 'exactly-once', 'sink.transactional-id-prefix' = '{{ OUT }}',
  'key.format' = 'json', 'key.fields' = 'k_order_id;k_user_id', 'key.fields-prefix' = 'k_',
  'value.format' = 'json', 'value.fields-include' = 'EXCEPT_KEY'
);
INSERT INTO dst
SELECT order_id, user_id, order_channel, order_time, pay_amount, real_pay, user_name, area_id, item_count, address
FROM src WHERE pay_amount > 200;
