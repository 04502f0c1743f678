// What became of the records that were sent.
#pragma once
#include <librdkafka/rdkafka.h>
#include <napi.h>

#include <atomic>
#include <cstdint>
#include <mutex>
#include <string>
#include <vector>

#include "values.h"

namespace tsql {

class Deliveries {
 public:
  explicit Deliveries(bool is_transactional) : is_transactional_(is_transactional) {}

  // A delivery report of librdkafka, from any thread. The record's opaque pointer is its number.
  void Report(rd_kafka_t* handle, const rd_kafka_message_t& message);
  // A record that librdkafka did not take.
  void Refuse(const std::string& topic, int32_t partition, int64_t sequence, ErrorInfo error);

  // [{sequence, topic, partition, error}] since the last call.
  Napi::Array TakeFailures(Napi::Env env);
  int64_t acknowledged() const { return acknowledged_; }
  int64_t failed() const { return failed_; }

 private:
  struct Failure {
    int64_t sequence;
    std::string topic;
    int32_t partition;
    ErrorInfo error;
  };

  const bool is_transactional_;
  std::atomic<int64_t> acknowledged_{0};
  std::atomic<int64_t> failed_{0};
  std::mutex mutex_;
  std::vector<Failure> failures_;
};

}  // namespace tsql
