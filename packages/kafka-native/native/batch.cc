#include "batch.h"

#include <algorithm>
#include <cstring>
#include <iterator>
#include <limits>
#include <memory>
#include <string_view>

namespace tsql {

namespace {

// The slab's positions are 32-bit; a record that would not fit in is refused.
constexpr size_t kMaxSlab = std::numeric_limits<int32_t>::max();
// What headers may add to a record without being counted first.
constexpr size_t kHeaderRoom = 1 << 20;

// A typed array over memory that a vector owns until the array is collected.
template <typename T, typename Array>
Napi::Value HandOver(Napi::Env env, std::vector<T>&& values) {
  size_t count = values.size();
  if (count == 0) return Array::New(env, 0);
  auto owned = std::make_unique<std::vector<T>>(std::move(values));
  Napi::ArrayBuffer buffer = Napi::ArrayBuffer::New(
      env, owned->data(), count * sizeof(T),
      [](Napi::Env, void*, std::vector<T>* vector) { std::unique_ptr<std::vector<T>>{vector}; }, owned.get());
  owned.release();
  return Array::New(env, count, buffer, 0);
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

BatchBuilder::BatchBuilder(rd_kafka_t* handle, std::vector<MessagePtr> messages, std::vector<BatchEvent> events) {
  Reserve(messages);
  for (const auto& message : messages) Add(handle, message.get());
  // All at once: librdkafka's thread allocates beside it, and each of these takes its lock.
  messages.clear();
  std::move(events.begin(), events.end(), std::back_inserter(events_));
}

void BatchBuilder::Reserve(const std::vector<MessagePtr>& messages) {
  size_t bytes = 0;
  for (const auto& message : messages) bytes += message->len + message->key_len;
  slab_.reserve(bytes + std::min(bytes / 8, kHeaderRoom));
  for (auto* column : {&topic_, &partition_, &leader_epoch_, &key_start_, &key_end_, &value_start_, &value_end_}) {
    column->reserve(messages.size());
  }
  header_index_.reserve(messages.size() + 1);
  offset_.reserve(messages.size());
  timestamp_.reserve(messages.size());
  timestamp_type_.reserve(messages.size());
}

int32_t BatchBuilder::Append(const void* bytes, size_t length) {
  auto start = static_cast<int32_t>(slab_.size());
  const auto* first = static_cast<const uint8_t*>(bytes);
  if (length > 0) slab_.insert(slab_.end(), first, first + length);
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

bool BatchBuilder::HasRoomFor(const rd_kafka_message_t* message) const {
  return slab_.size() + message->len + message->key_len <= kMaxSlab - kHeaderRoom;
}

void BatchBuilder::Add(rd_kafka_t* handle, rd_kafka_message_t* message) {
  if (message->err == RD_KAFKA_RESP_ERR__PARTITION_EOF) return AddEvent("eof", message, {});
  if (message->err != RD_KAFKA_RESP_ERR_NO_ERROR) {
    const char* reason = rd_kafka_message_errstr(message);
    return AddEvent("error", message, FromCode(handle, message->err, reason == nullptr ? "" : reason));
  }
  if (!HasRoomFor(message)) {
    return AddEvent("error", message,
                    FromCode(RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE,
                             "a record of " + std::to_string(message->len) + " bytes does not fit into a batch"));
  }
  topic_.push_back(TopicIndex(message));
  partition_.push_back(message->partition);
  offset_.push_back(static_cast<double>(message->offset));
  rd_kafka_timestamp_type_t type;
  timestamp_.push_back(static_cast<double>(rd_kafka_message_timestamp(message, &type)));
  timestamp_type_.push_back(type == RD_KAFKA_TIMESTAMP_CREATE_TIME ? 1 : type == RD_KAFKA_TIMESTAMP_LOG_APPEND_TIME ? 2 : 0);
  leader_epoch_.push_back(rd_kafka_message_leader_epoch(message));
  key_start_.push_back(message->key == nullptr ? -1 : Append(message->key, message->key_len));
  key_end_.push_back(static_cast<int32_t>(slab_.size()));
  value_start_.push_back(message->payload == nullptr ? -1 : Append(message->payload, message->len));
  value_end_.push_back(static_cast<int32_t>(slab_.size()));
  AddHeaders(message);
  header_index_.push_back(static_cast<int32_t>(header_name_start_.size()));
}

void BatchBuilder::AddHeaders(rd_kafka_message_t* message) {
  rd_kafka_headers_t* headers = nullptr;
  if (rd_kafka_message_headers(message, &headers) != RD_KAFKA_RESP_ERR_NO_ERROR) return;
  const char* name;
  const void* value;
  size_t size;
  for (size_t i = 0; rd_kafka_header_get_all(headers, i, &name, &value, &size) == RD_KAFKA_RESP_ERR_NO_ERROR; i++) {
    header_name_start_.push_back(Append(name, std::strlen(name)));
    header_name_end_.push_back(static_cast<int32_t>(slab_.size()));
    header_value_start_.push_back(value == nullptr ? -1 : Append(value, size));
    header_value_end_.push_back(static_cast<int32_t>(slab_.size()));
  }
}

Napi::Object BatchBuilder::ToJs(Napi::Env env) {
  Napi::Object batch = Napi::Object::New(env);
  batch.Set("count", Napi::Number::New(env, static_cast<double>(topic_.size())));
  Napi::Array topics = Napi::Array::New(env, topics_.size());
  for (uint32_t i = 0; i < topics_.size(); i++) topics[i] = topics_[i];
  batch.Set("topics", topics);
  batch.Set("events", EventsToJs(env, events_));
  batch.Set("slab", HandOver<uint8_t, Napi::Uint8Array>(env, std::move(slab_)));
  batch.Set("topic", HandOver<int32_t, Napi::Int32Array>(env, std::move(topic_)));
  batch.Set("partition", HandOver<int32_t, Napi::Int32Array>(env, std::move(partition_)));
  batch.Set("offset", HandOver<double, Napi::Float64Array>(env, std::move(offset_)));
  batch.Set("timestamp", HandOver<double, Napi::Float64Array>(env, std::move(timestamp_)));
  batch.Set("timestampType", HandOver<uint8_t, Napi::Uint8Array>(env, std::move(timestamp_type_)));
  batch.Set("leaderEpoch", HandOver<int32_t, Napi::Int32Array>(env, std::move(leader_epoch_)));
  batch.Set("keyStart", HandOver<int32_t, Napi::Int32Array>(env, std::move(key_start_)));
  batch.Set("keyEnd", HandOver<int32_t, Napi::Int32Array>(env, std::move(key_end_)));
  batch.Set("valueStart", HandOver<int32_t, Napi::Int32Array>(env, std::move(value_start_)));
  batch.Set("valueEnd", HandOver<int32_t, Napi::Int32Array>(env, std::move(value_end_)));
  batch.Set("headerIndex", HandOver<int32_t, Napi::Int32Array>(env, std::move(header_index_)));
  batch.Set("headerNameStart", HandOver<int32_t, Napi::Int32Array>(env, std::move(header_name_start_)));
  batch.Set("headerNameEnd", HandOver<int32_t, Napi::Int32Array>(env, std::move(header_name_end_)));
  batch.Set("headerValueStart", HandOver<int32_t, Napi::Int32Array>(env, std::move(header_value_start_)));
  batch.Set("headerValueEnd", HandOver<int32_t, Napi::Int32Array>(env, std::move(header_value_end_)));
  return batch;
}

}  // namespace tsql
