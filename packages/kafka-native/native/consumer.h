// The JavaScript class Consumer.
#pragma once
#include <napi.h>

#include <functional>
#include <memory>

#include "handle.h"
#include "poll.h"

namespace tsql {

class Consumer : public Napi::ObjectWrap<Consumer> {
 public:
  static Napi::Function Define(Napi::Env env);
  // The consumer that a value is, or none.
  static Consumer* From(const Napi::Value& value);
  explicit Consumer(const Napi::CallbackInfo& info);
  ~Consumer() override;

  // Null while the client does not belong to a group.
  GroupMetadataPtr Group(Napi::Env env) const;

 private:
  template <Napi::Value (Handle::*Method)(const Napi::CallbackInfo&)>
  Napi::Value Shared(const Napi::CallbackInfo& info) {
    return (handle_.get()->*Method)(info);
  }

  Napi::Value Poll(const Napi::CallbackInfo& info);
  Napi::Value Recycle(const Napi::CallbackInfo& info);
  Napi::Value Assign(const Napi::CallbackInfo& info);
  Napi::Value IncrementalAssign(const Napi::CallbackInfo& info);
  Napi::Value IncrementalUnassign(const Napi::CallbackInfo& info);
  Napi::Value Subscribe(const Napi::CallbackInfo& info);
  Napi::Value Unsubscribe(const Napi::CallbackInfo& info);
  Napi::Value Pause(const Napi::CallbackInfo& info);
  Napi::Value Resume(const Napi::CallbackInfo& info);
  Napi::Value Seek(const Napi::CallbackInfo& info);
  Napi::Value Position(const Napi::CallbackInfo& info);
  Napi::Value KnownEnds(const Napi::CallbackInfo& info);
  Napi::Value Commit(const Napi::CallbackInfo& info);
  Napi::Value Committed(const Napi::CallbackInfo& info);
  Napi::Value GroupMetadata(const Napi::CallbackInfo& info);
  Napi::Value Close(const Napi::CallbackInfo& info);

  // On the polling thread, which a waiting poll leaves early for it.
  Napi::Promise Change(const Napi::CallbackInfo& info, std::function<ErrorInfo(ConsumerCore&)> work);
  // A call on partitions whose result holds an error for each.
  Napi::Promise Toggle(const Napi::CallbackInfo& info,
                       rd_kafka_resp_err_t (*call)(rd_kafka_t*, rd_kafka_topic_partition_list_t*));

  BatchPool pool_;
  std::shared_ptr<ConsumerCore> core_;
  std::unique_ptr<Handle> handle_;
};

}  // namespace tsql
