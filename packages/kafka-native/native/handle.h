// What consumer, producer and admin share: the librdkafka handle, its thread, metadata and offsets.
#pragma once
#include <librdkafka/rdkafka.h>
#include <napi.h>

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "values.h"
#include "worker.h"

namespace tsql {

class Handle {
 public:
  Handle(Napi::Env env, rd_kafka_type_t type, const Config& config, std::function<void(rd_kafka_conf_t*)> prepare = {});
  ~Handle();

  rd_kafka_t* get() const { return handle_; }
  bool closed() const { return handle_ == nullptr; }
  // Runs a blocking call on the handle's thread.
  Napi::Promise Run(const Napi::CallbackInfo& info, std::function<Settle(rd_kafka_t*)> work);
  // The last error that the client reported about its brokers; empty if there was none.
  std::string LastError();
  void NoteError(const std::string& text);
  // Destroys the handle, after the calls that are under way.
  Napi::Promise Close(const Napi::CallbackInfo& info, std::function<void(rd_kafka_t*)> before = {});
  void CloseNow();

  Napi::Promise Metadata(const Napi::CallbackInfo& info);
  Napi::Promise Watermarks(const Napi::CallbackInfo& info);
  Napi::Promise OffsetsForTimes(const Napi::CallbackInfo& info);

 private:
  rd_kafka_t* handle_ = nullptr;
  std::unique_ptr<Worker> worker_;
  std::mutex mutex_;
  std::string last_error_;
};

Settle Fail(ErrorInfo info);
Settle Done();
Settle WithPartitions(rd_kafka_topic_partition_list_t* list, rd_kafka_resp_err_t code);

void RegisterConsumer(Napi::Env env, Napi::Object exports);
void RegisterProducer(Napi::Env env, Napi::Object exports);
void RegisterMockCluster(Napi::Env env, Napi::Object exports);

}  // namespace tsql
