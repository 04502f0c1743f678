// Consumed messages as one block of memory: a slab of bytes and the arrays that describe it.
#pragma once
#include <librdkafka/rdkafka.h>
#include <napi.h>

#include <string>
#include <vector>

#include "batch-memory.h"
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

// How a batch is to be made.
struct BatchWishes {
  bool with_headers = true;
  // Of a former batch: to be used again where it fits.
  BatchMemoryPtr memory;
};

class BatchBuilder {
 public:
  // Copies the messages and destroys them. Errors and ends of partitions become events, `events` come after them.
  BatchBuilder(rd_kafka_t* handle, std::vector<MessagePtr> messages, std::vector<BatchEvent> events, BatchWishes wishes);
  // In the JavaScript thread: hands the memory over without a copy.
  Napi::Object ToJs(Napi::Env env, BatchPool& pool);

 private:
  // A column's place in the memory.
  template <typename T>
  struct Column {
    size_t at = 0;
    size_t count = 0;
    T* data = nullptr;
  };

  // Sorts out what is no record, and counts.
  std::vector<rd_kafka_message_t*> Select(rd_kafka_t* handle, const std::vector<MessagePtr>& messages);
  void CountHeaders(rd_kafka_message_t* message);
  void Allocate(size_t records);
  template <typename T>
  void Place(Column<T>& column, size_t count, size_t& size);
  template <typename T>
  void Point(Column<T>& column);
  template <typename Apply>
  void ForEachColumn(Apply apply);
  void Add(rd_kafka_message_t* message, size_t i);
  void AddHeaders(rd_kafka_message_t* message);
  void AddEvent(const char* kind, const rd_kafka_message_t* message, ErrorInfo error);
  int32_t Append(const void* bytes, size_t length);
  int32_t TopicIndex(const rd_kafka_message_t* message);

  BatchWishes wishes_;
  BatchMemoryPtr memory_;
  size_t count_ = 0, slab_size_ = 0, header_count_ = 0, slab_used_ = 0, headers_used_ = 0;
  std::vector<std::string> topics_;
  const rd_kafka_topic_t* last_topic_ = nullptr;
  int32_t last_index_ = 0;
  Column<double> offset_, timestamp_;
  Column<int32_t> topic_, partition_, leader_epoch_, key_start_, key_end_, value_start_, value_end_;
  Column<int32_t> header_index_, header_name_start_, header_name_end_, header_value_start_, header_value_end_;
  Column<uint8_t> timestamp_type_, slab_;
  std::vector<BatchEvent> events_;
};

}  // namespace tsql
