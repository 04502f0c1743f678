#include "batch.h"

#include <cstring>
#include <iterator>
#include <limits>
#include <string_view>

namespace tsql {

namespace {

// The slab's positions are 32-bit; a record that would not fit in is refused.
constexpr size_t kMaxSlab = std::numeric_limits<int32_t>::max();
// Columns begin at such an address.
constexpr size_t kAlignment = 8;

Napi::Value ArrayOver(Napi::Env env, Napi::ArrayBuffer buffer, size_t at, size_t count, const double*) {
  return Napi::Float64Array::New(env, count, buffer, at);
}
Napi::Value ArrayOver(Napi::Env env, Napi::ArrayBuffer buffer, size_t at, size_t count, const int32_t*) {
  return Napi::Int32Array::New(env, count, buffer, at);
}
Napi::Value ArrayOver(Napi::Env env, Napi::ArrayBuffer buffer, size_t at, size_t count, const uint8_t*) {
  return Napi::Uint8Array::New(env, count, buffer, at);
}

Napi::Array EventsToJs(Napi::Env env, const std::vector<BatchEvent>& events) {
  Napi::Array list = Napi::Array::New(env, events.size());
  for (uint32_t i = 0; i < events.size(); i++) {
    const auto& event = events[i];
    Napi::Object entry = Napi::Object::New(env);
    entry.Set("kind", event.kind);
    if (std::string_view kind = event.kind; kind == "eof" || kind == "error") {
      entry.Set("topic", event.topic);
      entry.Set("partition", event.partition);
      entry.Set("offset", static_cast<double>(event.offset));
      if (kind == "error") entry.Set("error", ToJs(env, event.error));
    } else {
      entry.Set("partitions", ToJs(env, event.partitions));
    }
    list[i] = entry;
  }
  return list;
}

}  // namespace

BatchBuilder::BatchBuilder(rd_kafka_t* handle, std::vector<MessagePtr> messages, std::vector<BatchEvent> events,
                           BatchWishes wishes)
    : wishes_(std::move(wishes)) {
  auto records = Select(handle, messages);
  Allocate(records.size());
  for (size_t i = 0; i < records.size(); i++) Add(records[i], i);
  // All at once: librdkafka's thread allocates beside it, and each of these takes its lock.
  messages.clear();
  std::move(events.begin(), events.end(), std::back_inserter(events_));
}

std::vector<rd_kafka_message_t*> BatchBuilder::Select(rd_kafka_t* handle, const std::vector<MessagePtr>& messages) {
  std::vector<rd_kafka_message_t*> records;
  records.reserve(messages.size());
  for (const auto& pointer : messages) {
    rd_kafka_message_t* message = pointer.get();
    if (message->err == RD_KAFKA_RESP_ERR__PARTITION_EOF) {
      AddEvent("eof", message, {});
      continue;
    }
    if (message->err != RD_KAFKA_RESP_ERR_NO_ERROR) {
      const char* reason = rd_kafka_message_errstr(message);
      AddEvent("error", message, FromCode(handle, message->err, reason == nullptr ? "" : reason));
      continue;
    }
    size_t slab_size = slab_size_, header_count = header_count_;
    slab_size_ += message->len + message->key_len;
    if (wishes_.with_headers) CountHeaders(message);
    if (slab_size_ <= kMaxSlab) {
      records.push_back(message);
      continue;
    }
    slab_size_ = slab_size;
    header_count_ = header_count;
    AddEvent("error", message,
             FromCode(RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE,
                      "a record of " + std::to_string(message->len) + " bytes does not fit into a batch"));
  }
  return records;
}

void BatchBuilder::CountHeaders(rd_kafka_message_t* message) {
  rd_kafka_headers_t* headers = nullptr;
  if (rd_kafka_message_headers(message, &headers) != RD_KAFKA_RESP_ERR_NO_ERROR) return;
  const char* name;
  const void* value;
  size_t size;
  for (size_t i = 0; rd_kafka_header_get_all(headers, i, &name, &value, &size) == RD_KAFKA_RESP_ERR_NO_ERROR; i++) {
    header_count_++;
    slab_size_ += std::strlen(name) + (value == nullptr ? 0 : size);
  }
}

template <typename T>
void BatchBuilder::Place(Column<T>& column, size_t count, size_t& size) {
  column.at = size;
  column.count = count;
  size += (count * sizeof(T) + kAlignment - 1) / kAlignment * kAlignment;
}

void BatchBuilder::Allocate(size_t records) {
  count_ = records;
  if (records == 0) return;
  size_t size = 0;
  for (auto* column : {&offset_, &timestamp_}) Place(*column, records, size);
  for (auto* column : {&topic_, &partition_, &leader_epoch_, &key_start_, &key_end_, &value_start_, &value_end_}) {
    Place(*column, records, size);
  }
  Place(header_index_, records + 1, size);
  for (auto* column : {&header_name_start_, &header_name_end_, &header_value_start_, &header_value_end_}) {
    Place(*column, header_count_, size);
  }
  Place(timestamp_type_, records, size);
  Place(slab_, slab_size_, size);
  memory_ = MemoryFor(size, wishes_.memory);
  ForEachColumn([this](const char*, auto& column) { Point(column); });
  header_index_.data[0] = 0;
}

template <typename T>
void BatchBuilder::Point(Column<T>& column) {
  column.data = reinterpret_cast<T*>(memory_->bytes.get() + column.at);
}

template <typename Apply>
void BatchBuilder::ForEachColumn(Apply apply) {
  apply("slab", slab_);
  apply("topic", topic_);
  apply("partition", partition_);
  apply("offset", offset_);
  apply("timestamp", timestamp_);
  apply("timestampType", timestamp_type_);
  apply("leaderEpoch", leader_epoch_);
  apply("keyStart", key_start_);
  apply("keyEnd", key_end_);
  apply("valueStart", value_start_);
  apply("valueEnd", value_end_);
  apply("headerIndex", header_index_);
  apply("headerNameStart", header_name_start_);
  apply("headerNameEnd", header_name_end_);
  apply("headerValueStart", header_value_start_);
  apply("headerValueEnd", header_value_end_);
}

int32_t BatchBuilder::Append(const void* bytes, size_t length) {
  auto start = static_cast<int32_t>(slab_used_);
  if (length > 0) std::memcpy(slab_.data + slab_used_, bytes, length);
  slab_used_ += length;
  return start;
}

int32_t BatchBuilder::TopicIndex(const rd_kafka_message_t* message) {
  if (message->rkt == last_topic_) return last_index_;
  std::string name = rd_kafka_topic_name(message->rkt);
  size_t index = 0;
  while (index < topics_.size() && topics_[index] != name) index++;
  if (index == topics_.size()) topics_.push_back(name);
  last_topic_ = message->rkt;
  last_index_ = static_cast<int32_t>(index);
  return last_index_;
}

void BatchBuilder::AddEvent(const char* kind, const rd_kafka_message_t* message, ErrorInfo error) {
  BatchEvent event;
  event.kind = kind;
  if (message->rkt != nullptr) event.topic = rd_kafka_topic_name(message->rkt);
  event.partition = message->partition;
  event.offset = message->offset;
  event.error = std::move(error);
  events_.push_back(std::move(event));
}

void BatchBuilder::Add(rd_kafka_message_t* message, size_t i) {
  topic_.data[i] = TopicIndex(message);
  partition_.data[i] = message->partition;
  offset_.data[i] = static_cast<double>(message->offset);
  rd_kafka_timestamp_type_t type;
  timestamp_.data[i] = static_cast<double>(rd_kafka_message_timestamp(message, &type));
  timestamp_type_.data[i] = type == RD_KAFKA_TIMESTAMP_CREATE_TIME ? 1 : type == RD_KAFKA_TIMESTAMP_LOG_APPEND_TIME ? 2 : 0;
  leader_epoch_.data[i] = rd_kafka_message_leader_epoch(message);
  key_start_.data[i] = message->key == nullptr ? -1 : Append(message->key, message->key_len);
  key_end_.data[i] = static_cast<int32_t>(slab_used_);
  value_start_.data[i] = message->payload == nullptr ? -1 : Append(message->payload, message->len);
  value_end_.data[i] = static_cast<int32_t>(slab_used_);
  if (wishes_.with_headers) AddHeaders(message);
  header_index_.data[i + 1] = static_cast<int32_t>(headers_used_);
}

void BatchBuilder::AddHeaders(rd_kafka_message_t* message) {
  rd_kafka_headers_t* headers = nullptr;
  if (rd_kafka_message_headers(message, &headers) != RD_KAFKA_RESP_ERR_NO_ERROR) return;
  const char* name;
  const void* value;
  size_t size;
  for (size_t i = 0; rd_kafka_header_get_all(headers, i, &name, &value, &size) == RD_KAFKA_RESP_ERR_NO_ERROR; i++) {
    size_t h = headers_used_++;
    header_name_start_.data[h] = Append(name, std::strlen(name));
    header_name_end_.data[h] = static_cast<int32_t>(slab_used_);
    header_value_start_.data[h] = value == nullptr ? -1 : Append(value, size);
    header_value_end_.data[h] = static_cast<int32_t>(slab_used_);
  }
}

Napi::Object BatchBuilder::ToJs(Napi::Env env, BatchPool& pool) {
  Napi::Object batch = Napi::Object::New(env);
  batch.Set("count", Napi::Number::New(env, static_cast<double>(count_)));
  Napi::Array topics = Napi::Array::New(env, topics_.size());
  for (uint32_t i = 0; i < topics_.size(); i++) topics[i] = topics_[i];
  batch.Set("topics", topics);
  batch.Set("events", EventsToJs(env, events_));
  if (memory_ == nullptr) pool.PutBack(wishes_.memory);
  else if (memory_ != wishes_.memory) pool.Drop(wishes_.memory);
  // Without records there is the first element of the headers' index only.
  if (memory_ == nullptr) header_index_.count = 1;
  auto buffer = pool.Lend(batch, memory_);
  ForEachColumn([&](const char* name, auto& column) {
    batch.Set(name, ArrayOver(env, buffer, column.at, column.count, column.data));
  });
  return batch;
}

}  // namespace tsql
