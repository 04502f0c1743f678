-- What routers need to know stands in headers: they need not look into the value. A trace id is handed on.
CREATE TABLE events (
  event_type STRING,
  tenant STRING,
  priority INT,
  payload STRING,
  headers MAP<STRING, BYTES> METADATA VIRTUAL
) WITH (
  'connector' = 'kafka',
  'topic' = 'events',
  'properties.bootstrap.servers' = '{{ BROKERS }}',
  'scan.startup.mode' = 'earliest-offset',
  'scan.bounded.mode' = 'latest-offset',
  'format' = 'json'
);

CREATE TABLE routed_events (
  payload STRING,
  headers MAP<STRING, BYTES> METADATA
) WITH (
  'connector' = 'kafka',
  'topic' = 'routed_events',
  'properties.bootstrap.servers' = '{{ BROKERS }}',
  'format' = 'raw'
);

INSERT INTO routed_events
SELECT
  payload,
  MAP[
    'type', CAST(event_type AS BYTES),
    'tenant', CAST(COALESCE(tenant, 'none') AS BYTES),
    'urgent', CAST(CASE WHEN priority > 7 THEN 'yes' ELSE 'no' END AS BYTES),
    'trace', headers['trace']
  ]
FROM events;
