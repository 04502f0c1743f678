# The ways to show results.
tsql> \format json
results are shown as json
tsql> SELECT * FROM (VALUES (1, 'a'), (2, CAST(NULL AS STRING))) AS t (n, s);
[{"n":1,"s":"a"},
 {"n":2,"s":null}]
tsql> SELECT * FROM (VALUES (1)) AS t (a) WHERE a > 1;
[]
tsql> \format jsonl
results are shown as jsonl
tsql> SELECT * FROM (VALUES (1, 'a'), (2, CAST(NULL AS STRING))) AS t (n, s);
{"n":1,"s":"a"}
{"n":2,"s":null}
tsql> \format csv
results are shown as csv
tsql> SELECT * FROM (VALUES (1, 'a,"b"'), (2, CAST(NULL AS STRING)), (3, '')) AS t (n, s);
n,s
1,"a,""b"""
2,
3,""
tsql> \format markdown
results are shown as markdown
tsql> SELECT * FROM (VALUES (1, 'a|b'), (2, CAST(NULL AS STRING)), (3, '')) AS t (n, s);
| n | s |
| --: | --- |
| 1 | a\|b |
| 2 | \<NULL\> |
| 3 |  |
tsql> \format vertical
results are shown as vertical
tsql> SELECT * FROM (VALUES (1, 'a
    > b'), (2, CAST(NULL AS STRING))) AS t (n, s);
-[ row 1 ]------------------------------
n | 1
s | a
  | b
-[ row 2 ]------------------------------
n | 2
s | <NULL>
2 rows in set
tsql> \format table
results are shown as table
tsql> \f
results are shown as table
tsql> \format tabel
\format takes table, vertical, json, jsonl, csv, markdown, found 'tabel'
