// A batch to send as it lies in JavaScript's memory, checked before anything is read through its offsets.
#pragma once
#include <librdkafka/rdkafka.h>
#include <napi.h>

#include <cstdint>

namespace tsql {

class ProducedBatch {
 public:
  // Throws a TypeError or RangeError that names the column at fault; checks the records from `from` on.
  ProducedBatch(const Napi::Object& batch, const Napi::Value& from);

  size_t from() const { return from_; }
  size_t count() const { return count_; }
  int32_t partition(size_t i) const { return partition_[i]; }
  // Hands a record to librdkafka, which copies it.
  rd_kafka_error_t* Produce(rd_kafka_t* handle, rd_kafka_topic_t* topic, size_t i, void* opaque) const;

 private:
  struct Span {
    const int32_t* start;
    const int32_t* end;
  };
  void CheckRecord(Napi::Env env, size_t i) const;
  void CheckHeaders(Napi::Env env, size_t i) const;
  bool IsInside(const Span& span, size_t i, bool may_be_null) const;
  rd_kafka_headers_t* Headers(size_t i) const;

  size_t count_ = 0, from_ = 0, headers_ = 0;
  const uint8_t* slab_ = nullptr;
  int64_t slab_length_ = 0;
  const int32_t* partition_ = nullptr;
  const int32_t* header_index_ = nullptr;
  const double* timestamp_ = nullptr;
  Span key_{}, value_{}, header_name_{}, header_value_{};
};

}  // namespace tsql
