// Consumed messages as one block of memory: a slab of bytes and the arrays that describe it.
#pragma once
#include <librdkafka/rdkafka.h>
#include <napi.h>

#include <string>
#include <vector>

#include "values.h"

namespace tsql {

// What came with the records of a batch.
struct BatchEvent {
  const char* kind = "";
  // Of `eof` and `error`.
  std::string topic;
  int32_t partition = RD_KAFKA_PARTITION_UA;
  int64_t offset = RD_KAFKA_OFFSET_INVALID;
  ErrorInfo error;
  // Of `assigned`, `revoked` and `lost`.
  std::vector<Partition> partitions;
};

class BatchBuilder {
 public:
  // Copies the messages and destroys them. Errors and ends of partitions become events, `events` come after them.
  BatchBuilder(rd_kafka_t* handle, std::vector<MessagePtr> messages, std::vector<BatchEvent> events);
  // In the JavaScript thread: hands the memory over without a copy.
  Napi::Object ToJs(Napi::Env env);

 private:
  void Reserve(const std::vector<MessagePtr>& messages);
  void Add(rd_kafka_t* handle, rd_kafka_message_t* message);
  void AddEvent(const char* kind, const rd_kafka_message_t* message, ErrorInfo error);
  bool HasRoomFor(const rd_kafka_message_t* message) const;
  void AddHeaders(rd_kafka_message_t* message);
  int32_t Append(const void* bytes, size_t length);
  int32_t TopicIndex(const rd_kafka_message_t* message);

  std::vector<uint8_t> slab_;
  std::vector<std::string> topics_;
  const rd_kafka_topic_t* last_topic_ = nullptr;
  int32_t last_index_ = 0;
  std::vector<int32_t> topic_, partition_, leader_epoch_, key_start_, key_end_, value_start_, value_end_;
  std::vector<int32_t> header_index_{0}, header_name_start_, header_name_end_, header_value_start_, header_value_end_;
  std::vector<double> offset_, timestamp_;
  std::vector<uint8_t> timestamp_type_;
  std::vector<BatchEvent> events_;
};

}  // namespace tsql
