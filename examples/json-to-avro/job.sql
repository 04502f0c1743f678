-- Measurements come as JSON and go out as Avro, under a schema that is registered for the topic.
CREATE TABLE measurements_json (
  sensor STRING,
  measured_at TIMESTAMP(3),
  celsius DECIMAL(5, 2),
  tags ARRAY<STRING>
) WITH (
  'connector' = 'kafka',
  'topic' = 'measurements_json',
  'properties.bootstrap.servers' = '{{ BROKERS }}',
  'scan.startup.mode' = 'earliest-offset',
  'scan.bounded.mode' = 'latest-offset',
  'format' = 'json',
  'json.timestamp-format.standard' = 'ISO-8601'
);

CREATE TABLE measurements (
  sensor STRING NOT NULL,
  measured_at TIMESTAMP(3),
  celsius DECIMAL(5, 2),
  tags ARRAY<STRING>
) WITH (
  'connector' = 'kafka',
  'topic' = 'measurements',
  'properties.bootstrap.servers' = '{{ BROKERS }}',
  'format' = 'avro-confluent',
  'avro-confluent.url' = '{{ REGISTRY }}',
  'avro-confluent.subject' = 'measurements-value'
);

SET 'table.exec.sink.not-null-enforcer' = 'DROP';

INSERT INTO measurements SELECT * FROM measurements_json;
