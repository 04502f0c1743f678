#include "batch.h"

#include <cstring>
#include <memory>

namespace tsql {

namespace {

// A typed array over memory that a vector owns until the array is collected.
template <typename T, typename Array>
Napi::Value HandOver(Napi::Env env, std::vector<T>&& values) {
  size_t count = values.size();
  if (count == 0) return Array::New(env, 0);
  auto* owned = new std::vector<T>(std::move(values));
  Napi::ArrayBuffer buffer = Napi::ArrayBuffer::New(
      env, owned->data(), count * sizeof(T), [](Napi::Env, void*, std::vector<T>* vector) { delete vector; }, owned);
  return Array::New(env, count, buffer, 0);
}

}  // namespace

BatchBuilder::BatchBuilder(const std::vector<rd_kafka_message_t*>& messages) {
  size_t bytes = 0;
  for (auto* message : messages) bytes += message->len + message->key_len;
  slab_.reserve(bytes + bytes / 8);
  for (auto* message : messages) Add(message);
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

void BatchBuilder::Add(rd_kafka_message_t* message) {
  if (message->err != RD_KAFKA_RESP_ERR_NO_ERROR) {
    BatchEvent event{message->err == RD_KAFKA_RESP_ERR__PARTITION_EOF,
                     message->rkt == nullptr ? "" : rd_kafka_topic_name(message->rkt), message->partition,
                     static_cast<double>(message->offset),
                     FromCode(message->err, rd_kafka_message_errstr(message) == nullptr ? "" : rd_kafka_message_errstr(message))};
    events_.push_back(std::move(event));
    return;
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
  rd_kafka_headers_t* headers = nullptr;
  if (rd_kafka_message_headers(message, &headers) == RD_KAFKA_RESP_ERR_NO_ERROR) {
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
  header_index_.push_back(static_cast<int32_t>(header_name_start_.size()));
}

Napi::Object BatchBuilder::ToJs(Napi::Env env) {
  Napi::Object batch = Napi::Object::New(env);
  batch.Set("count", Napi::Number::New(env, static_cast<double>(topic_.size())));
  Napi::Array topics = Napi::Array::New(env, topics_.size());
  for (uint32_t i = 0; i < topics_.size(); i++) topics[i] = topics_[i];
  batch.Set("topics", topics);
  Napi::Array events = Napi::Array::New(env, events_.size());
  for (uint32_t i = 0; i < events_.size(); i++) {
    Napi::Object event = Napi::Object::New(env);
    event.Set("kind", events_[i].eof ? "eof" : "error");
    event.Set("topic", events_[i].topic);
    event.Set("partition", Napi::Number::New(env, events_[i].partition));
    event.Set("offset", Napi::Number::New(env, events_[i].offset));
    if (!events_[i].eof) event.Set("error", tsql::ToJs(env, events_[i].error));
    events[i] = event;
  }
  batch.Set("events", events);
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
