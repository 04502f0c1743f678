# \d: the tables, and what each column is in a record.
#! topic orders 1
tsql> \d
Empty set
tsql> CREATE TABLE orders (
    >   k_id STRING,
    >   amount DECIMAL(10, 2) NOT NULL COMMENT 'in euro',
    >   ts TIMESTAMP(3) METADATA FROM 'timestamp',
    >   h MAP<STRING, BYTES> METADATA FROM 'headers',
    >   part INT METADATA FROM 'partition' VIRTUAL,
    >   twice AS amount * 2,
    >   WATERMARK FOR ts AS ts - INTERVAL '1' SECOND
    > ) WITH ('connector' = 'kafka', 'topic' = 'orders', 'key.format' = 'raw', 'key.fields' = 'k_id', 'key.fields-prefix' = 'k_',
    >   'value.format' = 'json', 'value.fields-include' = 'EXCEPT_KEY', 'scan.startup.mode' = 'earliest-offset', 'scan.bounded.mode' = 'latest-offset',
    >   'properties.sasl.jaas.config' = 'user and password');
OK
tsql> CREATE VIEW big AS SELECT k_id, amount FROM orders WHERE amount > 100;
OK
tsql> CREATE TEMPORARY TABLE broken (a INT) WITH ('connector' = 'kafka', 'topic' = 'x', 'format' = 'jason');
OK
tsql> \d
+--------+-----------------+-----------+---------------+
| name   | kind            | connector | topic or path |
+--------+-----------------+-----------+---------------+
| big    | view            | <NULL>    | <NULL>        |
| broken | temporary table | kafka     | x             |
| orders | table           | kafka     | orders        |
+--------+-----------------+-----------+---------------+
3 rows in set
tsql> \d orders
table default_catalog.default_database.orders
+--------+--------------------+------+------------------------+---------+
| column | type               | null | role                   | comment |
+--------+--------------------+------+------------------------+---------+
| k_id   | STRING             | yes  | key                    |         |
| amount | DECIMAL(10, 2)     | no   | value                  | in euro |
| ts     | TIMESTAMP(3)       | yes  | timestamp              |         |
| h      | MAP<STRING, BYTES> | yes  | header                 |         |
| part   | INT                | yes  | partition, virtual     |         |
| twice  | DECIMAL(21, 2)     | no   | computed: `amount` * 2 |         |
+--------+--------------------+------+------------------------+---------+
6 rows in set
  watermark for ts as `ts` - INTERVAL '1' SECOND
  'connector' = 'kafka'
  'topic' = 'orders'
  'key.format' = 'raw'
  'key.fields' = 'k_id'
  'key.fields-prefix' = 'k_'
  'value.format' = 'json'
  'value.fields-include' = 'EXCEPT_KEY'
  'scan.startup.mode' = 'earliest-offset'
  'scan.bounded.mode' = 'latest-offset'
  'properties.sasl.jaas.config' = '******'
tsql> \d `big`
view default_catalog.default_database.big
+--------+----------------+------+
| column | type           | null |
+--------+----------------+------+
| k_id   | STRING         | yes  |
| amount | DECIMAL(10, 2) | no   |
+--------+----------------+------+
2 rows in set
  SELECT `orders`.`k_id`, `orders`.`amount`
  FROM `default_catalog`.`default_database`.`orders`
  WHERE `orders`.`amount` > 100
tsql> \d broken
temporary table default_catalog.default_database.broken
+--------+------+------+------+
| column | type | null | role |
+--------+------+------+------+
| a      | INT  | yes  |      |
+--------+------+------+------+
1 row in set
  'connector' = 'kafka'
  'topic' = 'x'
  'format' = 'jason'
TSQL_OPTION_MISSING: option 'properties.group.id' is missing:
'scan.startup.mode' = 'group-offsets' needs it
TSQL_OPTION_VALUE: 'jason' is not a value of option 'format': formats are csv,
avro, avro-confluent, json, raw, protobuf, debezium-json,
debezium-avro-confluent, canal-json, maxwell-json, ogg-json
tsql> \d nothing
there is no table nothing: \d lists all
tsql> SHOW TABLES;
+------------+
| table name |
+------------+
| big        |
| broken     |
| orders     |
+------------+
3 rows in set
tsql> DESCRIBE big;
+--------+----------------+-------+-----+--------+-----------+
| name   | type           | null  | key | extras | watermark |
+--------+----------------+-------+-----+--------+-----------+
| k_id   | STRING         | TRUE  |     |        |           |
| amount | DECIMAL(10, 2) | FALSE |     |        |           |
+--------+----------------+-------+-----+--------+-----------+
2 rows in set
tsql> SHOW CREATE VIEW big;
CREATE VIEW `default_catalog`.`default_database`.`big`(`k_id`, `amount`) as
SELECT `orders`.`k_id`, `orders`.`amount`
FROM `default_catalog`.`default_database`.`orders`
WHERE `orders`.`amount` > 100
tsql> EXPLAIN SELECT amount FROM orders WHERE amount > 1;
select amount
  where (CAST(amount AS DECIMAL(12, 2)) > 1.00)
    read default_catalog.default_database.orders (kafka, bounded)
      key (raw): k_id
      value (json): amount
tsql> INSERT INTO orders VALUES ('a', 5, CAST(NULL AS TIMESTAMP(3)), CAST(NULL AS MAP<STRING, BYTES>));
1 written
tsql> INSERT INTO orders (k_id, amount, ts) VALUES ('a', 5, TIMESTAMP '2025-01-02 03:04:05'), ('b', 250, TIMESTAMP '2025-01-02 03:04:06');
2 written
tsql> SELECT k_id, amount, twice, ts FROM orders;
+------+--------+--------+-------------------------+
| k_id | amount |  twice | ts                      |
+------+--------+--------+-------------------------+
| a    |   5.00 |  10.00 | 2025-01-01 00:00:00.000 |
| a    |   5.00 |  10.00 | 2025-01-02 03:04:05.000 |
| b    | 250.00 | 500.00 | 2025-01-02 03:04:06.000 |
+------+--------+--------+-------------------------+
3 rows in set
tsql> EXECUTE STATEMENT SET
    > BEGIN
    > INSERT INTO orders (k_id, amount) VALUES ('c', 1);
    > INSERT INTO orders (k_id, amount) VALUES ('d', 2);
    > END;
2 written
tsql> SELECT k_id FROM big \gdesc
+--------+--------+------+
| column | type   | null |
+--------+--------+------+
| k_id   | STRING | yes  |
+--------+--------+------+
1 row in set
tsql> \gdesc
\gdesc describes queries: this statement gives no rows
tsql> SELECT COUNT(*) FROM orders
    > \gdesc
+--------+--------+------+
| column | type   | null |
+--------+--------+------+
| EXPR$0 | BIGINT | no   |
+--------+--------+------+
1 row in set
tsql> DROP TABLE orders \gdesc
\gdesc describes queries: this statement gives no rows
tsql> DROP VIEW big;
OK
