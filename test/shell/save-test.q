# \save-test makes a case of the session: its statements, and the records that they read.
#! topic shop.orders 2
#! record {"topic":"shop.orders","partition":0,"key":"k1","value":"{\"id\":1,\"amount\":5}","headers":[["source","web"]],"timestamp":1735700000000}
#! record {"topic":"shop.orders","partition":1,"key":null,"value":"{\"id\":2,\"amount\":50}","timestamp":1735700001000}
#! topic large 1
tsql> \save-test early.txtar
nothing to save: no query and no INSERT has run in this session
tsql> CREATE TABLE orders (id INT, amount INT) WITH ('connector' = 'kafka', 'topic' = 'shop.orders', 'format' = 'json',
    >   'scan.startup.mode' = 'group-offsets', 'properties.group.id' = 'my-group', 'properties.auto.offset.reset' = 'earliest',
    >   'properties.sasl.jaas.config' = 'secret', 'scan.bounded.mode' = 'latest-offset');
OK
tsql> CREATE TABLE big (id INT, amount INT) WITH ('connector' = 'kafka', 'topic' = 'large', 'format' = 'json');
OK
tsql> SELECT nothing FROM orders;
input:1:8 TSQL_NAME_UNKNOWN error: column nothing does not exist
> 1 | SELECT nothing FROM orders;
    |        ^^^^^^^
  = there are id, amount
tsql> SHOW TABLES;
+------------+
| table name |
+------------+
| big        |
| orders     |
+------------+
2 rows in set
tsql> PRINT shop.orders FROM BEGINNING LIMIT 1;
-[ row 1 ]------------------------------
partition      | 0
offset         | 0
timestamp      | 2025-01-01T02:53:20.000Z
timestamp type | CreateTime
headers        | source='web'
key            | k1
key format     | text
value          | {"id":1,"amount":5}
value format   | json
1 row in set
tsql> INSERT INTO big SELECT id, amount FROM orders WHERE amount > 10;
2 read, 1 written
tsql> SELECT COUNT(*) AS n FROM orders /*+ OPTIONS('scan.startup.mode' = 'earliest-offset') */;
+---+
| n |
+---+
| 2 |
+---+
1 row in set
tsql> \save-test
\save-test needs the name of a case file: NAME.txtar
tsql> \save-test orders.txt
\save-test needs the name of a case file: NAME.txtar
tsql> \save-test orders.txtar
saved: run it with tsql test orders.txtar
#! show orders.txtar
Saved from a shell.
-- topics.json --
{"shop_orders":{"partitions":2}}
-- input.jsonl --
{"topic":"shop_orders","key":"k1","value":"{\"id\":1,\"amount\":5}","headers":[["source","web"]],"timestamp":1735700000000}
{"topic":"shop_orders","partition":1,"key":null,"value":"{\"id\":2,\"amount\":50}","timestamp":1735700001000}
-- record-output --
-- job.sql --
SET 'table.local-time-zone' = 'UTC';
CREATE TABLE orders (id INT, amount INT) WITH (
  'connector' = 'kafka',
  'topic' = '{{ CASE }}-shop_orders',
  'format' = 'json',
  'scan.startup.mode' = 'earliest-offset',
  'properties.group.id' = '{{ CASE }}-my_group',
  'scan.bounded.mode' = 'latest-offset',
  'properties.bootstrap.servers' = '{{ BROKERS }}'
);
CREATE TABLE big (id INT, amount INT) WITH (
  'connector' = 'kafka',
  'topic' = '{{ CASE }}-large',
  'format' = 'json',
  'properties.bootstrap.servers' = '{{ BROKERS }}',
  'scan.startup.mode' = 'earliest-offset',
  'scan.bounded.mode' = 'latest-offset'
);
INSERT INTO big SELECT id, amount FROM orders WHERE amount > 10;
SELECT COUNT(*) AS n FROM orders /*+ OPTIONS('scan.startup.mode' = 'earliest-offset') */;
-- expected.jsonl --
{"topic":"large","key":null,"value":"{\"id\":2,\"amount\":50}"}
-- expected-output --
+----+----------------------+
| op |                    n |
+----+----------------------+
| +I |                    1 |
| -U |                    1 |
| +U |                    2 |
+----+----------------------+
3 rows in set
tsql> \save-test orders.txtar
orders.txtar is there already
