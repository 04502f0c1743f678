// The JavaScript class Producer.
#include <librdkafka/rdkafka.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <thread>

#include "admin.h"
#include "args.h"
#include "consumer.h"
#include "deliveries.h"
#include "handle.h"
#include "produced-batch.h"

namespace tsql {

namespace {

static_assert(sizeof(void*) >= sizeof(int64_t), "a record's number has to fit into a pointer");

// How often a wait looks whether the producer is closed, and how long the closing one waits for reports. Milliseconds.
constexpr int kSlice = 100;
constexpr int kPurgeWait = 200;

struct ProducerCore : Core {
  explicit ProducerCore(bool is_transactional) : deliveries(is_transactional) {}

  Deliveries deliveries;
  std::map<std::string, TopicPtr> topics;
  std::thread poll_thread;
  std::atomic<bool> polling{true};

  void BeforeDestroy() override {
    rd_kafka_purge(handle, RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT);
    rd_kafka_flush(handle, kPurgeWait);
    polling = false;
    // The thread is in a poll that would wait for its time to be over.
    rd_kafka_queue_yield(QueuePtr(rd_kafka_queue_get_main(handle)).get());
    if (poll_thread.joinable()) poll_thread.join();
    topics.clear();
  }
};

void OnDelivery(rd_kafka_t* handle, const rd_kafka_message_t* message, void* opaque) {
  static_cast<ProducerCore*>(static_cast<Core*>(opaque))->deliveries.Report(handle, *message);
}

// Out of a consumer, or of what its groupMetadata() gave, also in another thread.
GroupMetadataPtr GroupOf(const Napi::Value& value) {
  Napi::Env env = value.Env();
  if (Consumer* consumer = Consumer::From(value)) {
    auto group = consumer->Group(env);
    if (group == nullptr) throw Napi::Error::New(env, "the consumer does not belong to a group");
    return group;
  }
  Napi::Object given = ObjectOf(value, "group");
  std::string id = NameOf(given.Get("groupId"), "group.groupId");
  auto generation = static_cast<int32_t>(IntegerOf(given.Get("generationId"), "group.generationId", -1, INT32_MAX));
  std::string member = TextOf(given.Get("memberId"), "group.memberId");
  Napi::Value instance = given.Get("groupInstanceId");
  std::string instance_id = IsMissing(instance) ? "" : TextOf(instance, "group.groupInstanceId");
  return GroupMetadataPtr(rd_kafka_consumer_group_metadata_new_with_genid(
      id.c_str(), generation, member.c_str(), instance_id.empty() ? nullptr : instance_id.c_str()));
}

}  // namespace

class Producer : public Napi::ObjectWrap<Producer> {
 public:
  static Napi::Function Define(Napi::Env env) {
    return DefineClass(
        env, "Producer",
        {InstanceMethod("produce", &Producer::Produce), InstanceMethod("flush", &Producer::Flush),
         InstanceMethod("takeFailures", &Producer::TakeFailures), InstanceMethod("counters", &Producer::Counters),
         InstanceMethod("purge", &Producer::Purge), InstanceMethod("initTransactions", &Producer::InitTransactions),
         InstanceMethod("beginTransaction", &Producer::BeginTransaction),
         InstanceMethod("sendOffsetsToTransaction", &Producer::SendOffsetsToTransaction),
         InstanceMethod("commitTransaction", &Producer::CommitTransaction),
         InstanceMethod("abortTransaction", &Producer::AbortTransaction),
         InstanceMethod("createTopics", &Producer::Admin<CreateTopics>),
         InstanceMethod("createPartitions", &Producer::Admin<CreatePartitions>),
         InstanceMethod("deleteTopics", &Producer::Admin<DeleteTopics>),
         InstanceMethod("deleteRecords", &Producer::Admin<DeleteRecords>),
         InstanceMethod("describeConfigs", &Producer::Admin<DescribeConfigs>),
         InstanceMethod("alterConfigs", &Producer::Admin<AlterConfigs>),
         InstanceMethod("listGroups", &Producer::Admin<ListGroups>),
         InstanceMethod("groupMembers", &Producer::Admin<GroupMembers>),
         InstanceMethod("groupOffsets", &Producer::Admin<GroupOffsets>),
         InstanceMethod("alterGroupOffsets", &Producer::Admin<AlterGroupOffsets>),
         InstanceMethod("metadata", &Producer::Shared<&Handle::Metadata>),
         InstanceMethod("watermarks", &Producer::Shared<&Handle::Watermarks>),
         InstanceMethod("takeEvents", &Producer::Shared<&Handle::TakeEvents>),
         InstanceMethod("lastError", &Producer::Shared<&Handle::LastError>),
         InstanceMethod("setOauthBearerToken", &Producer::Shared<&Handle::SetOauthBearerToken>),
         InstanceMethod("oauthBearerTokenFailure", &Producer::Shared<&Handle::OauthBearerTokenFailure>),
         InstanceMethod("close", &Producer::Close)});
  }

  explicit Producer(const Napi::CallbackInfo& info) : Napi::ObjectWrap<Producer>(info) {
    Config config = ToConfig(info[0], "config");
    core_ = std::make_shared<ProducerCore>(config.count("transactional.id") > 0);
    handle_ = std::make_unique<Handle>(info.Env(), RD_KAFKA_PRODUCER, config, core_,
                                       [](rd_kafka_conf_t* conf) { rd_kafka_conf_set_dr_msg_cb(conf, OnDelivery); });
    core_->poll_thread = std::thread([core = core_.get(), handle = core_->handle] {
      NameThread("tsql:reports");
      while (core->polling) rd_kafka_poll(handle, kSlice);
    });
  }

 private:
  template <Napi::Value (Handle::*Method)(const Napi::CallbackInfo&)>
  Napi::Value Shared(const Napi::CallbackInfo& info) {
    return (handle_.get()->*Method)(info);
  }

  template <Napi::Value (*Call)(Handle&, const std::shared_ptr<Core>&, const Napi::CallbackInfo&)>
  Napi::Value Admin(const Napi::CallbackInfo& info) {
    return Call(*handle_, core_, info);
  }

  // produce(topic, batch, from) -> how many were taken; fewer than asked for: the queue is full
  Napi::Value Produce(const Napi::CallbackInfo& info) {
    Napi::Env env = info.Env();
    std::string name = NameOf(info[0], "topic");
    ProducedBatch batch(ObjectOf(info[1], "batch"), info[2]);
    rd_kafka_t* handle = handle_->get(env);
    rd_kafka_topic_t* topic = Topic(env, handle, name);
    ProducedBatch::Results results;
    size_t i = batch.from();
    // One that is refused in company is given again alone: that tells why. Behind a full queue all are refused.
    auto take = [&](rd_kafka_resp_err_t result) {
      if (result == RD_KAFKA_RESP_ERR__QUEUE_FULL) return false;
      rd_kafka_error_t* error = nullptr;
      if (result != RD_KAFKA_RESP_ERR_NO_ERROR) error = batch.Produce(handle, topic, i, sequence_);
      if (error != nullptr && rd_kafka_error_code(error) == RD_KAFKA_RESP_ERR__QUEUE_FULL) {
        rd_kafka_error_destroy(error);
        return false;
      }
      if (error == nullptr) produced_++;
      else core_->deliveries.Refuse(name, batch.partition(i), sequence_, Refusal(handle, error));
      sequence_++;
      i++;
      return true;
    };
    for (bool has_room = true; has_room && i < batch.count();) {
      size_t together = batch.ProducePlain(topic, i, sequence_, results);
      if (together == 0) has_room = take(RD_KAFKA_RESP_ERR__NOOP);
      for (size_t k = 0; has_room && k < together; k++) has_room = take(results[k]);
    }
    return Napi::Number::New(env, static_cast<double>(i - batch.from()));
  }

  static ErrorInfo Refusal(rd_kafka_t* handle, rd_kafka_error_t* error) {
    ErrorInfo info = FromError(error);
    return info.code == RD_KAFKA_RESP_ERR__FATAL ? FromCode(handle, info.code) : info;
  }

  rd_kafka_topic_t* Topic(Napi::Env env, rd_kafka_t* handle, const std::string& name) {
    TopicPtr& topic = core_->topics[name];
    if (topic == nullptr) topic.reset(rd_kafka_topic_new(handle, name.c_str(), nullptr));
    if (topic == nullptr) throw Napi::Error(env, ToJs(env, FromCode(rd_kafka_last_error())));
    return topic.get();
  }

  // flush(timeoutMs) -> records still in flight
  Napi::Value Flush(const Napi::CallbackInfo& info) {
    using Clock = std::chrono::steady_clock;
    int timeout = TimeoutOf(info[0]);
    return handle_->Run(info, [core = core_, timeout](rd_kafka_t* handle) -> Settle {
      auto deadline = Clock::now() + std::chrono::milliseconds(timeout);
      for (;;) {
        auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now()).count();
        auto code = rd_kafka_flush(handle, static_cast<int>(std::clamp<int64_t>(left, 0, kSlice)));
        if (code == RD_KAFKA_RESP_ERR_NO_ERROR || left <= 0 || core->closing) break;
      }
      int left = rd_kafka_outq_len(handle);
      return [left](Napi::Env env, Napi::Promise::Deferred& promise) { promise.Resolve(Napi::Number::New(env, left)); };
    });
  }

  Napi::Value TakeFailures(const Napi::CallbackInfo& info) { return core_->deliveries.TakeFailures(info.Env()); }

  Napi::Value Counters(const Napi::CallbackInfo& info) {
    Napi::Object result = Napi::Object::New(info.Env());
    result.Set("acknowledged", static_cast<double>(core_->deliveries.acknowledged()));
    result.Set("failed", static_cast<double>(core_->deliveries.failed()));
    result.Set("produced", static_cast<double>(produced_));
    return result;
  }

  // purge(): what is queued or in flight fails with _PURGE_QUEUE or _PURGE_INFLIGHT
  Napi::Value Purge(const Napi::CallbackInfo& info) {
    return handle_->Run(info, [](rd_kafka_t* handle) -> Settle {
      rd_kafka_purge(handle, RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT);
      return Done();
    });
  }

  Napi::Value Transaction(const Napi::CallbackInfo& info, std::function<rd_kafka_error_t*(rd_kafka_t*)> call) {
    return handle_->Run(info, [call = std::move(call)](rd_kafka_t* handle) -> Settle {
      rd_kafka_error_t* error = call(handle);
      return error == nullptr ? Done() : Fail(FromError(error));
    });
  }

  Napi::Value InitTransactions(const Napi::CallbackInfo& info) {
    int timeout = TimeoutOf(info[0]);
    return Transaction(info, [timeout](rd_kafka_t* handle) { return rd_kafka_init_transactions(handle, timeout); });
  }
  Napi::Value BeginTransaction(const Napi::CallbackInfo& info) {
    return Transaction(info, [](rd_kafka_t* handle) { return rd_kafka_begin_transaction(handle); });
  }
  Napi::Value CommitTransaction(const Napi::CallbackInfo& info) {
    int timeout = TimeoutOf(info[0]);
    return Transaction(info, [timeout](rd_kafka_t* handle) { return rd_kafka_commit_transaction(handle, timeout); });
  }
  Napi::Value AbortTransaction(const Napi::CallbackInfo& info) {
    int timeout = TimeoutOf(info[0]);
    return Transaction(info, [timeout](rd_kafka_t* handle) { return rd_kafka_abort_transaction(handle, timeout); });
  }

  // sendOffsetsToTransaction(offsets, consumer or its groupMetadata(), timeoutMs)
  Napi::Value SendOffsetsToTransaction(const Napi::CallbackInfo& info) {
    auto offsets = ToPartitions(info[0], "offsets", Offsets::kStored);
    std::shared_ptr<rd_kafka_consumer_group_metadata_t> group = GroupOf(info[1]);
    int timeout = TimeoutOf(info[2]);
    return Transaction(info, [offsets = std::move(offsets), group, timeout](rd_kafka_t* handle) {
      return rd_kafka_send_offsets_to_transaction(handle, MakeList(offsets).get(), group.get(), timeout);
    });
  }

  Napi::Value Close(const Napi::CallbackInfo& info) { return handle_->Close(info); }

  std::shared_ptr<ProducerCore> core_;
  std::unique_ptr<Handle> handle_;
  int64_t sequence_ = 0;
  int64_t produced_ = 0;
};

void RegisterProducer(Napi::Env env, Napi::Object exports) { exports.Set("Producer", Producer::Define(env)); }

}  // namespace tsql
