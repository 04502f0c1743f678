// A batch to send as it lies in JavaScript's memory, checked before anything is read through its offsets.
#pragma once
#include <librdkafka/rdkafka.h>
#include <napi.h>

#include <array>
#include <cstdint>

namespace tsql {

class ProducedBatch {
 public:
  // Throws a TypeError or RangeError that names the column at fault; checks the records from `from` on.
  ProducedBatch(const Napi::Object& batch, const Napi::Value& from);

  size_t from() const { return from_; }
  size_t count() const { return count_; }
  int32_t partition(size_t i) const { return partition_[i]; }
  // Hands a record to librdkafka, which copies it. `sequence` comes back with its report.
  rd_kafka_error_t* Produce(rd_kafka_t* handle, rd_kafka_topic_t* topic, size_t i, int64_t sequence) const;
  // Hands records from `i` on to librdkafka in one call, as far as they have a key and a value only and may go to any partition.
  // Returns how many these are, with what became of each: many, few, or none.
  static constexpr size_t kTogether = 512;
  using Results = std::array<rd_kafka_resp_err_t, kTogether>;
  size_t ProducePlain(rd_kafka_topic_t* topic, size_t i, int64_t sequence, Results& results) const;

 private:
  struct Span {
    const int32_t* start;
    const int32_t* end;
  };
  struct Bytes {
    const uint8_t* data;
    size_t size;
  };
  // Where a key or value lies; null for none. Positions are read once, and looked at again: whoever recycled a batch and sends it all the
  // same must not make us read elsewhere.
  Bytes BytesOf(const Span& span, size_t i) const;
  bool IsPlain(size_t i) const;
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
