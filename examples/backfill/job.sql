-- A bug lost the prices of the morning of 1 May 2024. This job takes exactly that time out of the topic once more.
CREATE TABLE prices (
  article STRING,
  price DECIMAL(10, 2),
  at_time TIMESTAMP_LTZ(3) METADATA FROM 'timestamp' VIRTUAL
) WITH (
  'connector' = 'kafka',
  'topic' = 'prices',
  'properties.bootstrap.servers' = '{{ BROKERS }}',
  'scan.startup.mode' = 'timestamp',
  'scan.startup.timestamp-millis' = '1714543200000', -- 2024-05-01 06:00 UTC
  'scan.bounded.mode' = 'timestamp',
  'scan.bounded.timestamp-millis' = '1714564800000', -- 2024-05-01 12:00 UTC
  'format' = 'json'
);

CREATE TABLE prices_repaired (
  article STRING,
  price DECIMAL(10, 2),
  at_time TIMESTAMP_LTZ(3) METADATA FROM 'timestamp',
  PRIMARY KEY (article) NOT ENFORCED
) WITH (
  'connector' = 'upsert-kafka',
  'topic' = 'prices_repaired',
  'properties.bootstrap.servers' = '{{ BROKERS }}',
  'key.format' = 'raw',
  'value.format' = 'json'
);

INSERT INTO prices_repaired
SELECT article, price, at_time FROM prices
WHERE at_time >= TO_TIMESTAMP_LTZ(1714543200000, 3) AND at_time < TO_TIMESTAMP_LTZ(1714564800000, 3);
