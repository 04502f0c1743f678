-- C: bytes copied as they are, with headers and timestamps.
CREATE TABLE src (
  body BYTES, h MAP<STRING, BYTES> METADATA FROM 'headers', ts TIMESTAMP_LTZ(3) METADATA FROM 'timestamp'
) WITH (
  'connector' = 'kafka', 'topic' = '{{ IN }}', 'properties.bootstrap.servers' = '{{ BROKER }}',
  'scan.startup.mode' = 'earliest-offset', 'scan.bounded.mode' = 'latest-offset', 'format' = 'raw'
);
CREATE TABLE dst (
  body BYTES, h MAP<STRING, BYTES> METADATA FROM 'headers', ts TIMESTAMP_LTZ(3) METADATA FROM 'timestamp'
) WITH (
  'connector' = 'kafka', 'topic' = '{{ OUT }}', 'properties.bootstrap.servers' = '{{ BROKER }}', 'format' = 'raw'
);
INSERT INTO dst SELECT body, h, ts FROM src;
