// Who is in a consumer group.
#include <librdkafka/rdkafka.h>

#include <string>
#include <utility>
#include <vector>

#include "admin.h"
#include "args.h"

namespace tsql {

namespace {

struct Member {
  std::string member_id;
  std::string client_id;
  std::string host;
  std::string instance_id;
};

std::string TextOrEmpty(const char* text) { return text == nullptr ? "" : text; }

Settle WithMembers(const rd_kafka_ConsumerGroupDescription_t* group) {
  auto* error = rd_kafka_ConsumerGroupDescription_error(group);
  if (error != nullptr && rd_kafka_error_code(error) != RD_KAFKA_RESP_ERR_NO_ERROR) {
    return Fail(FromCode(rd_kafka_error_code(error), rd_kafka_error_string(error)));
  }
  std::vector<Member> members;
  for (size_t i = 0; i < rd_kafka_ConsumerGroupDescription_member_count(group); i++) {
    auto* member = rd_kafka_ConsumerGroupDescription_member(group, i);
    members.push_back({TextOrEmpty(rd_kafka_MemberDescription_consumer_id(member)),
                       TextOrEmpty(rd_kafka_MemberDescription_client_id(member)),
                       TextOrEmpty(rd_kafka_MemberDescription_host(member)),
                       TextOrEmpty(rd_kafka_MemberDescription_group_instance_id(member))});
  }
  return [members = std::move(members)](Napi::Env env, Napi::Promise::Deferred& promise) {
    Napi::Array list = Napi::Array::New(env, members.size());
    for (uint32_t i = 0; i < members.size(); i++) {
      Napi::Object entry = Napi::Object::New(env);
      entry.Set("memberId", members[i].member_id);
      entry.Set("clientId", members[i].client_id);
      entry.Set("host", members[i].host);
      if (!members[i].instance_id.empty()) entry.Set("groupInstanceId", members[i].instance_id);
      list[i] = entry;
    }
    promise.Resolve(list);
  };
}

}  // namespace

// groupMembers(group, timeoutMs) -> [{memberId, clientId, host, groupInstanceId?}]
Napi::Value GroupMembers(Handle& handle, const std::shared_ptr<Core>& core, const Napi::CallbackInfo& info) {
  std::string group = NameOf(info[0], "group");
  int timeout = TimeoutOf(info[1]);
  return handle.Run(info, [core, group, timeout](rd_kafka_t*) -> Settle {
    return CallAdmin(
        *core, timeout,
        [&](rd_kafka_t* client, rd_kafka_AdminOptions_t* options, rd_kafka_queue_t* queue) {
          const char* name = group.c_str();
          rd_kafka_DescribeConsumerGroups(client, &name, 1, options, queue);
        },
        [](rd_kafka_event_t* event) {
          size_t count = 0;
          auto* result = rd_kafka_event_DescribeConsumerGroups_result(event);
          auto** groups = rd_kafka_DescribeConsumerGroups_result_groups(result, &count);
          return count == 0 ? Fail(FromCode(RD_KAFKA_RESP_ERR_GROUP_ID_NOT_FOUND)) : WithMembers(groups[0]);
        });
  });
}

}  // namespace tsql
