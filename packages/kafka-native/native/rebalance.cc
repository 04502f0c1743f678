#include "rebalance.h"

#include <algorithm>
#include <string_view>
#include <utility>

namespace tsql {

void Rebalances::Add(rd_kafka_t* handle, rd_kafka_resp_err_t code, const rd_kafka_topic_partition_list_t* partitions) {
  bool is_assignment = code == RD_KAFKA_RESP_ERR__ASSIGN_PARTITIONS;
  BatchEvent event;
  event.kind = is_assignment ? "assigned" : rd_kafka_assignment_lost(handle) ? "lost" : "revoked";
  event.partitions = FromList(partitions);
  news_.push_back(std::move(event));
  unanswered_.push_back({is_assignment, PartitionsPtr(rd_kafka_topic_partition_list_copy(partitions))});
}

std::vector<BatchEvent> Rebalances::TakeNews() { return std::exchange(news_, {}); }

void Rebalances::Answer(rd_kafka_t* handle) {
  // Asking for the protocol costs a turn of librdkafka's main thread.
  if (unanswered_.empty()) return;
  const char* protocol = rd_kafka_rebalance_protocol(handle);
  bool is_incremental = protocol != nullptr && std::string_view(protocol) == "COOPERATIVE";
  while (!unanswered_.empty()) {
    Rebalance rebalance = std::move(unanswered_.front());
    unanswered_.pop_front();
    auto* list = rebalance.partitions.get();
    // A failure means that the assignment has changed meanwhile: a further rebalance tells of that.
    if (!is_incremental) rd_kafka_assign(handle, rebalance.is_assignment ? list : nullptr);
    else if (rebalance.is_assignment) FromError(rd_kafka_incremental_assign(handle, list));
    else FromError(rd_kafka_incremental_unassign(handle, list));
  }
}

void Rebalances::Forget(bool is_assignment) {
  unanswered_.erase(std::remove_if(unanswered_.begin(), unanswered_.end(),
                                   [&](const Rebalance& one) { return one.is_assignment == is_assignment; }),
                    unanswered_.end());
}

}  // namespace tsql
