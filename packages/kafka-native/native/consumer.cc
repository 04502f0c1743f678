#include <algorithm>

#include "batch.h"
#include "handle.h"

namespace tsql {

class Consumer : public Napi::ObjectWrap<Consumer> {
 public:
  static Napi::Function Define(Napi::Env env) {
    return DefineClass(env, "Consumer",
                       {InstanceMethod("assign", &Consumer::Assign), InstanceMethod("poll", &Consumer::Poll),
                        InstanceMethod("commit", &Consumer::Commit), InstanceMethod("committed", &Consumer::Committed),
                        InstanceMethod("metadata", &Consumer::Metadata), InstanceMethod("watermarks", &Consumer::Watermarks),
                        InstanceMethod("offsetsForTimes", &Consumer::OffsetsForTimes),
                        InstanceMethod("lastError", &Consumer::LastError), InstanceMethod("close", &Consumer::Close)});
  }

  explicit Consumer(const Napi::CallbackInfo& info)
      : Napi::ObjectWrap<Consumer>(info), handle_(info.Env(), RD_KAFKA_CONSUMER, ToConfig(info[0])) {
    queue_ = rd_kafka_queue_get_consumer(handle_.get());
    poller_ = std::make_unique<Worker>(info.Env());
  }

  ~Consumer() override {
    poller_->Stop();
    if (queue_ != nullptr) rd_kafka_queue_destroy(queue_);
  }

 private:
  // assign([{topic, partition, offset}]): takes these partitions in place of the former ones
  Napi::Value Assign(const Napi::CallbackInfo& info) {
    auto* list = ToPartitions(info[0]);
    return handle_.Run(info, [list](rd_kafka_t* handle) -> Settle {
      auto code = rd_kafka_assign(handle, list);
      rd_kafka_topic_partition_list_destroy(list);
      return code == RD_KAFKA_RESP_ERR_NO_ERROR ? Done() : Fail(FromCode(code));
    });
  }

  // poll(maxRecords, timeoutMs): waits for the first record only
  Napi::Value Poll(const Napi::CallbackInfo& info) {
    if (info.Length() < 2 || !info[0].IsNumber() || !info[1].IsNumber()) {
      throw Napi::TypeError::New(info.Env(), "poll takes a number of records and a timeout");
    }
    size_t limit = static_cast<size_t>(std::clamp(info[0].As<Napi::Number>().Int32Value(), 1, 1 << 20));
    int timeout = info[1].As<Napi::Number>().Int32Value();
    rd_kafka_queue_t* queue = queue_;
    if (queue == nullptr) throw Napi::Error::New(info.Env(), "the Kafka client is closed");
    return poller_->Run(info.Env(), [queue, limit, timeout]() -> Settle {
      std::vector<rd_kafka_message_t*> messages;
      if (auto* first = rd_kafka_consume_queue(queue, timeout)) {
        messages.resize(limit);
        messages[0] = first;
        ssize_t more = limit > 1 ? rd_kafka_consume_batch_queue(queue, 0, messages.data() + 1, limit - 1) : 0;
        messages.resize(1 + static_cast<size_t>(std::max<ssize_t>(0, more)));
      }
      auto batch = std::make_shared<BatchBuilder>(messages);
      for (auto* message : messages) rd_kafka_message_destroy(message);
      return [batch](Napi::Env env, Napi::Promise::Deferred& promise) { promise.Resolve(batch->ToJs(env)); };
    });
  }

  // commit([{topic, partition, offset}])
  Napi::Value Commit(const Napi::CallbackInfo& info) {
    auto* list = ToPartitions(info[0]);
    return handle_.Run(info, [list](rd_kafka_t* handle) -> Settle {
      return WithPartitions(list, rd_kafka_commit(handle, list, 0));
    });
  }

  // committed(partitions, timeoutMs) -> partitions; an offset below 0: none
  Napi::Value Committed(const Napi::CallbackInfo& info) {
    auto* list = ToPartitions(info[0]);
    int timeout = info.Length() > 1 ? info[1].ToNumber().Int32Value() : 10000;
    return handle_.Run(info, [list, timeout](rd_kafka_t* handle) -> Settle {
      return WithPartitions(list, rd_kafka_committed(handle, list, timeout));
    });
  }

  Napi::Value Metadata(const Napi::CallbackInfo& info) { return handle_.Metadata(info); }
  Napi::Value Watermarks(const Napi::CallbackInfo& info) { return handle_.Watermarks(info); }
  Napi::Value OffsetsForTimes(const Napi::CallbackInfo& info) { return handle_.OffsetsForTimes(info); }
  Napi::Value LastError(const Napi::CallbackInfo& info) { return Napi::String::New(info.Env(), handle_.LastError()); }

  Napi::Value Close(const Napi::CallbackInfo& info) {
    rd_kafka_queue_t* queue = queue_;
    queue_ = nullptr;
    poller_->Stop();
    return handle_.Close(info, [queue](rd_kafka_t*) {
      if (queue != nullptr) rd_kafka_queue_destroy(queue);
    });
  }

  Handle handle_;
  rd_kafka_queue_t* queue_ = nullptr;
  // Polls have a thread of their own, so that commits and look-ups need not wait for them.
  std::unique_ptr<Worker> poller_;
};

void RegisterConsumer(Napi::Env env, Napi::Object exports) { exports.Set("Consumer", Consumer::Define(env)); }

}  // namespace tsql
