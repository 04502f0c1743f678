#include "poll.h"

#include <algorithm>
#include <array>
#include <chrono>

namespace tsql {

namespace {

using Clock = std::chrono::steady_clock;
// How long a wait goes on without a look at what else there is to do. Milliseconds.
constexpr int kSlice = 100;
constexpr auto kLeaveBound = std::chrono::milliseconds(3000);
constexpr auto kPollerBound = std::chrono::milliseconds(60000);
// Records taken between two looks at their size.
constexpr size_t kChunk = 64;

size_t SizeOf(const rd_kafka_message_t& message) { return message.len + message.key_len; }

int LeftUntil(Clock::time_point deadline) {
  auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now()).count();
  return static_cast<int>(std::max<int64_t>(0, left));
}

}  // namespace

std::shared_ptr<BatchBuilder> ConsumerCore::Poll(const PollLimits& limits, BatchWishes wishes) {
  // Asking for the next batch says that the last one's events were dealt with.
  rebalances.Answer(handle);
  // Statistics and errors of the brokers.
  rd_kafka_poll(handle, 0);
  trim_.IfDue();
  std::vector<MessagePtr> messages;
  if (auto first = WaitForFirst(limits.timeout_ms)) {
    messages.push_back(std::move(first));
    TakeMore(messages, limits);
  }
  return std::make_shared<BatchBuilder>(handle, std::move(messages), rebalances.TakeNews(), std::move(wishes));
}

MessagePtr ConsumerCore::WaitForFirst(int timeout_ms) {
  auto deadline = Clock::now() + std::chrono::milliseconds(timeout_ms);
  for (;;) {
    int left = LeftUntil(deadline);
    MessagePtr message(rd_kafka_consume_queue(queue.get(), std::min(left, kSlice)));
    if (message != nullptr || rebalances.HasNews() || left == 0 || poller->IsAwaited()) return message;
    if (left > kSlice) rd_kafka_poll(handle, 0);
  }
}

// Takes what is there without waiting. The largest record so far tells how many more may be taken at once.
void ConsumerCore::TakeMore(std::vector<MessagePtr>& messages, const PollLimits& limits) {
  std::array<rd_kafka_message_t*, kChunk> chunk;
  size_t bytes = SizeOf(*messages.front()), largest = std::max<size_t>(1, bytes);
  while (messages.size() < limits.records && bytes < limits.bytes) {
    size_t wanted = std::min({kChunk, limits.records - messages.size(), std::max<size_t>(1, (limits.bytes - bytes) / largest)});
    ssize_t found = rd_kafka_consume_batch_queue(queue.get(), 0, chunk.data(), wanted);
    for (ssize_t i = 0; i < found; i++) {
      size_t size = SizeOf(*chunk[i]);
      bytes += size;
      largest = std::max(largest, size);
      messages.emplace_back(chunk[i]);
    }
    if (found < static_cast<ssize_t>(wanted)) return;
  }
}

void ConsumerCore::BeforeDestroy() {
  if (poller != nullptr) poller->WaitUntilDone(kPollerBound);
  if (is_subscribed) LeaveGroup();
  queue.reset();
}

bool ConsumerCore::IsMember() const {
  char* id = rd_kafka_memberid(handle);
  bool is_member = id != nullptr && *id != 0;
  rd_kafka_mem_free(handle, id);
  return is_member;
}

void ConsumerCore::LeaveGroup() {
  auto deadline = Clock::now() + kLeaveBound;
  rebalances.Answer(handle);
  // A closing member with a group.instance.id stays in its group until its session is over (KIP-345); one that subscribes to nothing
  // leaves at once, and has no id any more then.
  rd_kafka_unsubscribe(handle);
  while (IsMember() && Clock::now() < deadline) {
    MessagePtr(rd_kafka_consume_queue(queue.get(), kSlice / 10));
    rebalances.TakeNews();
    rebalances.Answer(handle);
  }
  QueuePtr closing_queue(rd_kafka_queue_new(handle));
  if (FromError(rd_kafka_consumer_close_queue(handle, closing_queue.get())).code != RD_KAFKA_RESP_ERR_NO_ERROR) return;
  while (!rd_kafka_consumer_closed(handle) && Clock::now() < deadline) {
    MessagePtr(rd_kafka_consume_queue(closing_queue.get(), kSlice / 10));
    rebalances.TakeNews();
    rebalances.Answer(handle);
  }
}

}  // namespace tsql
