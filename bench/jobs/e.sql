-- E: JSON read, Avro written, all ten columns.
CREATE TABLE src (
  order_id STRING, user_id STRING, order_channel STRING, order_time STRING,
  pay_amount DECIMAL(10, 2), real_pay DECIMAL(10, 2), user_name STRING, area_id STRING, item_count INT,
  address ROW<city STRING, zip STRING, street STRING>
) WITH (
  'connector' = 'kafka', 'topic' = '{{ IN }}', 'properties.bootstrap.servers' = '{{ BROKER }}',
  'scan.startup.mode' = 'earliest-offset', 'scan.bounded.mode' = 'latest-offset', 'format' = 'json'
);
CREATE TABLE dst (
  order_id STRING, user_id STRING, order_channel STRING, order_time STRING,
  pay_amount DECIMAL(10, 2), real_pay DECIMAL(10, 2), user_name STRING, area_id STRING, item_count INT,
  address ROW<city STRING, zip STRING, street STRING>
) WITH (
  'connector' = 'kafka', 'topic' = '{{ OUT }}', 'properties.bootstrap.servers' = '{{ BROKER }}', 'format' = 'avro'
);
INSERT INTO dst
SELECT order_id, user_id, order_channel, order_time, pay_amount, real_pay, user_name, area_id, item_count, address FROM src;
