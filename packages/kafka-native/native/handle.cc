#include "handle.h"

namespace tsql {

namespace {

void OnError(rd_kafka_t*, int, const char* reason, void* opaque) {
  static_cast<Handle*>(opaque)->NoteError(reason == nullptr ? "" : reason);
}

void OnLog(const rd_kafka_t*, int, const char*, const char*) {}

int TimeoutOf(const Napi::CallbackInfo& info, size_t index) {
  if (info.Length() <= index || !info[index].IsNumber()) {
    throw Napi::TypeError::New(info.Env(), "a timeout in milliseconds is missing");
  }
  return info[index].As<Napi::Number>().Int32Value();
}

}  // namespace

Settle Fail(ErrorInfo info) {
  return [info](Napi::Env env, Napi::Promise::Deferred& promise) { promise.Reject(ToJs(env, info)); };
}

Settle Done() {
  return [](Napi::Env env, Napi::Promise::Deferred& promise) { promise.Resolve(env.Undefined()); };
}

Settle WithPartitions(rd_kafka_topic_partition_list_t* list, rd_kafka_resp_err_t code) {
  return [list, code](Napi::Env env, Napi::Promise::Deferred& promise) {
    if (code != RD_KAFKA_RESP_ERR_NO_ERROR) promise.Reject(ToJs(env, FromCode(code)));
    else promise.Resolve(FromPartitions(env, list));
    rd_kafka_topic_partition_list_destroy(list);
  };
}

Handle::Handle(Napi::Env env, rd_kafka_type_t type, const Config& config, std::function<void(rd_kafka_conf_t*)> prepare) {
  rd_kafka_conf_t* conf = MakeConf(env, config);
  rd_kafka_conf_set_opaque(conf, this);
  rd_kafka_conf_set_error_cb(conf, OnError);
  rd_kafka_conf_set_log_cb(conf, OnLog);
  if (prepare) prepare(conf);
  char reason[512];
  handle_ = rd_kafka_new(type, conf, reason, sizeof(reason));
  if (handle_ == nullptr) {
    rd_kafka_conf_destroy(conf);
    throw Napi::Error::New(env, reason);
  }
  worker_ = std::make_unique<Worker>(env);
}

Handle::~Handle() { CloseNow(); }

std::string Handle::LastError() {
  std::lock_guard<std::mutex> lock(mutex_);
  return last_error_;
}

void Handle::NoteError(const std::string& text) {
  std::lock_guard<std::mutex> lock(mutex_);
  last_error_ = text;
}

Napi::Promise Handle::Run(const Napi::CallbackInfo& info, std::function<Settle(rd_kafka_t*)> work) {
  rd_kafka_t* handle = handle_;
  if (handle == nullptr) throw Napi::Error::New(info.Env(), "the Kafka client is closed");
  return worker_->Run(info.Env(), [handle, work = std::move(work)] { return work(handle); });
}

Napi::Promise Handle::Close(const Napi::CallbackInfo& info, std::function<void(rd_kafka_t*)> before) {
  rd_kafka_t* handle = handle_;
  if (handle == nullptr) {
    auto deferred = Napi::Promise::Deferred::New(info.Env());
    deferred.Resolve(info.Env().Undefined());
    return deferred.Promise();
  }
  handle_ = nullptr;
  return worker_->Run(info.Env(), [handle, before] {
    if (before) before(handle);
    rd_kafka_destroy_flags(handle, RD_KAFKA_DESTROY_F_NO_CONSUMER_CLOSE);
    return Done();
  });
}

void Handle::CloseNow() {
  if (worker_) worker_->Stop();
  if (handle_ != nullptr) rd_kafka_destroy_flags(handle_, RD_KAFKA_DESTROY_F_NO_CONSUMER_CLOSE);
  handle_ = nullptr;
}

// metadata(topic or null, timeoutMs) -> {brokers: [{id, host, port}], topics: [{name, error?, partitions: [{id, leader, error?}]}]}
Napi::Promise Handle::Metadata(const Napi::CallbackInfo& info) {
  bool all = info.Length() == 0 || !info[0].IsString();
  std::string topic = all ? "" : info[0].As<Napi::String>().Utf8Value();
  int timeout = TimeoutOf(info, 1);
  return Run(info, [this, all, topic, timeout](rd_kafka_t* handle) -> Settle {
    rd_kafka_topic_t* target = all ? nullptr : rd_kafka_topic_new(handle, topic.c_str(), nullptr);
    const rd_kafka_metadata_t* found = nullptr;
    auto code = rd_kafka_metadata(handle, all ? 1 : 0, target, &found, timeout);
    if (target != nullptr) rd_kafka_topic_destroy(target);
    if (code != RD_KAFKA_RESP_ERR_NO_ERROR) {
      std::string last = LastError();
      return Fail(FromCode(code, last.empty() ? "" : std::string(rd_kafka_err2str(code)) + ": " + last));
    }
    return [found](Napi::Env env, Napi::Promise::Deferred& promise) {
      Napi::Object result = Napi::Object::New(env);
      Napi::Array brokers = Napi::Array::New(env, found->broker_cnt);
      for (int i = 0; i < found->broker_cnt; i++) {
        Napi::Object broker = Napi::Object::New(env);
        broker.Set("id", found->brokers[i].id);
        broker.Set("host", found->brokers[i].host);
        broker.Set("port", found->brokers[i].port);
        brokers[static_cast<uint32_t>(i)] = broker;
      }
      Napi::Array topics = Napi::Array::New(env, found->topic_cnt);
      for (int i = 0; i < found->topic_cnt; i++) {
        const auto& source = found->topics[i];
        Napi::Object entry = Napi::Object::New(env);
        entry.Set("name", source.topic);
        if (source.err != RD_KAFKA_RESP_ERR_NO_ERROR) entry.Set("error", ToJs(env, FromCode(source.err)));
        Napi::Array partitions = Napi::Array::New(env, source.partition_cnt);
        for (int p = 0; p < source.partition_cnt; p++) {
          Napi::Object partition = Napi::Object::New(env);
          partition.Set("id", source.partitions[p].id);
          partition.Set("leader", source.partitions[p].leader);
          partitions[static_cast<uint32_t>(p)] = partition;
        }
        entry.Set("partitions", partitions);
        topics[static_cast<uint32_t>(i)] = entry;
      }
      result.Set("brokers", brokers);
      result.Set("topics", topics);
      rd_kafka_metadata_destroy(found);
      promise.Resolve(result);
    };
  });
}

// watermarks(partitions, timeoutMs) -> [{topic, partition, low, high}], at the handle's isolation level
Napi::Promise Handle::Watermarks(const Napi::CallbackInfo& info) {
  int timeout = TimeoutOf(info, 1);
  auto* list = ToPartitions(info[0]);
  return Run(info, [list, timeout](rd_kafka_t* handle) -> Settle {
    std::vector<std::pair<int64_t, int64_t>> found(list->cnt);
    for (int i = 0; i < list->cnt; i++) {
      auto code = rd_kafka_query_watermark_offsets(handle, list->elems[i].topic, list->elems[i].partition, &found[i].first,
                                                   &found[i].second, timeout);
      if (code != RD_KAFKA_RESP_ERR_NO_ERROR) {
        rd_kafka_topic_partition_list_destroy(list);
        return Fail(FromCode(code));
      }
    }
    return [list, found](Napi::Env env, Napi::Promise::Deferred& promise) {
      Napi::Array result = Napi::Array::New(env, list->cnt);
      for (int i = 0; i < list->cnt; i++) {
        Napi::Object entry = Napi::Object::New(env);
        entry.Set("topic", list->elems[i].topic);
        entry.Set("partition", list->elems[i].partition);
        entry.Set("low", Napi::Number::New(env, static_cast<double>(found[i].first)));
        entry.Set("high", Napi::Number::New(env, static_cast<double>(found[i].second)));
        result[static_cast<uint32_t>(i)] = entry;
      }
      rd_kafka_topic_partition_list_destroy(list);
      promise.Resolve(result);
    };
  });
}

// offsetsForTimes(partitions with `offset` = milliseconds, timeoutMs) -> partitions; an offset of -1: none at or after it
Napi::Promise Handle::OffsetsForTimes(const Napi::CallbackInfo& info) {
  int timeout = TimeoutOf(info, 1);
  auto* list = ToPartitions(info[0]);
  return Run(info, [list, timeout](rd_kafka_t* handle) -> Settle {
    return WithPartitions(list, rd_kafka_offsets_for_times(handle, list, timeout));
  });
}

}  // namespace tsql
