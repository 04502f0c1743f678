# What stands without a query.
tsql> \?
Statements end with a semicolon and may take several lines: Flink SQL, and
  PRINT topic [FROM BEGINNING | FROM END | FROM offset | FROM 'time'] [LIMIT n]
Commands end with their line:
  \?                        this list (also HELP)
  \keys                     the keys of the line editor
  \d [TABLE]                the tables and views; of one its columns and what
                            each is in a record: key, value, header, timestamp,
                            …
  \format [STYLE]           how results are shown: table, vertical, json, jsonl,
                            csv, markdown
  \x [on|off|auto]          one column a line: always, never, or where a table
                            is wider than the terminal
  \timing [on|off]          say how long each statement took
  \pager [on|off|COMMAND]   whether results longer than the screen go through a
                            pager, and which one
  \watch [SECONDS [TIMES]]  run the query before it, or the last one, again and
                            again, every 2 seconds unless told; Ctrl-C ends it
  \gdesc                    the columns of the query before it, or of the last
                            one, without running it
  \e                        edit the statement before it, or the last one, with
                            $EDITOR
  \i FILE                   run the statements and commands of a file
  \save-test FILE           make a case file of this session's statements and
                            the records that they read, for `tsql test`
  \clear                    clear the screen (also CLEAR)
  \q                        leave (also QUIT, EXIT)
tsql> HELP;
Statements end with a semicolon and may take several lines: Flink SQL, and
  PRINT topic [FROM BEGINNING | FROM END | FROM offset | FROM 'time'] [LIMIT n]
Commands end with their line:
  \?                        this list (also HELP)
  \keys                     the keys of the line editor
  \d [TABLE]                the tables and views; of one its columns and what
                            each is in a record: key, value, header, timestamp,
                            …
  \format [STYLE]           how results are shown: table, vertical, json, jsonl,
                            csv, markdown
  \x [on|off|auto]          one column a line: always, never, or where a table
                            is wider than the terminal
  \timing [on|off]          say how long each statement took
  \pager [on|off|COMMAND]   whether results longer than the screen go through a
                            pager, and which one
  \watch [SECONDS [TIMES]]  run the query before it, or the last one, again and
                            again, every 2 seconds unless told; Ctrl-C ends it
  \gdesc                    the columns of the query before it, or of the last
                            one, without running it
  \e                        edit the statement before it, or the last one, with
                            $EDITOR
  \i FILE                   run the statements and commands of a file
  \save-test FILE           make a case file of this session's statements and
                            the records that they read, for `tsql test`
  \clear                    clear the screen (also CLEAR)
  \q                        leave (also QUIT, EXIT)
tsql> \keys
  enter                         run the statement if it is whole, else a new
                                line
  tab                           complete; again: choose from the list, shift+tab
                                backwards
  up, ctrl+p                    the line above, from the first one the statement
                                before
  down, ctrl+n                  the line below, from the last one the statement
                                behind
  ctrl+r                        search earlier statements
  ctrl+l                        clear the screen
  ctrl+c                        drop the statement; stop a running one
  ctrl+d                        leave, where nothing is typed
  left, ctrl+b                  one character back
  right, ctrl+f                 one character on
  alt+b, ctrl+left, alt+left    one word back
  alt+f, ctrl+right, alt+right  one word on
  home, ctrl+a                  to the start of the line
  end, ctrl+e                   to the end of the line
  ctrl+home, alt+<              to the start of the statement
  ctrl+end, alt+>               to its end
  backspace, ctrl+h             delete the character before
  delete                        delete the character here
  ctrl+w, alt+backspace         cut the word before
  alt+d, ctrl+delete            cut the word behind
  ctrl+k                        cut to the end of the line
  ctrl+u                        cut to the start of the line
  ctrl+y                        put back what was cut
  ctrl+_, ctrl+z                undo
  alt+_, alt+r                  do again
  alt+enter, ctrl+j             a new line, also where Enter would run
tsql> \timing
timing is on
tsql> SELECT 1 AS a;
+---+
| a |
+---+
| 1 |
+---+
1 row in set
Time: 0.000 s
tsql> \timing off
timing is off
tsql> CLEAR;
(the screen is cleared)
tsql> \dd
unknown command \dd: did you mean \d? \? lists all
tsql> \q
(the shell ends)
