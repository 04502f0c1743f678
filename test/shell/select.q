# SELECT runs at once; numbers stand to the right, NULL and bytes are shown as what they are.
tsql> SELECT 1 AS id, 'x' AS name, CAST(NULL AS STRING) AS nothing, x'01ff' AS b, 1.50 AS price;
+----+------+---------+---------+-------+
| id | name | nothing | b       | price |
+----+------+---------+---------+-------+
|  1 | x    | <NULL>  | x'01ff' |  1.50 |
+----+------+---------+---------+-------+
1 row in set
tsql> SELECT * FROM (VALUES (1, '中文', TRUE), (200, '👍 ok', FALSE), (3, 'é', CAST(NULL AS BOOLEAN))) AS t (n, word, flag);
+-----+-------+--------+
|   n | word  | flag   |
+-----+-------+--------+
|   1 | 中文  | TRUE   |
| 200 | 👍 ok | FALSE  |
|   3 | é     | <NULL> |
+-----+-------+--------+
3 rows in set
tsql> SELECT a
    > FROM (VALUES ('first
    > second'), ('tab	here')) AS t (a);
+---------------+
| a             |
+---------------+
| first\nsecond |
| tab\there     |
+---------------+
2 rows in set
# Nothing found.
tsql> SELECT * FROM (VALUES (1)) AS t (a) WHERE a > 1;
Empty set
# Two at once; the second one has a fault.
tsql> SELECT 1 AS a; SELEC 2;
+---+
| a |
+---+
| 1 |
+---+
1 row in set
input:1:16 TSQL_PARSE_MISSPELT error: found SELEC: did you mean SELECT?
> 1 | SELECT 1 AS a; SELEC 2;
    |                ^^^^^
tsql> SELECT 1
(unfinished)
