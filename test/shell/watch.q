# \watch runs a query again and again.
#! topic t 1
tsql> CREATE TABLE t (n INT) WITH ('connector' = 'kafka', 'topic' = 't', 'format' = 'json', 'scan.startup.mode' = 'earliest-offset', 'scan.bounded.mode' = 'latest-offset');
OK
tsql> INSERT INTO t VALUES (1), (2);
2 written
tsql> SELECT * FROM t \watch 0 2
every 0 s, 1:
+---+
| n |
+---+
| 1 |
| 2 |
+---+
2 rows in set
every 0 s, 2:
+---+
| n |
+---+
| 1 |
| 2 |
+---+
2 rows in set
#! interrupt every 60 s, 1
tsql> SELECT COUNT(*) AS n FROM t
    > \watch 60
every 60 s, 1:
+---+
| n |
+---+
| 2 |
+---+
1 row in set
tsql> \watch never
\watch takes seconds and times, found 'never'
