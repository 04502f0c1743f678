// Topics, configurations and groups: calls of the producer's that administer the cluster.
#pragma once
#include <napi.h>

#include <memory>

#include "handle.h"

namespace tsql {

using AdminMethod = Napi::Value(Handle&, const std::shared_ptr<Core>&, const Napi::CallbackInfo&);

AdminMethod CreateTopics;
AdminMethod CreatePartitions;
AdminMethod DeleteTopics;
AdminMethod DeleteRecords;
AdminMethod DescribeConfigs;
AdminMethod AlterConfigs;
AdminMethod ListGroups;
AdminMethod GroupMembers;
AdminMethod GroupOffsets;
AdminMethod AlterGroupOffsets;

// Sends a request and waits for its answer, on the handle's thread.
using AdminRequest = std::function<void(rd_kafka_t*, rd_kafka_AdminOptions_t*, rd_kafka_queue_t*)>;
using AdminAnswer = std::function<Settle(rd_kafka_event_t*)>;
Settle CallAdmin(Core& core, int timeout_ms, const AdminRequest& request, const AdminAnswer& answer);

}  // namespace tsql
