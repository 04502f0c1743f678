#include "produced-batch.h"

#include <array>
#include <cmath>
#include <limits>
#include <string>

#include "args.h"
#include "rk.h"

namespace tsql {

namespace {

constexpr int64_t kMaxRecords = 1 << 24;
// The patch in patches/ gives this number to the timestamp 0, for librdkafka's own 0 is "now".
constexpr int64_t kEpoch = std::numeric_limits<int64_t>::min();

enum Column { kSlab, kPartition, kKeyStart, kKeyEnd, kValueStart, kValueEnd, kTimestamp, kHeaderIndex, kNameStart, kNameEnd,
              kHeaderStart, kHeaderEnd, kColumns };
constexpr const char* kNames[kColumns] = {"slab", "partition", "keyStart", "keyEnd", "valueStart", "valueEnd", "timestamp",
                                          "headerIndex", "headerNameStart", "headerNameEnd", "headerValueStart",
                                          "headerValueEnd"};

void* Opaque(int64_t sequence) { return reinterpret_cast<void*>(static_cast<intptr_t>(sequence)); }

napi_typedarray_type TypeOf(int column) {
  return column == kSlab ? napi_uint8_array : column == kTimestamp ? napi_float64_array : napi_int32_array;
}

struct Memory {
  const void* data;
  size_t length;
};

// Where a column lies now. Memory that another thread may write to, or shrink, is refused.
Memory MemoryOf(const Napi::Value& value, int column) {
  Napi::Env env = value.Env();
  const char* name = kNames[column];
  if (!value.IsTypedArray()) throw Napi::TypeError::New(env, std::string("batch.") + name + " has to be a typed array");
  napi_typedarray_type type;
  size_t length = 0;
  void* data = nullptr;
  napi_value buffer;
  if (napi_get_typedarray_info(env, value, &type, &length, &data, &buffer, nullptr) != napi_ok) throw Napi::Error::New(env);
  bool fits = type == TypeOf(column) || (column == kSlab && type == napi_uint8_clamped_array);
  if (!fits) throw Napi::TypeError::New(env, std::string("batch.") + name + " has the wrong element type");
  if (!Napi::Value(env, buffer).IsArrayBuffer()) {
    throw Napi::TypeError::New(env, std::string("batch.") + name + " may not lie in shared memory");
  }
  return {data, length};
}

[[noreturn]] void OutOfRange(Napi::Env env, const char* column, size_t i, const char* why) {
  throw Napi::RangeError::New(env, std::string("batch.") + column + "[" + std::to_string(i) + "] " + why);
}

}  // namespace

ProducedBatch::ProducedBatch(const Napi::Object& batch, const Napi::Value& from) {
  Napi::Env env = batch.Env();
  // All properties first: a getter may change what was looked at before it.
  Napi::Value values[kColumns];
  for (int column = 0; column < kColumns; column++) values[column] = batch.Get(kNames[column]);
  count_ = static_cast<size_t>(IntegerOf(batch.Get("count"), "batch.count", 0, kMaxRecords));
  from_ = static_cast<size_t>(IntegerOf(from, "from", 0, static_cast<int64_t>(count_)));

  std::array<Memory, kColumns> memory;
  for (int column = 0; column < kColumns; column++) memory[column] = MemoryOf(values[column], column);
  auto require = [&](int column, size_t minimum) {
    if (memory[column].length >= minimum) return;
    throw Napi::RangeError::New(env, std::string("batch.") + kNames[column] + " has " + std::to_string(memory[column].length) +
                                         " elements, " + std::to_string(minimum) + " are needed");
  };
  for (int column = kPartition; column <= kTimestamp; column++) require(column, count_);
  require(kHeaderIndex, count_ == 0 ? 0 : count_ + 1);
  auto ints = [&](int column) { return static_cast<const int32_t*>(memory[column].data); };
  header_index_ = ints(kHeaderIndex);
  if (count_ > 0) {
    if (header_index_[count_] < 0) OutOfRange(env, kNames[kHeaderIndex], count_, "is negative");
    headers_ = static_cast<size_t>(header_index_[count_]);
  }
  for (int column = kNameStart; column <= kHeaderEnd; column++) require(column, headers_);

  // An empty slab may have no memory at all; an empty key or value still needs an address to be none of null.
  static const uint8_t kNothing = 0;
  slab_length_ = static_cast<int64_t>(memory[kSlab].length);
  slab_ = slab_length_ == 0 ? &kNothing : static_cast<const uint8_t*>(memory[kSlab].data);
  partition_ = ints(kPartition);
  timestamp_ = static_cast<const double*>(memory[kTimestamp].data);
  key_ = {ints(kKeyStart), ints(kKeyEnd)};
  value_ = {ints(kValueStart), ints(kValueEnd)};
  header_name_ = {ints(kNameStart), ints(kNameEnd)};
  header_value_ = {ints(kHeaderStart), ints(kHeaderEnd)};
  for (size_t i = from_; i < count_; i++) CheckRecord(env, i);
}

bool ProducedBatch::IsInside(const Span& span, size_t i, bool may_be_null) const {
  int32_t start = span.start[i], end = span.end[i];
  if (start < 0) return may_be_null;
  return end >= start && end <= slab_length_;
}

void ProducedBatch::CheckRecord(Napi::Env env, size_t i) const {
  if (partition_[i] < -1) OutOfRange(env, kNames[kPartition], i, "is neither a partition nor -1");
  if (!IsInside(key_, i, true)) OutOfRange(env, kNames[kKeyStart], i, "lies outside of the slab");
  if (!IsInside(value_, i, true)) OutOfRange(env, kNames[kValueStart], i, "lies outside of the slab");
  double timestamp = timestamp_[i];
  if (!std::isnan(timestamp) && !(std::fabs(timestamp) <= static_cast<double>(kMaxSafeInteger))) {
    OutOfRange(env, kNames[kTimestamp], i, "is no number of milliseconds");
  }
  CheckHeaders(env, i);
}

void ProducedBatch::CheckHeaders(Napi::Env env, size_t i) const {
  int32_t first = header_index_[i], last = header_index_[i + 1];
  if (first < 0 || last < first || static_cast<size_t>(last) > headers_) {
    OutOfRange(env, kNames[kHeaderIndex], i, "lies outside of the headers");
  }
  for (int32_t h = first; h < last; h++) {
    if (!IsInside(header_name_, h, false)) OutOfRange(env, kNames[kNameStart], h, "lies outside of the slab");
    if (!IsInside(header_value_, h, true)) OutOfRange(env, kNames[kHeaderStart], h, "lies outside of the slab");
  }
}

ProducedBatch::Bytes ProducedBatch::BytesOf(const Span& span, size_t i) const {
  int32_t start = span.start[i], end = span.end[i];
  if (start < 0 || end < start || end > slab_length_) return {nullptr, 0};
  return {slab_ + start, static_cast<size_t>(end - start)};
}

rd_kafka_headers_t* ProducedBatch::Headers(size_t i) const {
  int32_t first = header_index_[i], last = header_index_[i + 1];
  if (first < 0 || last <= first || static_cast<size_t>(last) > headers_) return nullptr;
  rd_kafka_headers_t* headers = rd_kafka_headers_new(static_cast<size_t>(last - first));
  for (int32_t h = first; h < last; h++) {
    Bytes name = BytesOf(header_name_, h), value = BytesOf(header_value_, h);
    rd_kafka_header_add(headers, reinterpret_cast<const char*>(name.data), name.size, value.data, value.size);
  }
  return headers;
}

rd_kafka_error_t* ProducedBatch::Produce(rd_kafka_t* handle, rd_kafka_topic_t* topic, size_t i, int64_t sequence) const {
  std::array<rd_kafka_vu_t, 8> arguments;
  size_t count = 0;
  auto add = [&](rd_kafka_vtype_t type) -> rd_kafka_vu_t& {
    arguments[count].vtype = type;
    return arguments[count++];
  };
  // librdkafka takes a pointer that is not null with length 0 for an empty value, a null pointer for none.
  auto add_bytes = [&](rd_kafka_vtype_t type, const Bytes& bytes) {
    auto& memory = add(type).u.mem;
    memory.ptr = const_cast<uint8_t*>(bytes.data);
    memory.size = bytes.size;
  };
  add(RD_KAFKA_VTYPE_RKT).u.rkt = topic;
  add(RD_KAFKA_VTYPE_PARTITION).u.i32 = partition_[i];
  add(RD_KAFKA_VTYPE_MSGFLAGS).u.i = RD_KAFKA_MSG_F_COPY;
  add(RD_KAFKA_VTYPE_OPAQUE).u.ptr = Opaque(sequence);
  add_bytes(RD_KAFKA_VTYPE_KEY, BytesOf(key_, i));
  add_bytes(RD_KAFKA_VTYPE_VALUE, BytesOf(value_, i));
  if (!std::isnan(timestamp_[i])) {
    auto timestamp = static_cast<int64_t>(timestamp_[i]);
    add(RD_KAFKA_VTYPE_TIMESTAMP).u.i64 = timestamp == 0 ? kEpoch : timestamp;
  }
  HeadersPtr headers(Headers(i));
  if (headers == nullptr) return rd_kafka_produceva(handle, arguments.data(), count);
  add(RD_KAFKA_VTYPE_HEADERS).u.headers = headers.get();
  rd_kafka_error_t* error = rd_kafka_produceva(handle, arguments.data(), count);
  // They are librdkafka's where it took the record.
  if (error == nullptr) headers.release();
  return error;
}

bool ProducedBatch::IsPlain(size_t i) const {
  return partition_[i] == RD_KAFKA_PARTITION_UA && std::isnan(timestamp_[i]) && header_index_[i] == header_index_[i + 1];
}

size_t ProducedBatch::ProducePlain(rd_kafka_topic_t* topic, size_t i, int64_t sequence, Results& results) const {
  std::array<rd_kafka_message_t, kTogether> messages;
  size_t count = 0;
  for (; count < kTogether && i + count < count_ && IsPlain(i + count); count++) {
    Bytes key = BytesOf(key_, i + count), value = BytesOf(value_, i + count);
    rd_kafka_message_t& message = messages[count];
    message.err = RD_KAFKA_RESP_ERR_NO_ERROR;
    message.payload = const_cast<uint8_t*>(value.data);
    message.len = value.size;
    message.key = const_cast<uint8_t*>(key.data);
    message.key_len = key.size;
    message._private = Opaque(sequence + static_cast<int64_t>(count));
  }
  if (count == 0) return 0;
  rd_kafka_produce_batch(topic, RD_KAFKA_PARTITION_UA, RD_KAFKA_MSG_F_COPY, messages.data(), static_cast<int>(count));
  for (size_t k = 0; k < count; k++) results[k] = messages[k].err;
  return count;
}

}  // namespace tsql
