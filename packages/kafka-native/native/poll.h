// What a consumer and its polling thread share.
#pragma once
#include <atomic>
#include <memory>

#include "batch.h"
#include "handle.h"
#include "rebalance.h"
#include "trim.h"

namespace tsql {

struct PollLimits {
  size_t records;
  size_t bytes;
  int timeout_ms;
};

struct ConsumerCore : Core {
  QueuePtr queue;
  Rebalances rebalances;
  // Polls and changes of the assignment have a thread of their own: commits and look-ups need not wait for them.
  std::shared_ptr<Worker> poller;
  std::atomic<bool> is_subscribed{false};

  // On the polling thread: waits for the first record or event only.
  std::shared_ptr<BatchBuilder> Poll(const PollLimits& limits, BatchWishes wishes);
  // Leaves the group, so that others take over at once.
  void BeforeDestroy() override;

 private:
  MessagePtr WaitForFirst(int timeout_ms);
  void TakeMore(std::vector<MessagePtr>& messages, const PollLimits& limits);
  void LeaveGroup();
  bool IsMember() const;

  Trim trim_;
};

}  // namespace tsql
