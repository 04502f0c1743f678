#include "handle.h"

#include <algorithm>

#include "args.h"

namespace tsql {

namespace {

// How long `close` lets its caller wait at most; what is left to do goes on in the background.
constexpr auto kCloseBound = std::chrono::milliseconds(5000);
// How often a wait looks whether the client is closed. Milliseconds.
constexpr int kSlice = 100;

Core& CoreOf(void* opaque) { return *static_cast<Core*>(opaque); }

void OnError(rd_kafka_t* handle, int code, const char* reason, void* opaque) {
  CoreOf(opaque).events.AddError(FromCode(handle, static_cast<rd_kafka_resp_err_t>(code), reason == nullptr ? "" : reason));
}

void OnLog(const rd_kafka_t* handle, int level, const char* facility, const char* text) {
  void* opaque = rd_kafka_opaque(handle);
  if (opaque != nullptr) CoreOf(opaque).events.AddLog(level, facility, text);
}

int OnStatistics(rd_kafka_t*, char* json, size_t length, void* opaque) {
  CoreOf(opaque).events.AddStatistics(json, length);
  return 0;
}

void OnTokenRefresh(rd_kafka_t*, const char* config, void* opaque) { CoreOf(opaque).events.AddTokenRefresh(config); }

std::string Setting(const Config& config, const char* name) {
  auto found = config.find(name);
  return found == config.end() ? "" : found->second;
}

bool UsesOauthBearer(const Config& config) {
  return Setting(config, "sasl.mechanisms") == "OAUTHBEARER" || Setting(config, "sasl.mechanism") == "OAUTHBEARER";
}

// librdkafka gets tokens by itself with OIDC and for unsecured ones; otherwise they are asked for.
bool AsksForTokens(const Config& config) {
  return UsesOauthBearer(config) && Setting(config, "sasl.oauthbearer.method") != "oidc" &&
         Setting(config, "enable.sasl.oauthbearer.unsecure.jwt") != "true";
}

void Destroy(Core& core) {
  if (core.handle == nullptr) return;
  core.BeforeDestroy();
  rd_kafka_destroy_flags(core.handle, RD_KAFKA_DESTROY_F_NO_CONSUMER_CLOSE);
  core.handle = nullptr;
}

}  // namespace

Settle Fail(ErrorInfo info) {
  return [info = std::move(info)](Napi::Env env, Napi::Promise::Deferred& promise) { promise.Reject(ToJs(env, info)); };
}

Settle Done() {
  return [](Napi::Env env, Napi::Promise::Deferred& promise) { promise.Resolve(env.Undefined()); };
}

Settle WithPartitions(std::vector<Partition> partitions) {
  return [partitions = std::move(partitions)](Napi::Env env, Napi::Promise::Deferred& promise) {
    promise.Resolve(ToJs(env, partitions));
  };
}

EventPtr WaitForEvent(rd_kafka_queue_t* queue, int timeout_ms, const std::atomic<bool>& closing) {
  using Clock = std::chrono::steady_clock;
  auto deadline = Clock::now() + std::chrono::milliseconds(timeout_ms);
  for (;;) {
    auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now()).count();
    EventPtr event(rd_kafka_queue_poll(queue, static_cast<int>(std::clamp<int64_t>(left, 0, kSlice))));
    if (event != nullptr || left <= 0 || closing) return event;
  }
}

Handle::Handle(Napi::Env env, rd_kafka_type_t type, const Config& config, std::shared_ptr<Core> core,
               const std::function<void(rd_kafka_conf_t*)>& prepare)
    : core_(std::move(core)) {
  ConfPtr conf = MakeConf(env, config);
  rd_kafka_conf_set_opaque(conf.get(), core_.get());
  rd_kafka_conf_set_error_cb(conf.get(), OnError);
  rd_kafka_conf_set_log_cb(conf.get(), OnLog);
  rd_kafka_conf_set_stats_cb(conf.get(), OnStatistics);
  if (AsksForTokens(config)) rd_kafka_conf_set_oauthbearer_token_refresh_cb(conf.get(), OnTokenRefresh);
  if (UsesOauthBearer(config)) rd_kafka_conf_enable_sasl_queue(conf.get(), 1);
  if (prepare) prepare(conf.get());
  char reason[512];
  core_->handle = rd_kafka_new(type, conf.get(), reason, sizeof(reason));
  if (core_->handle == nullptr) throw Napi::Error::New(env, reason);
  conf.release();
  // Tokens have to be fetched while nobody polls, too.
  if (UsesOauthBearer(config)) FromError(rd_kafka_sasl_background_callbacks_enable(core_->handle));
  try {
    worker_ = Worker::Start(env, "tsql:calls", [shared = core_] { Destroy(*shared); });
  } catch (...) {
    Destroy(*core_);
    throw;
  }
}

Handle::~Handle() {
  core_->closing = true;
  if (worker_) worker_->Finish();
}

rd_kafka_t* Handle::get(Napi::Env env) const {
  if (core_->closing) throw Napi::Error::New(env, "the Kafka client is closed");
  return core_->handle;
}

Napi::Promise Handle::Run(const Napi::CallbackInfo& info, std::function<Settle(rd_kafka_t*)> work) {
  return worker_->Run(info.Env(), info.This().As<Napi::Object>(),
                      [core = core_, work = std::move(work)] { return work(core->handle); });
}

Napi::Promise Handle::Close(const Napi::CallbackInfo& info) {
  core_->closing = true;
  worker_->Finish();
  return worker_->Finished(info.Env(), kCloseBound);
}

// watermarks(partitions, timeoutMs) -> [{topic, partition, low, high}], at the handle's isolation level
Napi::Value Handle::Watermarks(const Napi::CallbackInfo& info) {
  auto partitions = ToPartitions(info[0], "partitions", Offsets::kNone);
  int timeout = TimeoutOf(info[1]);
  return Run(info, [core = core_, partitions = std::move(partitions), timeout](rd_kafka_t* handle) -> Settle {
    std::vector<std::pair<int64_t, int64_t>> found(partitions.size());
    for (size_t i = 0; i < partitions.size(); i++) {
      auto code = core->closing ? RD_KAFKA_RESP_ERR__DESTROY
                                : rd_kafka_query_watermark_offsets(handle, partitions[i].topic.c_str(), partitions[i].partition,
                                                                   &found[i].first, &found[i].second, timeout);
      if (code != RD_KAFKA_RESP_ERR_NO_ERROR) return Fail(FromCode(handle, code));
    }
    return [partitions, found](Napi::Env env, Napi::Promise::Deferred& promise) {
      Napi::Array result = Napi::Array::New(env, partitions.size());
      for (uint32_t i = 0; i < partitions.size(); i++) {
        Napi::Object entry = Napi::Object::New(env);
        entry.Set("topic", partitions[i].topic);
        entry.Set("partition", partitions[i].partition);
        entry.Set("low", static_cast<double>(found[i].first));
        entry.Set("high", static_cast<double>(found[i].second));
        result[i] = entry;
      }
      promise.Resolve(result);
    };
  });
}

// offsetsForTimes(partitions with `offset` = milliseconds, timeoutMs) -> partitions; an offset of -1: none at or after it
Napi::Value Handle::OffsetsForTimes(const Napi::CallbackInfo& info) {
  auto partitions = ToPartitions(info[0], "times", Offsets::kTime);
  int timeout = TimeoutOf(info[1]);
  return Run(info, [partitions = std::move(partitions), timeout](rd_kafka_t* handle) -> Settle {
    auto list = MakeList(partitions);
    auto code = rd_kafka_offsets_for_times(handle, list.get(), timeout);
    if (code != RD_KAFKA_RESP_ERR_NO_ERROR) return Fail(FromCode(handle, code));
    return WithPartitions(FromList(list.get()));
  });
}

Napi::Value Handle::TakeEvents(const Napi::CallbackInfo& info) {
  // Callbacks that wait are served; this does not block.
  if (!core_->closing) rd_kafka_poll(core_->handle, 0);
  return core_->events.Take(info.Env());
}

Napi::Value Handle::LastError(const Napi::CallbackInfo& info) {
  return Napi::String::New(info.Env(), core_->events.LastError());
}

// setOauthBearerToken({token, lifetimeMs, principal, extensions?})
Napi::Value Handle::SetOauthBearerToken(const Napi::CallbackInfo& info) {
  Napi::Env env = info.Env();
  Napi::Object given = ObjectOf(info[0], "token");
  std::string token = TextOf(given.Get("token"), "token.token", 1 << 20);
  int64_t lifetime = IntegerOf(given.Get("lifetimeMs"), "token.lifetimeMs", 0, kMaxSafeInteger);
  std::string principal = TextOf(given.Get("principal"), "token.principal");
  Napi::Value named = given.Get("extensions");
  Config extensions = IsMissing(named) ? Config() : ToConfig(named, "token.extensions");
  std::vector<const char*> pairs;
  for (const auto& [name, value] : extensions) pairs.insert(pairs.end(), {name.c_str(), value.c_str()});
  char reason[512] = "";
  auto code = rd_kafka_oauthbearer_set_token(get(env), token.c_str(), lifetime, principal.c_str(), pairs.data(), pairs.size(),
                                             reason, sizeof(reason));
  if (code != RD_KAFKA_RESP_ERR_NO_ERROR) throw Napi::Error(env, ToJs(env, FromCode(code, reason)));
  return env.Undefined();
}

// oauthBearerTokenFailure(reason): the client asks again later
Napi::Value Handle::OauthBearerTokenFailure(const Napi::CallbackInfo& info) {
  Napi::Env env = info.Env();
  auto code = rd_kafka_oauthbearer_set_token_failure(get(env), TextOf(info[0], "reason").c_str());
  if (code != RD_KAFKA_RESP_ERR_NO_ERROR) throw Napi::Error(env, ToJs(env, FromCode(code)));
  return env.Undefined();
}

}  // namespace tsql
