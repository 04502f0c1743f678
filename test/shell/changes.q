# What a streaming query changes: as the table that the changes make, or as changes with a column op.
tsql> CREATE TABLE t (k STRING, n INT, PRIMARY KEY (k) NOT ENFORCED) WITH ('connector' = 'upsert-kafka', 'topic' = 't', 'key.format' = 'raw', 'value.format' = 'json', 'scan.bounded.mode' = 'latest-offset');
OK
#! topic t 1
#! record {"topic":"t","key":"a","value":"{\"k\":\"a\",\"n\":1}"}
#! record {"topic":"t","key":"b","value":"{\"k\":\"b\",\"n\":2}"}
#! record {"topic":"t","key":"a","value":"{\"k\":\"a\",\"n\":3}"}
#! record {"topic":"t","key":"c","value":"{\"k\":\"c\",\"n\":4}"}
#! record {"topic":"t","key":"b","value":null}
tsql> SELECT * FROM t;
+---+---+
| k | n |
+---+---+
| a | 3 |
| c | 4 |
+---+---+
2 rows in set
tsql> SELECT SUM(n) AS total FROM t;
+-------+
| total |
+-------+
|     7 |
+-------+
1 row in set
tsql> SET 'sql-client.execution.result-mode' = 'changelog';
OK
tsql> SELECT * FROM t;
+----+---+---+
| op | k | n |
+----+---+---+
| +I | a | 1 |
| +I | b | 2 |
| -U | a | 1 |
| +U | a | 3 |
| +I | c | 4 |
| -D | b | 2 |
+----+---+---+
6 rows in set
tsql> \format jsonl
results are shown as jsonl
tsql> SELECT k FROM t;
{"op":"+I","k":"a"}
{"op":"+I","k":"b"}
{"op":"+I","k":"c"}
{"op":"-D","k":"b"}
tsql> \format csv
results are shown as csv
tsql> SELECT k FROM t;
op,k
+I,a
+I,b
+I,c
-D,b
tsql> SET 'execution.runtime-mode' = 'batch';
OK
tsql> SELECT COUNT(*) AS n FROM (VALUES (1), (2)) AS v (x);
n
2
tsql> RESET 'execution.runtime-mode';
OK
tsql> SET;
key,value
sql-client.execution.result-mode,changelog
table.local-time-zone,UTC
tsql.brokers,memory:9092
