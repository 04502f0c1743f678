#include "admin.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "args.h"

namespace tsql {

namespace {

// How much longer than the request's own time-out its answer is waited for. Milliseconds.
constexpr int kGrace = 1000;
constexpr int64_t kMaxPartitions = 100000;

struct NamedResult {
  std::string topic;
  ErrorInfo error;
};

// [{topic, error?}]
Settle WithTopics(const rd_kafka_topic_result_t** topics, size_t count) {
  std::vector<NamedResult> results;
  for (size_t i = 0; i < count; i++) {
    const char* reason = rd_kafka_topic_result_error_string(topics[i]);
    results.push_back({rd_kafka_topic_result_name(topics[i]),
                       FromCode(rd_kafka_topic_result_error(topics[i]), reason == nullptr ? "" : reason)});
  }
  return [results = std::move(results)](Napi::Env env, Napi::Promise::Deferred& promise) {
    Napi::Array list = Napi::Array::New(env, results.size());
    for (uint32_t i = 0; i < results.size(); i++) {
      Napi::Object entry = Napi::Object::New(env);
      entry.Set("topic", results[i].topic);
      if (results[i].error.code != RD_KAFKA_RESP_ERR_NO_ERROR) entry.Set("error", ToJs(env, results[i].error));
      list[i] = entry;
    }
    promise.Resolve(list);
  };
}

Settle WithGroup(const rd_kafka_group_result_t** groups, size_t count) {
  if (count == 0) return WithPartitions({});
  if (auto* error = rd_kafka_group_result_error(groups[0])) {
    return Fail(FromCode(rd_kafka_error_code(error), rd_kafka_error_string(error)));
  }
  return WithPartitions(FromList(rd_kafka_group_result_partitions(groups[0])));
}

// [{group, state}]; a broker that did not answer fails all, for the list would look whole.
Settle WithGroups(const rd_kafka_ListConsumerGroups_result_t* result) {
  size_t failed = 0, count = 0;
  auto** errors = rd_kafka_ListConsumerGroups_result_errors(result, &failed);
  if (failed > 0) return Fail(FromCode(rd_kafka_error_code(errors[0]), rd_kafka_error_string(errors[0])));
  auto** listings = rd_kafka_ListConsumerGroups_result_valid(result, &count);
  std::vector<std::pair<std::string, std::string>> groups;
  for (size_t i = 0; i < count; i++) {
    auto state = rd_kafka_ConsumerGroupListing_state(listings[i]);
    groups.emplace_back(rd_kafka_ConsumerGroupListing_group_id(listings[i]), rd_kafka_consumer_group_state_name(state));
  }
  return [groups = std::move(groups)](Napi::Env env, Napi::Promise::Deferred& promise) {
    Napi::Array list = Napi::Array::New(env, groups.size());
    for (uint32_t i = 0; i < groups.size(); i++) {
      Napi::Object entry = Napi::Object::New(env);
      entry.Set("group", groups[i].first);
      entry.Set("state", groups[i].second);
      list[i] = entry;
    }
    promise.Resolve(list);
  };
}

struct NewTopic {
  std::string topic;
  int partitions;
  int replication_factor;
  Config configs;
};

std::vector<NewTopic> ToNewTopics(const Napi::Value& value) {
  Napi::Array list = ListOf(value, "topics");
  std::vector<NewTopic> topics;
  for (uint32_t i = 0; i < list.Length(); i++) {
    std::string place = "topics[" + std::to_string(i) + "]";
    Napi::Object entry = ObjectOf(list.Get(i), place);
    auto number = [&](const char* name, int64_t max) -> int {
      Napi::Value given = entry.Get(name);
      return given.IsUndefined() ? -1 : static_cast<int>(IntegerOf(given, place + "." + name, -1, max));
    };
    NewTopic topic{NameOf(entry.Get("topic"), place + ".topic"), number("partitions", kMaxPartitions),
                   number("replicationFactor", INT16_MAX), {}};
    Napi::Value configs = entry.Get("configs");
    if (!IsMissing(configs)) topic.configs = ToConfig(configs, place + ".configs");
    topics.push_back(std::move(topic));
  }
  return topics;
}

using NewTopicPtr = std::unique_ptr<rd_kafka_NewTopic_t, Destroyer<rd_kafka_NewTopic_destroy>>;

std::string MakeNewTopic(const NewTopic& from, NewTopicPtr& made) {
  char reason[512] = "";
  made.reset(rd_kafka_NewTopic_new(from.topic.c_str(), from.partitions, from.replication_factor, reason, sizeof(reason)));
  if (made == nullptr) return reason;
  for (const auto& [name, text] : from.configs) rd_kafka_NewTopic_set_config(made.get(), name.c_str(), text.c_str());
  return "";
}

}  // namespace

Settle CallAdmin(Core& core, int timeout_ms, const AdminRequest& request, const AdminAnswer& answer) {
  rd_kafka_t* handle = core.handle;
  QueuePtr queue(rd_kafka_queue_new(handle));
  AdminOptionsPtr options(rd_kafka_AdminOptions_new(handle, RD_KAFKA_ADMIN_OP_ANY));
  char reason[512] = "";
  // librdkafka takes an hour at most.
  int timeout = std::min(timeout_ms, 3600 * 1000);
  rd_kafka_AdminOptions_set_request_timeout(options.get(), timeout, reason, sizeof(reason));
  request(handle, options.get(), queue.get());
  EventPtr event = WaitForEvent(queue.get(), timeout + kGrace, core.closing);
  if (event == nullptr) return Fail(FromCode(RD_KAFKA_RESP_ERR__TIMED_OUT));
  auto code = rd_kafka_event_error(event.get());
  if (code != RD_KAFKA_RESP_ERR_NO_ERROR) return Fail(FromCode(handle, code, rd_kafka_event_error_string(event.get())));
  return answer(event.get());
}

// createTopics([{topic, partitions?, replicationFactor?, configs?}], timeoutMs) -> [{topic, error?}]
Napi::Value CreateTopics(Handle& handle, const std::shared_ptr<Core>& core, const Napi::CallbackInfo& info) {
  auto topics = ToNewTopics(info[0]);
  int timeout = TimeoutOf(info[1]);
  return handle.Run(info, [core, topics = std::move(topics), timeout](rd_kafka_t*) -> Settle {
    if (topics.empty()) return WithTopics(nullptr, 0);
    std::vector<NewTopicPtr> made(topics.size());
    std::vector<rd_kafka_NewTopic_t*> pointers;
    for (size_t i = 0; i < topics.size(); i++) {
      std::string reason = MakeNewTopic(topics[i], made[i]);
      if (made[i] == nullptr) return Fail(FromCode(RD_KAFKA_RESP_ERR__INVALID_ARG, topics[i].topic + ": " + reason));
      pointers.push_back(made[i].get());
    }
    return CallAdmin(
        *core, timeout,
        [&](rd_kafka_t* client, rd_kafka_AdminOptions_t* options, rd_kafka_queue_t* queue) {
          rd_kafka_CreateTopics(client, pointers.data(), pointers.size(), options, queue);
        },
        [](rd_kafka_event_t* event) {
          size_t count = 0;
          auto* results = rd_kafka_CreateTopics_result_topics(rd_kafka_event_CreateTopics_result(event), &count);
          return WithTopics(results, count);
        });
  });
}

// createPartitions([{topic, partitions: how many there are to be}], timeoutMs) -> [{topic, error?}]
Napi::Value CreatePartitions(Handle& handle, const std::shared_ptr<Core>& core, const Napi::CallbackInfo& info) {
  auto topics = ToNewTopics(info[0]);
  int timeout = TimeoutOf(info[1]);
  return handle.Run(info, [core, topics = std::move(topics), timeout](rd_kafka_t*) -> Settle {
    if (topics.empty()) return WithTopics(nullptr, 0);
    std::vector<std::unique_ptr<rd_kafka_NewPartitions_t, Destroyer<rd_kafka_NewPartitions_destroy>>> made;
    std::vector<rd_kafka_NewPartitions_t*> pointers;
    for (const auto& topic : topics) {
      char reason[512] = "";
      size_t count = static_cast<size_t>(std::max(0, topic.partitions));
      made.emplace_back(rd_kafka_NewPartitions_new(topic.topic.c_str(), count, reason, sizeof(reason)));
      if (made.back() == nullptr) return Fail(FromCode(RD_KAFKA_RESP_ERR__INVALID_ARG, topic.topic + ": " + reason));
      pointers.push_back(made.back().get());
    }
    return CallAdmin(
        *core, timeout,
        [&](rd_kafka_t* client, rd_kafka_AdminOptions_t* options, rd_kafka_queue_t* queue) {
          rd_kafka_CreatePartitions(client, pointers.data(), pointers.size(), options, queue);
        },
        [](rd_kafka_event_t* event) {
          size_t count = 0;
          auto* results = rd_kafka_CreatePartitions_result_topics(rd_kafka_event_CreatePartitions_result(event), &count);
          return WithTopics(results, count);
        });
  });
}

// deleteTopics([topic], timeoutMs) -> [{topic, error?}]
Napi::Value DeleteTopics(Handle& handle, const std::shared_ptr<Core>& core, const Napi::CallbackInfo& info) {
  Napi::Array list = ListOf(info[0], "topics");
  std::vector<std::string> topics;
  for (uint32_t i = 0; i < list.Length(); i++) topics.push_back(NameOf(list.Get(i), "topics[" + std::to_string(i) + "]"));
  int timeout = TimeoutOf(info[1]);
  return handle.Run(info, [core, topics = std::move(topics), timeout](rd_kafka_t*) -> Settle {
    if (topics.empty()) return WithTopics(nullptr, 0);
    std::vector<std::unique_ptr<rd_kafka_DeleteTopic_t, Destroyer<rd_kafka_DeleteTopic_destroy>>> made;
    std::vector<rd_kafka_DeleteTopic_t*> pointers;
    for (const auto& topic : topics) pointers.push_back(made.emplace_back(rd_kafka_DeleteTopic_new(topic.c_str())).get());
    return CallAdmin(
        *core, timeout,
        [&](rd_kafka_t* client, rd_kafka_AdminOptions_t* options, rd_kafka_queue_t* queue) {
          rd_kafka_DeleteTopics(client, pointers.data(), pointers.size(), options, queue);
        },
        [](rd_kafka_event_t* event) {
          size_t count = 0;
          auto* results = rd_kafka_DeleteTopics_result_topics(rd_kafka_event_DeleteTopics_result(event), &count);
          return WithTopics(results, count);
        });
  });
}

// deleteRecords([{topic, partition, offset}], timeoutMs) -> [{topic, partition, offset: the new first one, error?}]
Napi::Value DeleteRecords(Handle& handle, const std::shared_ptr<Core>& core, const Napi::CallbackInfo& info) {
  auto partitions = ToPartitions(info[0], "before", Offsets::kPosition);
  int timeout = TimeoutOf(info[1]);
  return handle.Run(info, [core, partitions = std::move(partitions), timeout](rd_kafka_t*) -> Settle {
    if (partitions.empty()) return WithPartitions({});
    auto list = MakeList(partitions);
    std::unique_ptr<rd_kafka_DeleteRecords_t, Destroyer<rd_kafka_DeleteRecords_destroy>> before(
        rd_kafka_DeleteRecords_new(list.get()));
    rd_kafka_DeleteRecords_t* pointer = before.get();
    return CallAdmin(
        *core, timeout,
        [&](rd_kafka_t* client, rd_kafka_AdminOptions_t* options, rd_kafka_queue_t* queue) {
          rd_kafka_DeleteRecords(client, &pointer, 1, options, queue);
        },
        [](rd_kafka_event_t* event) {
          return WithPartitions(FromList(rd_kafka_DeleteRecords_result_offsets(rd_kafka_event_DeleteRecords_result(event))));
        });
  });
}

// listGroups(timeoutMs) -> [{group, state}]
Napi::Value ListGroups(Handle& handle, const std::shared_ptr<Core>& core, const Napi::CallbackInfo& info) {
  int timeout = TimeoutOf(info[0]);
  return handle.Run(info, [core, timeout](rd_kafka_t*) -> Settle {
    return CallAdmin(
        *core, timeout,
        [](rd_kafka_t* client, rd_kafka_AdminOptions_t* options, rd_kafka_queue_t* queue) {
          rd_kafka_ListConsumerGroups(client, options, queue);
        },
        [](rd_kafka_event_t* event) { return WithGroups(rd_kafka_event_ListConsumerGroups_result(event)); });
  });
}

// groupOffsets(group, partitions or null for all, timeoutMs) -> [{topic, partition, offset, metadata?, error?}]
Napi::Value GroupOffsets(Handle& handle, const std::shared_ptr<Core>& core, const Napi::CallbackInfo& info) {
  std::string group = NameOf(info[0], "group");
  bool all = info[1].IsNull();
  auto partitions = all ? std::vector<Partition>() : ToPartitions(info[1], "partitions", Offsets::kNone);
  int timeout = TimeoutOf(info[2]);
  return handle.Run(info, [core, group, all, partitions = std::move(partitions), timeout](rd_kafka_t*) -> Settle {
    if (!all && partitions.empty()) return WithPartitions({});
    auto list = all ? nullptr : MakeList(partitions);
    std::unique_ptr<rd_kafka_ListConsumerGroupOffsets_t, Destroyer<rd_kafka_ListConsumerGroupOffsets_destroy>> wanted(
        rd_kafka_ListConsumerGroupOffsets_new(group.c_str(), list.get()));
    rd_kafka_ListConsumerGroupOffsets_t* pointer = wanted.get();
    return CallAdmin(
        *core, timeout,
        [&](rd_kafka_t* client, rd_kafka_AdminOptions_t* options, rd_kafka_queue_t* queue) {
          rd_kafka_ListConsumerGroupOffsets(client, &pointer, 1, options, queue);
        },
        [](rd_kafka_event_t* event) {
          size_t count = 0;
          auto* result = rd_kafka_event_ListConsumerGroupOffsets_result(event);
          auto* groups = rd_kafka_ListConsumerGroupOffsets_result_groups(result, &count);
          return WithGroup(groups, count);
        });
  });
}

// alterGroupOffsets(group, [{topic, partition, offset, metadata?}], timeoutMs): for groups without members
Napi::Value AlterGroupOffsets(Handle& handle, const std::shared_ptr<Core>& core, const Napi::CallbackInfo& info) {
  std::string group = NameOf(info[0], "group");
  auto partitions = ToPartitions(info[1], "offsets", Offsets::kStored);
  int timeout = TimeoutOf(info[2]);
  return handle.Run(info, [core, group, partitions = std::move(partitions), timeout](rd_kafka_t*) -> Settle {
    if (partitions.empty()) return WithPartitions({});
    auto list = MakeList(partitions);
    std::unique_ptr<rd_kafka_AlterConsumerGroupOffsets_t, Destroyer<rd_kafka_AlterConsumerGroupOffsets_destroy>> wanted(
        rd_kafka_AlterConsumerGroupOffsets_new(group.c_str(), list.get()));
    rd_kafka_AlterConsumerGroupOffsets_t* pointer = wanted.get();
    return CallAdmin(
        *core, timeout,
        [&](rd_kafka_t* client, rd_kafka_AdminOptions_t* options, rd_kafka_queue_t* queue) {
          rd_kafka_AlterConsumerGroupOffsets(client, &pointer, 1, options, queue);
        },
        [](rd_kafka_event_t* event) {
          size_t count = 0;
          auto* result = rd_kafka_event_AlterConsumerGroupOffsets_result(event);
          auto* groups = rd_kafka_AlterConsumerGroupOffsets_result_groups(result, &count);
          return WithGroup(groups, count);
        });
  });
}

}  // namespace tsql
