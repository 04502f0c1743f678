// A group's rebalances: told to JavaScript as events of a batch, and answered when the next batch is asked for.
#pragma once
#include <librdkafka/rdkafka.h>

#include <atomic>
#include <deque>
#include <vector>

#include "batch.h"
#include "rk.h"

namespace tsql {

// Used on one thread only, the consumer's polling one; so is librdkafka's callback.
class Rebalances {
 public:
  // librdkafka's callback: keeps the rebalance until it is answered.
  void Add(rd_kafka_t* handle, rd_kafka_resp_err_t code, const rd_kafka_topic_partition_list_t* partitions);
  // Whether there is one that no batch has told of yet.
  bool HasNews() const { return !news_.empty(); }
  std::vector<BatchEvent> TakeNews();
  // Assigns and gives back what was told of. Whatever was fetched for partitions given back is dropped by librdkafka.
  void Answer(rd_kafka_t* handle);
  // JavaScript has assigned, or given back, by itself.
  void ForgetAssigned() { Forget(true); }
  void ForgetRevoked() { Forget(false); }

 private:
  struct Rebalance {
    bool is_assignment;
    PartitionsPtr partitions;
  };
  void Forget(bool is_assignment);

  std::deque<Rebalance> unanswered_;
  std::vector<BatchEvent> news_;
};

}  // namespace tsql
