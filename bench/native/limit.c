/* The limit: jobs A, B and C as a C program of one thread on librdkafka, with tsql's settings and the same bytes out. The scan knows the
 * records: their fields stand in one order, without white space, escapes or NULL. BROKER, IN, OUT, GROUP and JOB are variables of the
 * environment. Ends where the input ended at the start. */
#include <librdkafka/rdkafka.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { BATCH = 4096, MAX_PARTITIONS = 64, TIMEOUT_MS = 30000, TRANSACTION_RECORDS = 100000, LARGEST = 1 << 16 };

typedef struct {
  const char *at, *end;
} Cursor;

typedef struct {
  char bytes[LARGEST];
  size_t length;
} Text;

static long failures;

static void die(const char *reason) {
  fprintf(stderr, "%s\n", reason);
  exit(1);
}

static void check(rd_kafka_error_t *error) {
  if (error != NULL) die(rd_kafka_error_string(error));
}

static const char *need(const char *name) {
  const char *value = getenv(name);
  if (value == NULL) die("BROKER, IN, OUT, GROUP and JOB are needed");
  return value;
}

static void on_delivery(rd_kafka_t *producer, const rd_kafka_message_t *message, void *opaque) {
  (void)producer, (void)opaque;
  if (message->err) failures++;
}

static rd_kafka_conf_t *configure(const char *const settings[][2]) {
  rd_kafka_conf_t *conf = rd_kafka_conf_new();
  char reason[512];
  for (; (*settings)[0] != NULL; settings++) {
    if (rd_kafka_conf_set(conf, (*settings)[0], (*settings)[1], reason, sizeof reason) != RD_KAFKA_CONF_OK) die(reason);
  }
  return conf;
}

static rd_kafka_t *open_client(rd_kafka_type_t type, rd_kafka_conf_t *conf) {
  char reason[512];
  rd_kafka_t *client = rd_kafka_new(type, conf, reason, sizeof reason);
  if (client == NULL) die(reason);
  return client;
}

static void put(Text *text, const char *from, const char *to) {
  memcpy(text->bytes + text->length, from, to - from);
  text->length += to - from;
}

static void put_text(Text *text, const char *part) { put(text, part, part + strlen(part)); }

/* Takes a field's name, with its comma and colon. */
static void skip(Cursor *cursor, const char *name) {
  size_t length = strlen(name);
  if ((size_t)(cursor->end - cursor->at) < length || memcmp(cursor->at, name, length) != 0) die("a record of another form");
  cursor->at += length;
}

/* Takes a text in its quotes, and returns where it begins. */
static const char *text(Cursor *cursor) {
  const char *start = cursor->at;
  const char *close = start == cursor->end || *start != '"' ? NULL : memchr(start + 1, '"', cursor->end - start - 1);
  if (close == NULL) die("a text was expected");
  cursor->at = close + 1;
  return start;
}

static const char *number(Cursor *cursor) {
  const char *start = cursor->at;
  while (cursor->at < cursor->end && ((*cursor->at >= '0' && *cursor->at <= '9') || *cursor->at == '.')) cursor->at++;
  if (cursor->at == start) die("a number was expected");
  return start;
}

/* A number with two digits behind its point, as Java prints it without trailing zeros. */
static void put_decimal(Text *out, const char *from, const char *to) {
  const char *last = to;
  while (last[-1] == '0') last--;
  if (last[-1] != '.') {
    put(out, from, last);
    return;
  }
  const char *point = --last;
  while (last > from && last[-1] == '0') last--;
  if (last == point || last == from) {
    put(out, from, point);
    return;
  }
  char exponent[24];
  snprintf(exponent, sizeof exponent, "E+%d", (int)(point - from) - 1);
  put(out, from, from + 1);
  if (last > from + 1) {
    put_text(out, ".");
    put(out, from + 1, last);
  }
  put_text(out, exponent);
}

/* False where the filter drops the order. */
static bool split(const rd_kafka_message_t *message, Text *key, Text *value) {
  Cursor cursor = {message->payload, (const char *)message->payload + message->len};
  skip(&cursor, "{");
  const char *order_id = cursor.at;
  skip(&cursor, "\"order_id\":");
  text(&cursor);
  const char *order_id_end = cursor.at;
  skip(&cursor, ",");
  const char *middle = cursor.at;
  skip(&cursor, "\"order_channel\":");
  text(&cursor);
  skip(&cursor, ",\"order_time\":");
  text(&cursor);
  skip(&cursor, ",\"pay_amount\":");
  const char *pay_amount = number(&cursor), *pay_amount_end = cursor.at;
  skip(&cursor, ",\"real_pay\":");
  const char *real_pay = number(&cursor), *real_pay_end = cursor.at;
  skip(&cursor, ",");
  const char *user_id = cursor.at;
  skip(&cursor, "\"user_id\":");
  text(&cursor);
  const char *user_id_end = cursor.at;
  long hundredths = 0;
  for (const char *digit = pay_amount; digit < pay_amount_end; digit++) {
    if (*digit != '.') hundredths = hundredths * 10 + (*digit - '0');
  }
  if (hundredths <= 20000) return false;
  const char *rest = cursor.at;
  skip(&cursor, ",\"user_name\":");
  text(&cursor);
  skip(&cursor, ",\"area_id\":");
  text(&cursor);
  skip(&cursor, ",\"item_count\":");
  number(&cursor);
  skip(&cursor, ",\"address\":{\"city\":");
  text(&cursor);
  skip(&cursor, ",\"zip\":");
  text(&cursor);
  skip(&cursor, ",\"street\":");
  text(&cursor);
  skip(&cursor, "}}");
  if (message->len > LARGEST / 2) die("a record of unexpected size");
  key->length = value->length = 0;
  put_text(key, "{");
  put(key, order_id, order_id_end);
  put_text(key, ",");
  put(key, user_id, user_id_end);
  put_text(key, "}");
  put_text(value, "{");
  put(value, middle, pay_amount);
  put_decimal(value, pay_amount, pay_amount_end);
  put(value, pay_amount_end, real_pay);
  put_decimal(value, real_pay, real_pay_end);
  put(value, rest, cursor.at);
  return true;
}

static void produce(rd_kafka_t *producer, const rd_kafka_vu_t *arguments, size_t count) {
  for (;;) {
    rd_kafka_error_t *error = rd_kafka_produceva(producer, arguments, count);
    if (error == NULL) return;
    if (rd_kafka_error_code(error) != RD_KAFKA_RESP_ERR__QUEUE_FULL) check(error);
    rd_kafka_error_destroy(error);
    rd_kafka_poll(producer, 3);
  }
}

static void write_split(rd_kafka_t *producer, rd_kafka_topic_t *topic, const rd_kafka_message_t *message) {
  static Text key, value;
  if (!split(message, &key, &value)) return;
  rd_kafka_vu_t arguments[] = {
      {.vtype = RD_KAFKA_VTYPE_RKT, .u.rkt = topic},
      {.vtype = RD_KAFKA_VTYPE_PARTITION, .u.i32 = RD_KAFKA_PARTITION_UA},
      {.vtype = RD_KAFKA_VTYPE_MSGFLAGS, .u.i = RD_KAFKA_MSG_F_COPY},
      {.vtype = RD_KAFKA_VTYPE_KEY, .u.mem = {key.bytes, key.length}},
      {.vtype = RD_KAFKA_VTYPE_VALUE, .u.mem = {value.bytes, value.length}},
  };
  produce(producer, arguments, sizeof arguments / sizeof *arguments);
}

static void write_copy(rd_kafka_t *producer, rd_kafka_topic_t *topic, const rd_kafka_message_t *message) {
  rd_kafka_headers_t *found = NULL;
  rd_kafka_message_headers(message, &found);
  rd_kafka_vu_t arguments[] = {
      {.vtype = RD_KAFKA_VTYPE_RKT, .u.rkt = topic},
      {.vtype = RD_KAFKA_VTYPE_PARTITION, .u.i32 = RD_KAFKA_PARTITION_UA},
      {.vtype = RD_KAFKA_VTYPE_MSGFLAGS, .u.i = RD_KAFKA_MSG_F_COPY},
      {.vtype = RD_KAFKA_VTYPE_VALUE, .u.mem = {message->payload, message->len}},
      {.vtype = RD_KAFKA_VTYPE_TIMESTAMP, .u.i64 = rd_kafka_message_timestamp(message, NULL)},
      {.vtype = RD_KAFKA_VTYPE_HEADERS, .u.headers = found == NULL ? NULL : rd_kafka_headers_copy(found)},
  };
  produce(producer, arguments, sizeof arguments / sizeof *arguments - (found == NULL));
}

static double seconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec + now.tv_nsec / 1e9;
}

/* Positions go into the transaction. */
static void end_transaction(rd_kafka_t *producer, rd_kafka_t *consumer, const rd_kafka_topic_partition_list_t *next) {
  rd_kafka_consumer_group_metadata_t *group = rd_kafka_consumer_group_metadata(consumer);
  check(rd_kafka_send_offsets_to_transaction(producer, next, group, TIMEOUT_MS));
  rd_kafka_consumer_group_metadata_destroy(group);
  check(rd_kafka_commit_transaction(producer, TIMEOUT_MS));
}

int main(void) {
  const char *broker = need("BROKER"), *in = need("IN"), *out = need("OUT"), *group = need("GROUP"), *job = need("JOB");
  bool is_copy = *job == 'C', is_transactional = *job == 'B';
  const char *const reading[][2] = {
      {"bootstrap.servers", broker},         {"group.id", group},
      {"reconnect.backoff.ms", "20"},        {"enable.auto.commit", "false"},
      {"enable.auto.offset.store", "false"}, {"enable.partition.eof", "true"},
      {"isolation.level", "read_uncommitted"}, {"auto.offset.reset", "error"},
      {"fetch.queue.backoff.ms", "10"},      {"queued.min.messages", "20000"},
      {"queued.max.messages.kbytes", "8192"}, {"fetch.max.bytes", "4194304"}, {"fetch.message.max.bytes", "1048576"}, {NULL, NULL},
  };
  const char *const writing[][2] = {
      {"bootstrap.servers", broker},
      {"reconnect.backoff.ms", "20"},
      {"partitioner", "murmur2_random"},
      {"enable.idempotence", "true"},
      {"message.max.bytes", "1048576"},
      {"delivery.timeout.ms", is_transactional ? "60000" : "120000"},
      {"linger.ms", "5"},
      {"batch.num.messages", "10000"},
      {"batch.size", "1000000"},
      {"queue.buffering.max.messages", "65536"},
      {"queue.buffering.max.kbytes", "8192"},
      {"delivery.report.only.error", "true"},
      {is_transactional ? "transactional.id" : NULL, group},
      {NULL, NULL},
  };
  rd_kafka_t *consumer = open_client(RD_KAFKA_CONSUMER, configure(reading));
  rd_kafka_conf_t *conf = configure(writing);
  rd_kafka_conf_set_dr_msg_cb(conf, on_delivery);
  rd_kafka_t *producer = open_client(RD_KAFKA_PRODUCER, conf);
  rd_kafka_topic_t *topic = rd_kafka_topic_new(producer, out, NULL);

  rd_kafka_topic_t *input = rd_kafka_topic_new(consumer, in, NULL);
  const struct rd_kafka_metadata *metadata;
  if (rd_kafka_metadata(consumer, 0, input, &metadata, TIMEOUT_MS) != RD_KAFKA_RESP_ERR_NO_ERROR) die("no metadata");
  int partitions = metadata->topics[0].partition_cnt, open = 0;
  rd_kafka_metadata_destroy(metadata);
  if (rd_kafka_metadata(producer, 0, topic, &metadata, TIMEOUT_MS) != RD_KAFKA_RESP_ERR_NO_ERROR) die("no metadata");
  rd_kafka_metadata_destroy(metadata);
  if (partitions == 0 || partitions > MAX_PARTITIONS) die("an unexpected number of partitions");
  int64_t end[MAX_PARTITIONS];
  rd_kafka_topic_partition_list_t *next = rd_kafka_topic_partition_list_new(partitions);
  for (int i = 0; i < partitions; i++) {
    rd_kafka_topic_partition_t *position = rd_kafka_topic_partition_list_add(next, in, i);
    if (rd_kafka_query_watermark_offsets(consumer, in, i, &position->offset, &end[i], TIMEOUT_MS) != RD_KAFKA_RESP_ERR_NO_ERROR)
      die("no watermarks");
    open += position->offset < end[i];
  }
  rd_kafka_assign(consumer, next);
  rd_kafka_queue_t *queue = rd_kafka_queue_get_consumer(consumer);
  if (is_transactional) {
    check(rd_kafka_init_transactions(producer, TIMEOUT_MS));
    check(rd_kafka_begin_transaction(producer));
  }

  static rd_kafka_message_t *batch[BATCH];
  long in_transaction = 0;
  for (double began = seconds(); open > 0;) {
    ssize_t count = rd_kafka_consume_batch_queue(queue, 100, batch, BATCH);
    for (ssize_t i = 0; i < count; i++) {
      const rd_kafka_message_t *message = batch[i];
      if (message->err == RD_KAFKA_RESP_ERR__PARTITION_EOF) continue;
      if (message->err) die(rd_kafka_message_errstr(message));
      int64_t *position = &next->elems[message->partition].offset;
      if (message->offset >= end[message->partition]) continue;
      *position = message->offset + 1;
      if (*position == end[message->partition]) open--;
      if (is_copy) write_copy(producer, topic, message);
      else write_split(producer, topic, message);
    }
    for (ssize_t i = 0; i < count; i++) rd_kafka_message_destroy(batch[i]);
    rd_kafka_poll(producer, 0);
    in_transaction += count;
    if (is_transactional && open > 0 && (in_transaction >= TRANSACTION_RECORDS || seconds() - began >= 1)) {
      end_transaction(producer, consumer, next);
      check(rd_kafka_begin_transaction(producer));
      in_transaction = 0;
      began = seconds();
    }
  }
  if (is_transactional) end_transaction(producer, consumer, next);
  else if (rd_kafka_flush(producer, TIMEOUT_MS) != RD_KAFKA_RESP_ERR_NO_ERROR) die("not everything was acknowledged");
  if (failures > 0) die("records were refused");
  /* Threads of the clients run on: what they hold ends with the process. */
  fflush(NULL);
  _Exit(0);
}
