// Brokers, topics and partitions as the cluster names them.
#include "args.h"
#include "handle.h"

namespace tsql {

namespace {

using MetadataPtr = std::shared_ptr<const rd_kafka_metadata_t>;

Napi::Array Brokers(Napi::Env env, const rd_kafka_metadata_t& found) {
  Napi::Array brokers = Napi::Array::New(env, found.broker_cnt);
  for (int i = 0; i < found.broker_cnt; i++) {
    Napi::Object broker = Napi::Object::New(env);
    broker.Set("id", found.brokers[i].id);
    broker.Set("host", found.brokers[i].host);
    broker.Set("port", found.brokers[i].port);
    brokers[static_cast<uint32_t>(i)] = broker;
  }
  return brokers;
}

Napi::Object Topic(Napi::Env env, const rd_kafka_metadata_topic_t& found) {
  Napi::Object topic = Napi::Object::New(env);
  topic.Set("name", found.topic);
  if (found.err != RD_KAFKA_RESP_ERR_NO_ERROR) topic.Set("error", ToJs(env, FromCode(found.err)));
  Napi::Array partitions = Napi::Array::New(env, found.partition_cnt);
  for (int i = 0; i < found.partition_cnt; i++) {
    Napi::Object partition = Napi::Object::New(env);
    partition.Set("id", found.partitions[i].id);
    partition.Set("leader", found.partitions[i].leader);
    partitions[static_cast<uint32_t>(i)] = partition;
  }
  topic.Set("partitions", partitions);
  return topic;
}

}  // namespace

// metadata(topic or null, timeoutMs) -> {brokers: [{id, host, port}], topics: [{name, error?, partitions: [{id, leader}]}]}
Napi::Value Handle::Metadata(const Napi::CallbackInfo& info) {
  bool all = info[0].IsNull();
  std::string topic = all ? "" : NameOf(info[0], "topic");
  int timeout = TimeoutOf(info[1]);
  return Run(info, [core = core_, all, topic, timeout](rd_kafka_t* handle) -> Settle {
    TopicPtr target(all ? nullptr : rd_kafka_topic_new(handle, topic.c_str(), nullptr));
    if (!all && target == nullptr) return Fail(FromCode(rd_kafka_last_error()));
    const rd_kafka_metadata_t* found = nullptr;
    auto code = rd_kafka_metadata(handle, all ? 1 : 0, target.get(), &found, timeout);
    if (code != RD_KAFKA_RESP_ERR_NO_ERROR) {
      // The brokers' errors wait for somebody to serve them; the last one is the reason.
      rd_kafka_poll(handle, 0);
      std::string last = core->events.LastError();
      return Fail(FromCode(handle, code, last.empty() ? "" : std::string(rd_kafka_err2str(code)) + ": " + last));
    }
    return [metadata = MetadataPtr(found, rd_kafka_metadata_destroy)](Napi::Env env, Napi::Promise::Deferred& promise) {
      Napi::Object result = Napi::Object::New(env);
      Napi::Array topics = Napi::Array::New(env, metadata->topic_cnt);
      for (int i = 0; i < metadata->topic_cnt; i++) topics[static_cast<uint32_t>(i)] = Topic(env, metadata->topics[i]);
      result.Set("brokers", Brokers(env, *metadata));
      result.Set("topics", topics);
      promise.Resolve(result);
    };
  });
}

}  // namespace tsql
