# \i runs files; relative paths in them are relative to them.
#! file one.sql "-- two statements and a command\nSELECT 1 AS a;\n\\format csv\nSELECT 2 AS b;\n"
#! file broken.sql "SELECT 1 AS a;\nSELECT nothing;\nSELECT 3 AS c;\n"
tsql> \i one.sql
+---+
| a |
+---+
| 1 |
+---+
1 row in set
results are shown as csv
b
2
tsql> \format table
results are shown as table
tsql> \i broken.sql
+---+
| a |
+---+
| 1 |
+---+
1 row in set
broken.sql:2:8 TSQL_NAME_UNKNOWN error: column nothing does not exist
  1 | SELECT 1 AS a;
> 2 | SELECT nothing;
    |        ^^^^^^^
tsql> \i missing.sql
missing.sql cannot be read: ENOENT: no such file or directory, open
'./missing.sql'
tsql> \i
\i needs a file
tsql> \e
\e needs a terminal
tsql> \pager
pager: less -RFX
tsql> \pager off
no pager
tsql> \pager more
pager: more
