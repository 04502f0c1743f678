-- Signups are handed to people who must not know whom they are about: pseudonyms, no names, coarse places.
CREATE TABLE signups (
  user_id STRING,
  name STRING,
  email STRING,
  phone STRING,
  birthday DATE,
  address ROW<street STRING, zip STRING, city STRING>
) WITH (
  'connector' = 'kafka',
  'topic' = 'signups',
  'properties.bootstrap.servers' = '{{ BROKERS }}',
  'scan.startup.mode' = 'earliest-offset',
  'scan.bounded.mode' = 'latest-offset',
  'format' = 'json'
);

CREATE TABLE signups_masked (
  pseudonym STRING,
  email_domain STRING,
  phone STRING,
  birth_year INT,
  area STRING
) WITH (
  'connector' = 'kafka',
  'topic' = 'signups_masked',
  'properties.bootstrap.servers' = '{{ BROKERS }}',
  'key.format' = 'raw',
  'key.fields' = 'pseudonym',
  'value.format' = 'json'
);

INSERT INTO signups_masked
SELECT
  SUBSTRING(SHA256(user_id || 'a pinch of salt') FROM 1 FOR 16),
  SPLIT_INDEX(email, '@', 1),
  REGEXP_REPLACE(phone, '\d(?=\d{2})', '*'),
  CAST(YEAR(birthday) AS INT),
  LEFT(address.zip, 2) || 'xxx'
FROM signups;
