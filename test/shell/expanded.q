# What is wider than the terminal gives way, then is shown one column a line.
tsql> SELECT 1 AS id, 'a text that is quite long and goes on for more than the terminal has columns' AS long_text, 'short' AS s;
+----+-----------------------------------------------------------------+-------+
| id | long_text                                                       | s     |
+----+-----------------------------------------------------------------+-------+
|  1 | a text that is quite long and goes on for more than the termin… | short |
+----+-----------------------------------------------------------------+-------+
1 row in set
#! columns 20
tsql> SELECT 1 AS first_column, 2 AS second_column, 3 AS third_column;
-[ row 1 ]------------------------------
first_column  | 1
second_column | 2
third_column  | 3
1 row in set
tsql> \x off
one column a line: off
tsql> SELECT 1 AS first_column, 2 AS second_column, 3 AS third_column;
+--------------+---------------+--------------+
| first_column | second_column | third_column |
+--------------+---------------+--------------+
|            1 |             2 |            3 |
+--------------+---------------+--------------+
1 row in set
tsql> \x on
one column a line: on
tsql> SELECT 1 AS a;
-[ row 1 ]------------------------------
a | 1
1 row in set
tsql> \x auto
one column a line: auto
tsql> \x
one column a line: on
tsql> \x
one column a line: off
tsql> \x maybe
\x takes on, off,
auto, found 'maybe'
