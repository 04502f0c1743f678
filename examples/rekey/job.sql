-- Clicks come without a key. They go out keyed by user, so that all clicks of one user stand in one partition, in their order.
CREATE TABLE clicks (
  click_id BIGINT,
  user_id STRING,
  url STRING,
  clicked_at TIMESTAMP_LTZ(3) METADATA FROM 'timestamp' VIRTUAL
) WITH (
  'connector' = 'kafka',
  'topic' = 'clicks',
  'properties.bootstrap.servers' = '{{ BROKERS }}',
  'properties.group.id' = 'rekey-clicks',
  'scan.startup.mode' = 'earliest-offset',
  'scan.bounded.mode' = 'latest-offset',
  'format' = 'json'
);

CREATE TABLE clicks_by_user (
  user_id STRING,
  click_id BIGINT,
  url STRING,
  clicked_at TIMESTAMP_LTZ(3) METADATA FROM 'timestamp'
) WITH (
  'connector' = 'kafka',
  'topic' = 'clicks_by_user',
  'properties.bootstrap.servers' = '{{ BROKERS }}',
  'key.format' = 'raw',
  'key.fields' = 'user_id',
  'value.format' = 'json',
  'value.fields-include' = 'EXCEPT_KEY'
);

INSERT INTO clicks_by_user
SELECT user_id, click_id, url, clicked_at FROM clicks WHERE user_id IS NOT NULL;
