// What consumer and producer share: the librdkafka handle, its thread, metadata, offsets, tokens and events.
#pragma once
#include <librdkafka/rdkafka.h>
#include <napi.h>

#include <atomic>
#include <functional>
#include <memory>
#include <string>

#include "events.h"
#include "values.h"
#include "worker.h"

namespace tsql {

// Lives as long as any thread uses it, beyond the JavaScript object where that has to be.
struct Core {
  virtual ~Core() = default;
  rd_kafka_t* handle = nullptr;
  std::atomic<bool> closing{false};
  ClientEvents events;
  // Before the handle is destroyed, on the handle's thread.
  virtual void BeforeDestroy() {}
};

class Handle {
 public:
  // `prepare` may set callbacks; their opaque pointer is the core.
  Handle(Napi::Env env, rd_kafka_type_t type, const Config& config, std::shared_ptr<Core> core,
         const std::function<void(rd_kafka_conf_t*)>& prepare = {});
  ~Handle();
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;

  // Throws where the client is closed.
  rd_kafka_t* get(Napi::Env env) const;
  bool closed() const { return core_->closing; }
  // Runs a blocking call on the handle's thread.
  Napi::Promise Run(const Napi::CallbackInfo& info, std::function<Settle(rd_kafka_t*)> work);
  Napi::Promise Close(const Napi::CallbackInfo& info);

  Napi::Value Metadata(const Napi::CallbackInfo& info);
  Napi::Value Watermarks(const Napi::CallbackInfo& info);
  Napi::Value OffsetsForTimes(const Napi::CallbackInfo& info);
  Napi::Value TakeEvents(const Napi::CallbackInfo& info);
  Napi::Value LastError(const Napi::CallbackInfo& info);
  Napi::Value SetOauthBearerToken(const Napi::CallbackInfo& info);
  Napi::Value OauthBearerTokenFailure(const Napi::CallbackInfo& info);

 private:
  std::shared_ptr<Core> core_;
  std::shared_ptr<Worker> worker_;
};

Settle Fail(ErrorInfo info);
Settle Done();
// Resolves with the partitions unless the call failed.
Settle WithPartitions(std::vector<Partition> partitions);
// Waits for an event until the time is up or the client is closed.
EventPtr WaitForEvent(rd_kafka_queue_t* queue, int timeout_ms, const std::atomic<bool>& closing);

void RegisterConsumer(Napi::Env env, Napi::Object exports);
void RegisterProducer(Napi::Env env, Napi::Object exports);
void RegisterMockCluster(Napi::Env env, Napi::Object exports);

}  // namespace tsql
