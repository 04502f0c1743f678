-- Two hundred lines: twelve tables, a hundred lines of expressions.
--
--
--
CREATE TABLE t0 (
  id BIGINT, name STRING, amount DECIMAL(12, 2),
  price DOUBLE, ts TIMESTAMP(3), tags ARRAY<STRING>
) WITH (
  'connector' = 'kafka', 'topic' = 'topic-0', 'properties.bootstrap.servers' = 'localhost:9092',
  'scan.startup.mode' = 'earliest-offset', 'scan.bounded.mode' = 'latest-offset', 'format' = 'json'
);
CREATE TABLE t1 (
  id BIGINT, name STRING, amount DECIMAL(12, 2),
  price DOUBLE, ts TIMESTAMP(3), tags ARRAY<STRING>
) WITH (
  'connector' = 'kafka', 'topic' = 'topic-1', 'properties.bootstrap.servers' = 'localhost:9092',
  'scan.startup.mode' = 'earliest-offset', 'scan.bounded.mode' = 'latest-offset', 'format' = 'json'
);
CREATE TABLE t2 (
  id BIGINT, name STRING, amount DECIMAL(12, 2),
  price DOUBLE, ts TIMESTAMP(3), tags ARRAY<STRING>
) WITH (
  'connector' = 'kafka', 'topic' = 'topic-2', 'properties.bootstrap.servers' = 'localhost:9092',
  'scan.startup.mode' = 'earliest-offset', 'scan.bounded.mode' = 'latest-offset', 'format' = 'json'
);
CREATE TABLE t3 (
  id BIGINT, name STRING, amount DECIMAL(12, 2),
  price DOUBLE, ts TIMESTAMP(3), tags ARRAY<STRING>
) WITH (
  'connector' = 'kafka', 'topic' = 'topic-3', 'properties.bootstrap.servers' = 'localhost:9092',
  'scan.startup.mode' = 'earliest-offset', 'scan.bounded.mode' = 'latest-offset', 'format' = 'json'
);
CREATE TABLE t4 (
  id BIGINT, name STRING, amount DECIMAL(12, 2),
  price DOUBLE, ts TIMESTAMP(3), tags ARRAY<STRING>
) WITH (
  'connector' = 'kafka', 'topic' = 'topic-4', 'properties.bootstrap.servers' = 'localhost:9092',
  'scan.startup.mode' = 'earliest-offset', 'scan.bounded.mode' = 'latest-offset', 'format' = 'json'
);
CREATE TABLE t5 (
  id BIGINT, name STRING, amount DECIMAL(12, 2),
  price DOUBLE, ts TIMESTAMP(3), tags ARRAY<STRING>
) WITH (
  'connector' = 'kafka', 'topic' = 'topic-5', 'properties.bootstrap.servers' = 'localhost:9092',
  'scan.startup.mode' = 'earliest-offset', 'scan.bounded.mode' = 'latest-offset', 'format' = 'json'
);
CREATE TABLE t6 (
  id BIGINT, name STRING, amount DECIMAL(12, 2),
  price DOUBLE, ts TIMESTAMP(3), tags ARRAY<STRING>
) WITH (
  'connector' = 'kafka', 'topic' = 'topic-6', 'properties.bootstrap.servers' = 'localhost:9092',
  'scan.startup.mode' = 'earliest-offset', 'scan.bounded.mode' = 'latest-offset', 'format' = 'json'
);
CREATE TABLE t7 (
  id BIGINT, name STRING, amount DECIMAL(12, 2),
  price DOUBLE, ts TIMESTAMP(3), tags ARRAY<STRING>
) WITH (
  'connector' = 'kafka', 'topic' = 'topic-7', 'properties.bootstrap.servers' = 'localhost:9092',
  'scan.startup.mode' = 'earliest-offset', 'scan.bounded.mode' = 'latest-offset', 'format' = 'json'
);
CREATE TABLE t8 (
  id BIGINT, name STRING, amount DECIMAL(12, 2),
  price DOUBLE, ts TIMESTAMP(3), tags ARRAY<STRING>
) WITH (
  'connector' = 'kafka', 'topic' = 'topic-8', 'properties.bootstrap.servers' = 'localhost:9092',
  'scan.startup.mode' = 'earliest-offset', 'scan.bounded.mode' = 'latest-offset', 'format' = 'json'
);
CREATE TABLE t9 (
  id BIGINT, name STRING, amount DECIMAL(12, 2),
  price DOUBLE, ts TIMESTAMP(3), tags ARRAY<STRING>
) WITH (
  'connector' = 'kafka', 'topic' = 'topic-9', 'properties.bootstrap.servers' = 'localhost:9092',
  'scan.startup.mode' = 'earliest-offset', 'scan.bounded.mode' = 'latest-offset', 'format' = 'json'
);
CREATE TABLE t10 (
  id BIGINT, name STRING, amount DECIMAL(12, 2),
  price DOUBLE, ts TIMESTAMP(3), tags ARRAY<STRING>
) WITH (
  'connector' = 'kafka', 'topic' = 'topic-10', 'properties.bootstrap.servers' = 'localhost:9092',
  'scan.startup.mode' = 'earliest-offset', 'scan.bounded.mode' = 'latest-offset', 'format' = 'json'
);
CREATE TABLE t11 (
  id BIGINT, name STRING, amount DECIMAL(12, 2),
  price DOUBLE, ts TIMESTAMP(3), tags ARRAY<STRING>
) WITH (
  'connector' = 'kafka', 'topic' = 'topic-11', 'properties.bootstrap.servers' = 'localhost:9092',
  'scan.startup.mode' = 'earliest-offset', 'scan.bounded.mode' = 'latest-offset', 'format' = 'json'
);
EXECUTE STATEMENT SET BEGIN
INSERT INTO t1 SELECT id * 2 + 1 AS id,
  (UPPER(TRIM(name)) || '-' || CAST(id AS STRING)) || (CASE WHEN amount > 100.50 THEN 'high' WHEN amount > 10 THEN 'middle' ELSE 'low' END) ||
    (COALESCE(NULLIF(name, ''), 'unknown')) ||
    (SUBSTRING(name, 1, 10)) ||
    (CONCAT_WS('|', name, CAST(amount AS STRING))) ||
    CAST(CHAR_LENGTH(name) AS STRING) AS name,
  CAST(amount * 2 - amount / 3 AS DECIMAL(12, 2)),
  ABS(price) + SQRT(ABS(price)) * 2,
  ts + INTERVAL '1' DAY, tags
FROM t0 WHERE (amount > 0 OR name LIKE 'a%') AND id IS NOT NULL AND price BETWEEN 0 AND 100;
INSERT INTO t2 SELECT id * 3 + 1 AS id,
  (REGEXP_REPLACE(name, '[0-9]+', '#')) || (DATE_FORMAT(ts, 'yyyy-MM-dd')) ||
    (LOWER(REPLACE(name, ' ', '_'))) ||
    (CAST(amount * 1.19 AS STRING)) ||
    (UPPER(TRIM(name)) || '-' || CAST(id AS STRING)) ||
    CAST(CHAR_LENGTH(name) AS STRING) AS name,
  CAST(amount * 2 - amount / 3 AS DECIMAL(12, 2)),
  ABS(price) + SQRT(ABS(price)) * 2,
  ts + INTERVAL '1' DAY, tags
FROM t1 WHERE (amount > 1 OR name LIKE 'a%') AND id IS NOT NULL AND price BETWEEN 0 AND 101;
INSERT INTO t3 SELECT id * 4 + 1 AS id,
  (CASE WHEN amount > 100.50 THEN 'high' WHEN amount > 10 THEN 'middle' ELSE 'low' END) || (COALESCE(NULLIF(name, ''), 'unknown')) ||
    (SUBSTRING(name, 1, 10)) ||
    (CONCAT_WS('|', name, CAST(amount AS STRING))) ||
    (REGEXP_REPLACE(name, '[0-9]+', '#')) ||
    CAST(CHAR_LENGTH(name) AS STRING) AS name,
  CAST(amount * 2 - amount / 3 AS DECIMAL(12, 2)),
  ABS(price) + SQRT(ABS(price)) * 2,
  ts + INTERVAL '1' DAY, tags
FROM t2 WHERE (amount > 2 OR name LIKE 'a%') AND id IS NOT NULL AND price BETWEEN 0 AND 102;
INSERT INTO t4 SELECT id * 5 + 1 AS id,
  (DATE_FORMAT(ts, 'yyyy-MM-dd')) || (LOWER(REPLACE(name, ' ', '_'))) ||
    (CAST(amount * 1.19 AS STRING)) ||
    (UPPER(TRIM(name)) || '-' || CAST(id AS STRING)) ||
    (CASE WHEN amount > 100.50 THEN 'high' WHEN amount > 10 THEN 'middle' ELSE 'low' END) ||
    CAST(CHAR_LENGTH(name) AS STRING) AS name,
  CAST(amount * 2 - amount / 3 AS DECIMAL(12, 2)),
  ABS(price) + SQRT(ABS(price)) * 2,
  ts + INTERVAL '1' DAY, tags
FROM t3 WHERE (amount > 3 OR name LIKE 'a%') AND id IS NOT NULL AND price BETWEEN 0 AND 103;
INSERT INTO t5 SELECT id * 6 + 1 AS id,
  (COALESCE(NULLIF(name, ''), 'unknown')) || (SUBSTRING(name, 1, 10)) ||
    (CONCAT_WS('|', name, CAST(amount AS STRING))) ||
    (REGEXP_REPLACE(name, '[0-9]+', '#')) ||
    (DATE_FORMAT(ts, 'yyyy-MM-dd')) ||
    CAST(CHAR_LENGTH(name) AS STRING) AS name,
  CAST(amount * 2 - amount / 3 AS DECIMAL(12, 2)),
  ABS(price) + SQRT(ABS(price)) * 2,
  ts + INTERVAL '1' DAY, tags
FROM t4 WHERE (amount > 4 OR name LIKE 'a%') AND id IS NOT NULL AND price BETWEEN 0 AND 104;
INSERT INTO t6 SELECT id * 7 + 1 AS id,
  (LOWER(REPLACE(name, ' ', '_'))) || (CAST(amount * 1.19 AS STRING)) ||
    (UPPER(TRIM(name)) || '-' || CAST(id AS STRING)) ||
    (CASE WHEN amount > 100.50 THEN 'high' WHEN amount > 10 THEN 'middle' ELSE 'low' END) ||
    (COALESCE(NULLIF(name, ''), 'unknown')) ||
    CAST(CHAR_LENGTH(name) AS STRING) AS name,
  CAST(amount * 2 - amount / 3 AS DECIMAL(12, 2)),
  ABS(price) + SQRT(ABS(price)) * 2,
  ts + INTERVAL '1' DAY, tags
FROM t5 WHERE (amount > 5 OR name LIKE 'a%') AND id IS NOT NULL AND price BETWEEN 0 AND 105;
INSERT INTO t7 SELECT id * 8 + 1 AS id,
  (SUBSTRING(name, 1, 10)) || (CONCAT_WS('|', name, CAST(amount AS STRING))) ||
    (REGEXP_REPLACE(name, '[0-9]+', '#')) ||
    (DATE_FORMAT(ts, 'yyyy-MM-dd')) ||
    (LOWER(REPLACE(name, ' ', '_'))) ||
    CAST(CHAR_LENGTH(name) AS STRING) AS name,
  CAST(amount * 2 - amount / 3 AS DECIMAL(12, 2)),
  ABS(price) + SQRT(ABS(price)) * 2,
  ts + INTERVAL '1' DAY, tags
FROM t6 WHERE (amount > 6 OR name LIKE 'a%') AND id IS NOT NULL AND price BETWEEN 0 AND 106;
INSERT INTO t8 SELECT id * 9 + 1 AS id,
  (CAST(amount * 1.19 AS STRING)) || (UPPER(TRIM(name)) || '-' || CAST(id AS STRING)) ||
    (CASE WHEN amount > 100.50 THEN 'high' WHEN amount > 10 THEN 'middle' ELSE 'low' END) ||
    (COALESCE(NULLIF(name, ''), 'unknown')) ||
    (SUBSTRING(name, 1, 10)) ||
    CAST(CHAR_LENGTH(name) AS STRING) AS name,
  CAST(amount * 2 - amount / 3 AS DECIMAL(12, 2)),
  ABS(price) + SQRT(ABS(price)) * 2,
  ts + INTERVAL '1' DAY, tags
FROM t7 WHERE (amount > 7 OR name LIKE 'a%') AND id IS NOT NULL AND price BETWEEN 0 AND 107;
INSERT INTO t9 SELECT id * 10 + 1 AS id,
  (CONCAT_WS('|', name, CAST(amount AS STRING))) || (REGEXP_REPLACE(name, '[0-9]+', '#')) ||
    (DATE_FORMAT(ts, 'yyyy-MM-dd')) ||
    (LOWER(REPLACE(name, ' ', '_'))) ||
    (CAST(amount * 1.19 AS STRING)) ||
    CAST(CHAR_LENGTH(name) AS STRING) AS name,
  CAST(amount * 2 - amount / 3 AS DECIMAL(12, 2)),
  ABS(price) + SQRT(ABS(price)) * 2,
  ts + INTERVAL '1' DAY, tags
FROM t8 WHERE (amount > 8 OR name LIKE 'a%') AND id IS NOT NULL AND price BETWEEN 0 AND 108;
INSERT INTO t10 SELECT id * 11 + 1 AS id,
  (UPPER(TRIM(name)) || '-' || CAST(id AS STRING)) || (CASE WHEN amount > 100.50 THEN 'high' WHEN amount > 10 THEN 'middle' ELSE 'low' END) ||
    (COALESCE(NULLIF(name, ''), 'unknown')) ||
    (SUBSTRING(name, 1, 10)) ||
    (CONCAT_WS('|', name, CAST(amount AS STRING))) ||
    CAST(CHAR_LENGTH(name) AS STRING) AS name,
  CAST(amount * 2 - amount / 3 AS DECIMAL(12, 2)),
  ABS(price) + SQRT(ABS(price)) * 2,
  ts + INTERVAL '1' DAY, tags
FROM t9 WHERE (amount > 9 OR name LIKE 'a%') AND id IS NOT NULL AND price BETWEEN 0 AND 109;
INSERT INTO t11 SELECT id * 12 + 1 AS id,
  (REGEXP_REPLACE(name, '[0-9]+', '#')) || (DATE_FORMAT(ts, 'yyyy-MM-dd')) ||
    (LOWER(REPLACE(name, ' ', '_'))) ||
    (CAST(amount * 1.19 AS STRING)) ||
    (UPPER(TRIM(name)) || '-' || CAST(id AS STRING)) ||
    CAST(CHAR_LENGTH(name) AS STRING) AS name,
  CAST(amount * 2 - amount / 3 AS DECIMAL(12, 2)),
  ABS(price) + SQRT(ABS(price)) * 2,
  ts + INTERVAL '1' DAY, tags
FROM t10 WHERE (amount > 10 OR name LIKE 'a%') AND id IS NOT NULL AND price BETWEEN 0 AND 110;
END;
