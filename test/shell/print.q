# PRINT shows whole records and guesses what their bytes are.
#! topic events 2
#! record {"topic":"events","partition":0,"key":"k1","value":"{\"a\": 1}","headers":[["source","web"],["source",null],["trace",{"base64":"AP8="}]],"timestamp":1735700000000}
#! record {"topic":"events","partition":0,"key":"k1","value":null,"timestamp":1735700001000}
#! record {"topic":"events","partition":1,"key":{"base64":"AAAAAAAAACo="},"value":{"base64":"AAAAAAcCBmZvbw=="},"timestamp":1735700002000}
#! record {"topic":"events","partition":1,"key":null,"value":"","timestamp":1735700003000}
tsql> PRINT events FROM BEGINNING LIMIT 4;
-[ row 1 ]------------------------------
partition      | 0
offset         | 0
timestamp      | 2025-01-01T02:53:20.000Z
timestamp type | CreateTime
headers        | source='web', source=<NULL>, trace=x'00ff'
key            | k1
key format     | text
value          | {"a": 1}
value format   | json
-[ row 2 ]------------------------------
partition      | 0
offset         | 1
timestamp      | 2025-01-01T02:53:21.000Z
timestamp type | CreateTime
headers        | 
key            | k1
key format     | text
value          | <NULL>
value format   | null: a tombstone
-[ row 3 ]------------------------------
partition      | 1
offset         | 0
timestamp      | 2025-01-01T02:53:22.000Z
timestamp type | CreateTime
headers        | 
key            | 42 = x'000000000000002a'
key format     | bigint
value          | schema 7, x'0206666f6f'
value format   | avro-confluent
-[ row 4 ]------------------------------
partition      | 1
offset         | 1
timestamp      | 2025-01-01T02:53:23.000Z
timestamp type | CreateTime
headers        | 
key            | <NULL>
key format     | null
value          | ''
value format   | empty
4 rows in set
tsql> PRINT `events` FROM -1 LIMIT 2;
-[ row 1 ]------------------------------
partition      | 0
offset         | 1
timestamp      | 2025-01-01T02:53:21.000Z
timestamp type | CreateTime
headers        | 
key            | k1
key format     | text
value          | <NULL>
value format   | null: a tombstone
-[ row 2 ]------------------------------
partition      | 1
offset         | 1
timestamp      | 2025-01-01T02:53:23.000Z
timestamp type | CreateTime
headers        | 
key            | <NULL>
key format     | null
value          | ''
value format   | empty
2 rows in set
tsql> PRINT events FROM 1 LIMIT 1;
-[ row 1 ]------------------------------
partition      | 0
offset         | 1
timestamp      | 2025-01-01T02:53:21.000Z
timestamp type | CreateTime
headers        | 
key            | k1
key format     | text
value          | <NULL>
value format   | null: a tombstone
1 row in set
tsql> PRINT 'events' FROM '2025-01-01 02:53:22' LIMIT 1;
-[ row 1 ]------------------------------
partition      | 1
offset         | 0
timestamp      | 2025-01-01T02:53:22.000Z
timestamp type | CreateTime
headers        | 
key            | 42 = x'000000000000002a'
key format     | bigint
value          | schema 7, x'0206666f6f'
value format   | avro-confluent
1 row in set
tsql> \format jsonl
results are shown as jsonl
tsql> print events from beginning limit 1;
{"partition":0,"offset":0,"timestamp":"2025-01-01T02:53:20.000Z","timestamp type":"CreateTime","headers":"source='web', source=<NULL>, trace=x'00ff'","key":"k1","key format":"text","value":"{\"a\": 1}","value format":"json"}
tsql> \format table
results are shown as table
#! interrupt tombstone
tsql> PRINT events FROM BEGINNING;
-[ row 1 ]------------------------------
partition      | 0
offset         | 0
timestamp      | 2025-01-01T02:53:20.000Z
timestamp type | CreateTime
headers        | source='web', source=<NULL>, trace=x'00ff'
key            | k1
key format     | text
value          | {"a": 1}
value format   | json
-[ row 2 ]------------------------------
partition      | 0
offset         | 1
timestamp      | 2025-01-01T02:53:21.000Z
timestamp type | CreateTime
headers        | 
key            | k1
key format     | text
value          | <NULL>
value format   | null: a tombstone
-[ row 3 ]------------------------------
partition      | 1
offset         | 0
timestamp      | 2025-01-01T02:53:22.000Z
timestamp type | CreateTime
headers        | 
key            | 42 = x'000000000000002a'
key format     | bigint
value          | schema 7, x'0206666f6f'
value format   | avro-confluent
-[ row 4 ]------------------------------
partition      | 1
offset         | 1
timestamp      | 2025-01-01T02:53:23.000Z
timestamp type | CreateTime
headers        | 
key            | <NULL>
key format     | null
value          | ''
value format   | empty
4 rows in set
tsql> PRINT;
PRINT needs a topic: PRINT topic [FROM BEGINNING | FROM END | FROM offset | FROM
'time'] [LIMIT n]
tsql> PRINT events SINCE yesterday;
PRINT does not take 'SINCE yesterday': PRINT topic [FROM BEGINNING | FROM END |
FROM offset | FROM 'time'] [LIMIT n]
tsql> PRINT events FROM 'yesterday';
'yesterday' is no time: write '2025-01-31 13:00:00' or
'2025-01-31T13:00:00+01:00'
tsql> PRINT nowhere FROM BEGINNING;
TSQL_KAFKA_TOPIC_MISSING error: topic nowhere, to be read, does not exist on
memory:9092
