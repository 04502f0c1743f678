#include "deliveries.h"

#include <utility>

namespace tsql {

namespace {
// As many as librdkafka's queue holds by default; the counter goes on beyond.
constexpr size_t kMaxFailures = 100000;
}  // namespace

void Deliveries::Report(rd_kafka_t* handle, const rd_kafka_message_t& message) {
  if (message.err == RD_KAFKA_RESP_ERR_NO_ERROR) {
    acknowledged_++;
    return;
  }
  // Not rd_kafka_message_errstr: for a record that was to be sent it takes the value for the text.
  const char* reason = rd_kafka_message_produce_errstr(&message);
  Refuse(rd_kafka_topic_name(message.rkt), message.partition, reinterpret_cast<intptr_t>(message._private),
         FromCode(handle, message.err, reason == nullptr ? "" : reason));
}

void Deliveries::Refuse(const std::string& topic, int32_t partition, int64_t sequence, ErrorInfo error) {
  failed_++;
  // A transaction with a hole cannot be committed.
  error.abortable = error.abortable || (is_transactional_ && !error.fatal);
  std::lock_guard<std::mutex> lock(mutex_);
  if (failures_.size() < kMaxFailures) failures_.push_back({sequence, topic, partition, std::move(error)});
}

Napi::Array Deliveries::TakeFailures(Napi::Env env) {
  std::vector<Failure> failures;
  {
    std::lock_guard<std::mutex> lock(mutex_);
    failures.swap(failures_);
  }
  Napi::Array list = Napi::Array::New(env, failures.size());
  for (uint32_t i = 0; i < failures.size(); i++) {
    Napi::HandleScope scope(env);
    Napi::Object entry = Napi::Object::New(env);
    entry.Set("sequence", static_cast<double>(failures[i].sequence));
    entry.Set("topic", failures[i].topic);
    entry.Set("partition", failures[i].partition);
    entry.Set("error", ToJs(env, failures[i].error));
    list[i] = entry;
  }
  return list;
}

}  // namespace tsql
