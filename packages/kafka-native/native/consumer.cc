#include "consumer.h"

#include <algorithm>
#include <utility>

#include "args.h"

namespace tsql {

namespace {

constexpr napi_type_tag kTag = {0x74e1b0f35c7a4d20, 0x9d2e6c81b7f04a13};
constexpr int64_t kMaxRecords = 1 << 20;
// A batch's slab has 32-bit positions; half of them are for the record that goes beyond the bound.
constexpr int64_t kMaxBytes = 1 << 30;
constexpr int64_t kDefaultBytes = 64 << 20;
constexpr int kDefaultTimeout = 60000;

// The first partition's error, named.
ErrorInfo FirstError(const rd_kafka_topic_partition_list_t& list) {
  for (int i = 0; i < list.cnt; i++) {
    const auto& element = list.elems[i];
    if (element.err == RD_KAFKA_RESP_ERR_NO_ERROR) continue;
    return FromCode(element.err, std::string(element.topic) + "-" + std::to_string(element.partition) + ": " +
                                     rd_kafka_err2str(element.err));
  }
  return {};
}

int TimeoutOrDefault(const Napi::Value& value) { return value.IsUndefined() ? kDefaultTimeout : TimeoutOf(value); }

}  // namespace

Napi::Function Consumer::Define(Napi::Env env) {
  return DefineClass(
      env, "Consumer",
      {InstanceMethod("poll", &Consumer::Poll), InstanceMethod("recycle", &Consumer::Recycle),
       InstanceMethod("assign", &Consumer::Assign),
       InstanceMethod("incrementalAssign", &Consumer::IncrementalAssign),
       InstanceMethod("incrementalUnassign", &Consumer::IncrementalUnassign),
       InstanceMethod("subscribe", &Consumer::Subscribe), InstanceMethod("unsubscribe", &Consumer::Unsubscribe),
       InstanceMethod("pause", &Consumer::Pause), InstanceMethod("resume", &Consumer::Resume),
       InstanceMethod("seek", &Consumer::Seek), InstanceMethod("position", &Consumer::Position),
       InstanceMethod("knownEnds", &Consumer::KnownEnds),
       InstanceMethod("commit", &Consumer::Commit), InstanceMethod("committed", &Consumer::Committed),
       InstanceMethod("groupMetadata", &Consumer::GroupMetadata), InstanceMethod("close", &Consumer::Close),
       InstanceMethod("metadata", &Consumer::Shared<&Handle::Metadata>),
       InstanceMethod("watermarks", &Consumer::Shared<&Handle::Watermarks>),
       InstanceMethod("offsetsForTimes", &Consumer::Shared<&Handle::OffsetsForTimes>),
       InstanceMethod("takeEvents", &Consumer::Shared<&Handle::TakeEvents>),
       InstanceMethod("lastError", &Consumer::Shared<&Handle::LastError>),
       InstanceMethod("setOauthBearerToken", &Consumer::Shared<&Handle::SetOauthBearerToken>),
       InstanceMethod("oauthBearerTokenFailure", &Consumer::Shared<&Handle::OauthBearerTokenFailure>)});
}

Consumer* Consumer::From(const Napi::Value& value) {
  if (!value.IsObject() || !value.As<Napi::Object>().CheckTypeTag(&kTag)) return nullptr;
  return Unwrap(value.As<Napi::Object>());
}

Consumer::Consumer(const Napi::CallbackInfo& info)
    : Napi::ObjectWrap<Consumer>(info), core_(std::make_shared<ConsumerCore>()) {
  Napi::Env env = info.Env();
  Config config = ToConfig(info[0], "config");
  if (config.count("group.id") == 0) throw Napi::TypeError::New(env, "config['group.id'] is missing");
  handle_ = std::make_unique<Handle>(env, RD_KAFKA_CONSUMER, config, core_, [](rd_kafka_conf_t* conf) {
    rd_kafka_conf_set_rebalance_cb(conf, [](rd_kafka_t* handle, rd_kafka_resp_err_t code,
                                            rd_kafka_topic_partition_list_t* partitions, void* opaque) {
      static_cast<ConsumerCore*>(static_cast<Core*>(opaque))->rebalances.Add(handle, code, partitions);
      // The batch ends here.
      rd_kafka_yield(handle);
    });
  });
  core_->queue.reset(rd_kafka_queue_get_consumer(core_->handle));
  core_->poller = Worker::Start(env, "tsql:poll");
  info.This().As<Napi::Object>().TypeTag(&kTag);
}

Consumer::~Consumer() {
  core_->closing = true;
  if (core_->poller != nullptr) core_->poller->Finish();
}

Napi::Promise Consumer::Change(const Napi::CallbackInfo& info, std::function<ErrorInfo(ConsumerCore&)> work) {
  Napi::Promise promise = core_->poller->Run(info.Env(), info.This().As<Napi::Object>(), [core = core_, work = std::move(work)] {
    ErrorInfo error = work(*core);
    return error.code == RD_KAFKA_RESP_ERR_NO_ERROR ? Done() : Fail(std::move(error));
  });
  if (!core_->closing) rd_kafka_queue_yield(core_->queue.get());
  return promise;
}

// poll(maxRecords, timeoutMs, maxBytes?, withHeaders?): waits for the first record or event only
Napi::Value Consumer::Poll(const Napi::CallbackInfo& info) {
  PollLimits limits;
  limits.records = static_cast<size_t>(IntegerOf(info[0], "maxRecords", 1, kMaxRecords));
  limits.timeout_ms = TimeoutOf(info[1]);
  limits.bytes = static_cast<size_t>(info[2].IsUndefined() ? kDefaultBytes : IntegerOf(info[2], "maxBytes", 1, kMaxBytes));
  BatchWishes wishes;
  wishes.with_headers = info[3].IsUndefined() || BooleanOf(info[3], "withHeaders");
  wishes.memory = pool_.Take();
  // The promise keeps this object until it is settled.
  return core_->poller->Run(info.Env(), info.This().As<Napi::Object>(), [this, core = core_, limits, wishes]() -> Settle {
    auto batch = core->Poll(limits, wishes);
    return [this, batch](Napi::Env env, Napi::Promise::Deferred& promise) { promise.Resolve(batch->ToJs(env, pool_)); };
  });
}

// recycle(batch): nobody reads it any more, and a later batch may lie in its memory
Napi::Value Consumer::Recycle(const Napi::CallbackInfo& info) {
  pool_.Recycle(info[0]);
  return info.Env().Undefined();
}

// assign([{topic, partition, offset?}]): takes these partitions in place of the former ones
Napi::Value Consumer::Assign(const Napi::CallbackInfo& info) {
  auto partitions = ToPartitions(info[0], "partitions", Offsets::kPosition);
  return Change(info, [partitions = std::move(partitions)](ConsumerCore& core) {
    core.rebalances.ForgetAssigned();
    core.rebalances.ForgetRevoked();
    return FromCode(core.handle, rd_kafka_assign(core.handle, MakeList(partitions).get()));
  });
}

Napi::Value Consumer::IncrementalAssign(const Napi::CallbackInfo& info) {
  auto partitions = ToPartitions(info[0], "partitions", Offsets::kPosition);
  return Change(info, [partitions = std::move(partitions)](ConsumerCore& core) {
    core.rebalances.ForgetAssigned();
    return FromError(rd_kafka_incremental_assign(core.handle, MakeList(partitions).get()));
  });
}

Napi::Value Consumer::IncrementalUnassign(const Napi::CallbackInfo& info) {
  auto partitions = ToPartitions(info[0], "partitions", Offsets::kNone);
  return Change(info, [partitions = std::move(partitions)](ConsumerCore& core) {
    core.rebalances.ForgetRevoked();
    return FromError(rd_kafka_incremental_unassign(core.handle, MakeList(partitions).get()));
  });
}

// subscribe([topic or ^regular expression])
Napi::Value Consumer::Subscribe(const Napi::CallbackInfo& info) {
  Napi::Array names = ListOf(info[0], "topics");
  std::vector<Partition> topics;
  for (uint32_t i = 0; i < names.Length(); i++) {
    topics.emplace_back();
    topics.back().topic = NameOf(names.Get(i), "topics[" + std::to_string(i) + "]");
    topics.back().partition = RD_KAFKA_PARTITION_UA;
  }
  if (topics.empty()) throw Napi::RangeError::New(info.Env(), "topics is empty");
  return Change(info, [topics = std::move(topics)](ConsumerCore& core) {
    core.is_subscribed = true;
    return FromCode(core.handle, rd_kafka_subscribe(core.handle, MakeList(topics).get()));
  });
}

Napi::Value Consumer::Unsubscribe(const Napi::CallbackInfo& info) {
  return Change(info, [](ConsumerCore& core) { return FromCode(core.handle, rd_kafka_unsubscribe(core.handle)); });
}

Napi::Promise Consumer::Toggle(const Napi::CallbackInfo& info,
                               rd_kafka_resp_err_t (*call)(rd_kafka_t*, rd_kafka_topic_partition_list_t*)) {
  auto partitions = ToPartitions(info[0], "partitions", Offsets::kNone);
  return Change(info, [partitions = std::move(partitions), call](ConsumerCore& core) {
    auto list = MakeList(partitions);
    auto code = call(core.handle, list.get());
    return code == RD_KAFKA_RESP_ERR_NO_ERROR ? FirstError(*list) : FromCode(core.handle, code);
  });
}

Napi::Value Consumer::Pause(const Napi::CallbackInfo& info) { return Toggle(info, rd_kafka_pause_partitions); }
Napi::Value Consumer::Resume(const Napi::CallbackInfo& info) { return Toggle(info, rd_kafka_resume_partitions); }

// seek([{topic, partition, offset}], timeoutMs)
Napi::Value Consumer::Seek(const Napi::CallbackInfo& info) {
  auto partitions = ToPartitions(info[0], "partitions", Offsets::kPosition);
  // A time-out of 0 would not wait for the change, and older records could still come.
  int timeout = std::max(1, TimeoutOf(info[1]));
  return Change(info, [partitions = std::move(partitions), timeout](ConsumerCore& core) {
    auto list = MakeList(partitions);
    ErrorInfo error = FromError(rd_kafka_seek_partitions(core.handle, list.get(), timeout));
    return error.code == RD_KAFKA_RESP_ERR_NO_ERROR ? FirstError(*list) : error;
  });
}

// position(partitions) -> partitions; the offset behind the last record that a batch held, -1001 before the first
Napi::Value Consumer::Position(const Napi::CallbackInfo& info) {
  auto partitions = ToPartitions(info[0], "partitions", Offsets::kNone);
  return core_->poller->Run(info.Env(), info.This().As<Napi::Object>(),
                            [core = core_, partitions = std::move(partitions)]() -> Settle {
                              auto list = MakeList(partitions);
                              auto code = rd_kafka_position(core->handle, list.get());
                              if (code != RD_KAFKA_RESP_ERR_NO_ERROR) return Fail(FromCode(core->handle, code));
                              return WithPartitions(FromList(list.get()));
                            });
}

// knownEnds(partitions) -> partitions; the end that the last answer of a broker told, -1001 before the first
Napi::Value Consumer::KnownEnds(const Napi::CallbackInfo& info) {
  auto partitions = ToPartitions(info[0], "partitions", Offsets::kNone);
  return core_->poller->Run(info.Env(), info.This().As<Napi::Object>(),
                            [core = core_, partitions = std::move(partitions)]() -> Settle {
                              auto list = MakeList(partitions);
                              for (int i = 0; i < list->cnt; i++) {
                                auto& partition = list->elems[i];
                                int64_t low = 0;
                                rd_kafka_get_watermark_offsets(core->handle, partition.topic, partition.partition, &low,
                                                               &partition.offset);
                              }
                              return WithPartitions(FromList(list.get()));
                            });
}

// commit([{topic, partition, offset, metadata?}], timeoutMs?) -> partitions
Napi::Value Consumer::Commit(const Napi::CallbackInfo& info) {
  auto partitions = ToPartitions(info[0], "offsets", Offsets::kStored);
  int timeout = TimeoutOrDefault(info[1]);
  return handle_->Run(info, [core = core_, partitions = std::move(partitions), timeout](rd_kafka_t* handle) -> Settle {
    if (partitions.empty()) return WithPartitions({});
    QueuePtr answers(rd_kafka_queue_new(handle));
    auto code = rd_kafka_commit_queue(handle, MakeList(partitions).get(), answers.get(), nullptr, nullptr);
    if (code != RD_KAFKA_RESP_ERR_NO_ERROR) return Fail(FromCode(handle, code));
    EventPtr event = WaitForEvent(answers.get(), timeout, core->closing);
    if (event == nullptr) return Fail(FromCode(RD_KAFKA_RESP_ERR__TIMED_OUT));
    code = rd_kafka_event_error(event.get());
    if (code != RD_KAFKA_RESP_ERR_NO_ERROR) return Fail(FromCode(handle, code, rd_kafka_event_error_string(event.get())));
    return WithPartitions(FromList(rd_kafka_event_topic_partition_list(event.get())));
  });
}

// committed(partitions, timeoutMs) -> partitions; an offset below 0: none
Napi::Value Consumer::Committed(const Napi::CallbackInfo& info) {
  auto partitions = ToPartitions(info[0], "partitions", Offsets::kNone);
  int timeout = TimeoutOf(info[1]);
  return handle_->Run(info, [partitions = std::move(partitions), timeout](rd_kafka_t* handle) -> Settle {
    auto list = MakeList(partitions);
    auto code = rd_kafka_committed(handle, list.get(), timeout);
    if (code != RD_KAFKA_RESP_ERR_NO_ERROR) return Fail(FromCode(handle, code));
    return WithPartitions(FromList(list.get()));
  });
}

GroupMetadataPtr Consumer::Group(Napi::Env env) const {
  return GroupMetadataPtr(rd_kafka_consumer_group_metadata(handle_->get(env)));
}

// groupMetadata() -> {groupId, generationId, memberId, groupInstanceId?}
Napi::Value Consumer::GroupMetadata(const Napi::CallbackInfo& info) {
  Napi::Env env = info.Env();
  auto group = Group(env);
  if (group == nullptr) return env.Null();
  Napi::Object result = Napi::Object::New(env);
  result.Set("groupId", rd_kafka_consumer_group_metadata_group_id(group.get()));
  result.Set("generationId", rd_kafka_consumer_group_metadata_generation_id(group.get()));
  result.Set("memberId", rd_kafka_consumer_group_metadata_member_id(group.get()));
  const char* instance = rd_kafka_consumer_group_metadata_group_instance_id(group.get());
  if (instance != nullptr) result.Set("groupInstanceId", instance);
  return result;
}

Napi::Value Consumer::Close(const Napi::CallbackInfo& info) {
  if (!core_->closing) {
    core_->closing = true;
    rd_kafka_queue_yield(core_->queue.get());
    core_->poller->Finish();
  }
  return handle_->Close(info);
}

void RegisterConsumer(Napi::Env env, Napi::Object exports) { exports.Set("Consumer", Consumer::Define(env)); }

}  // namespace tsql
