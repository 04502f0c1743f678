#include <librdkafka/rdkafka.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <map>

#include "handle.h"

namespace tsql {

namespace {

// What delivery reports count; shared with librdkafka's callback.
struct Deliveries {
  std::atomic<int64_t> acknowledged{0};
  std::atomic<int64_t> failed{0};
  std::mutex mutex;
  struct Failure {
    double sequence;
    std::string topic;
    int32_t partition;
    ErrorInfo error;
  };
  std::vector<Failure> failures;
};

constexpr size_t kMaxFailures = 1000;

// A typed array argument of a batch, with its length checked against the number of records.
template <typename Array>
Array Column(const Napi::Object& batch, const char* name, size_t minimum) {
  Napi::Value value = batch.Get(name);
  if (!value.IsTypedArray()) throw Napi::TypeError::New(batch.Env(), std::string(name) + " has to be a typed array");
  Napi::TypedArray typed = value.As<Napi::TypedArray>();
  if (typed.ElementLength() < minimum) throw Napi::RangeError::New(batch.Env(), std::string(name) + " is too short");
  return value.As<Array>();
}

void CheckKind(const Napi::TypedArray& array, napi_typedarray_type type, const char* name) {
  if (array.TypedArrayType() != type) throw Napi::TypeError::New(array.Env(), std::string(name) + " has the wrong element type");
}

}  // namespace

class Producer : public Napi::ObjectWrap<Producer> {
 public:
  static Napi::Function Define(Napi::Env env) {
    return DefineClass(
        env, "Producer",
        {InstanceMethod("produce", &Producer::Produce), InstanceMethod("flush", &Producer::Flush),
         InstanceMethod("takeFailures", &Producer::TakeFailures), InstanceMethod("counters", &Producer::Counters),
         InstanceMethod("purge", &Producer::Purge), InstanceMethod("metadata", &Producer::Metadata),
         InstanceMethod("initTransactions", &Producer::InitTransactions),
         InstanceMethod("beginTransaction", &Producer::BeginTransaction),
         InstanceMethod("commitTransaction", &Producer::CommitTransaction),
         InstanceMethod("abortTransaction", &Producer::AbortTransaction),
         InstanceMethod("createTopics", &Producer::CreateTopics), InstanceMethod("deleteTopics", &Producer::DeleteTopics),
         InstanceMethod("alterGroupOffsets", &Producer::AlterGroupOffsets),
         InstanceMethod("lastError", &Producer::LastError), InstanceMethod("close", &Producer::Close)});
  }

  explicit Producer(const Napi::CallbackInfo& info)
      : Napi::ObjectWrap<Producer>(info),
        handle_(info.Env(), RD_KAFKA_PRODUCER, ToConfig(info[0]), [](rd_kafka_conf_t* conf) {
          rd_kafka_conf_set_dr_msg_cb(conf, [](rd_kafka_t*, const rd_kafka_message_t* message, void*) {
            Report(*message);
          });
        }) {
    polling_ = true;
    rd_kafka_t* handle = handle_.get();
    poll_thread_ = std::thread([this, handle] {
      while (polling_) rd_kafka_poll(handle, 100);
    });
  }

  ~Producer() override { StopPolling(); }

 private:
  // Each record carries a pointer to its producer's deliveries and its number.
  struct Ticket {
    Deliveries* deliveries;
    double sequence;
  };

  static void Report(const rd_kafka_message_t& message) {
    auto* ticket = static_cast<Ticket*>(message._private);
    if (ticket == nullptr) return;
    if (message.err == RD_KAFKA_RESP_ERR_NO_ERROR) {
      ticket->deliveries->acknowledged++;
    } else {
      ticket->deliveries->failed++;
      std::lock_guard<std::mutex> lock(ticket->deliveries->mutex);
      if (ticket->deliveries->failures.size() < kMaxFailures) {
        ticket->deliveries->failures.push_back(
            {ticket->sequence, rd_kafka_topic_name(message.rkt), message.partition, FromCode(message.err)});
      }
    }
    delete ticket;
  }

  // produce(topic, batch, from) -> how many were taken; fewer than asked for: the queue is full
  Napi::Value Produce(const Napi::CallbackInfo& info) {
    Napi::Env env = info.Env();
    if (handle_.closed()) throw Napi::Error::New(env, "the Kafka client is closed");
    if (info.Length() < 3 || !info[0].IsString() || !info[1].IsObject() || !info[2].IsNumber()) {
      throw Napi::TypeError::New(env, "produce takes a topic, a batch and the first record");
    }
    Napi::Object batch = info[1].As<Napi::Object>();
    int64_t count = batch.Get("count").ToNumber().Int64Value();
    int64_t from = info[2].As<Napi::Number>().Int64Value();
    if (count < 0 || from < 0 || from > count) throw Napi::RangeError::New(env, "the first record lies outside of the batch");
    auto rows = static_cast<size_t>(count);
    auto slab = Column<Napi::Uint8Array>(batch, "slab", 0);
    auto ints = [&](const char* name, size_t minimum) -> const int32_t* {
      auto array = Column<Napi::Int32Array>(batch, name, minimum);
      CheckKind(array, napi_int32_array, name);
      return array.Data();
    };
    CheckKind(slab, napi_uint8_array, "slab");
    const int32_t* partition = ints("partition", rows);
    const int32_t *key_start = ints("keyStart", rows), *key_end = ints("keyEnd", rows);
    const int32_t *value_start = ints("valueStart", rows), *value_end = ints("valueEnd", rows);
    auto times = Column<Napi::Float64Array>(batch, "timestamp", rows);
    CheckKind(times, napi_float64_array, "timestamp");
    const double* timestamp = times.Data();
    const int32_t* header_index = ints("headerIndex", rows + 1);
    size_t headers = rows == 0 ? 0 : static_cast<size_t>(std::max(0, header_index[rows]));
    const int32_t *name_start = ints("headerNameStart", headers), *name_end = ints("headerNameEnd", headers);
    const int32_t *header_start = ints("headerValueStart", headers), *header_end = ints("headerValueEnd", headers);
    // An empty slab may have no memory at all; an empty key or value still needs an address to be none of null.
    static const uint8_t nothing = 0;
    const uint8_t* bytes = slab.ElementLength() == 0 ? &nothing : slab.Data();
    auto length = static_cast<int64_t>(slab.ElementLength());
    auto inside = [&](int32_t start, int32_t end) { return start >= 0 && end >= start && end <= length; };
    rd_kafka_topic_t* topic = Topic(info[0].As<Napi::String>().Utf8Value());
    if (topic == nullptr) throw Napi::Error::New(env, rd_kafka_err2str(rd_kafka_last_error()));

    int64_t taken = 0;
    for (int64_t i = from; i < count; i++, taken++) {
      bool has_key = key_start[i] >= 0, has_value = value_start[i] >= 0;
      if ((has_key && !inside(key_start[i], key_end[i])) || (has_value && !inside(value_start[i], value_end[i]))) {
        throw Napi::RangeError::New(env, "a key or value lies outside of the slab");
      }
      int32_t first = header_index[i], last = header_index[i + 1];
      if (first < 0 || last < first || static_cast<size_t>(last) > headers) {
        throw Napi::RangeError::New(env, "headerIndex lies outside of the headers");
      }
      std::vector<rd_kafka_vu_t> arguments;
      arguments.reserve(8);
      auto add = [&](rd_kafka_vtype_t type) -> rd_kafka_vu_t& {
        arguments.push_back({});
        arguments.back().vtype = type;
        return arguments.back();
      };
      add(RD_KAFKA_VTYPE_RKT).u.rkt = topic;
      add(RD_KAFKA_VTYPE_PARTITION).u.i32 = partition[i];
      add(RD_KAFKA_VTYPE_MSGFLAGS).u.i = RD_KAFKA_MSG_F_COPY;
      auto& value = add(RD_KAFKA_VTYPE_VALUE).u.mem;
      // librdkafka takes a pointer that is not null with length 0 for an empty value, a null pointer for none.
      value.ptr = has_value ? const_cast<uint8_t*>(bytes + value_start[i]) : nullptr;
      value.size = has_value ? static_cast<size_t>(value_end[i] - value_start[i]) : 0;
      auto& key = add(RD_KAFKA_VTYPE_KEY).u.mem;
      key.ptr = has_key ? const_cast<uint8_t*>(bytes + key_start[i]) : nullptr;
      key.size = has_key ? static_cast<size_t>(key_end[i] - key_start[i]) : 0;
      if (!std::isnan(timestamp[i])) add(RD_KAFKA_VTYPE_TIMESTAMP).u.i64 = static_cast<int64_t>(timestamp[i]);
      rd_kafka_headers_t* list = nullptr;
      if (last > first) {
        list = rd_kafka_headers_new(static_cast<size_t>(last - first));
        for (int32_t h = first; h < last; h++) {
          bool is_null = header_start[h] < 0;
          if (!inside(name_start[h], name_end[h]) || (!is_null && !inside(header_start[h], header_end[h]))) {
            rd_kafka_headers_destroy(list);
            throw Napi::RangeError::New(env, "a header lies outside of the slab");
          }
          rd_kafka_header_add(list, reinterpret_cast<const char*>(bytes + name_start[h]), name_end[h] - name_start[h],
                              is_null ? nullptr : bytes + header_start[h], is_null ? 0 : header_end[h] - header_start[h]);
        }
        add(RD_KAFKA_VTYPE_HEADERS).u.headers = list;
      }
      auto* ticket = new Ticket{&deliveries_, sequence_};
      add(RD_KAFKA_VTYPE_OPAQUE).u.ptr = ticket;
      rd_kafka_error_t* error = rd_kafka_produceva(handle_.get(), arguments.data(), arguments.size());
      if (error != nullptr) {
        ErrorInfo found = FromError(error);
        if (list != nullptr) rd_kafka_headers_destroy(list);
        delete ticket;
        if (found.code == RD_KAFKA_RESP_ERR__QUEUE_FULL) break;
        deliveries_.failed++;
        std::lock_guard<std::mutex> lock(deliveries_.mutex);
        if (deliveries_.failures.size() < kMaxFailures) {
          deliveries_.failures.push_back({sequence_, rd_kafka_topic_name(topic), partition[i], found});
        }
      } else {
        produced_++;
      }
      sequence_++;
    }
    return Napi::Number::New(env, static_cast<double>(taken));
  }

  rd_kafka_topic_t* Topic(const std::string& name) {
    auto known = topics_.find(name);
    if (known != topics_.end()) return known->second;
    rd_kafka_topic_t* topic = rd_kafka_topic_new(handle_.get(), name.c_str(), nullptr);
    if (topic != nullptr) topics_[name] = topic;
    return topic;
  }

  // flush(timeoutMs) -> records still in flight
  Napi::Value Flush(const Napi::CallbackInfo& info) {
    int timeout = info[0].ToNumber().Int32Value();
    return handle_.Run(info, [timeout](rd_kafka_t* handle) -> Settle {
      rd_kafka_flush(handle, timeout);
      int left = rd_kafka_outq_len(handle);
      return [left](Napi::Env env, Napi::Promise::Deferred& promise) { promise.Resolve(Napi::Number::New(env, left)); };
    });
  }

  // takeFailures() -> [{sequence, topic, partition, error}], at most 1000 since the last call
  Napi::Value TakeFailures(const Napi::CallbackInfo& info) {
    std::vector<Deliveries::Failure> failures;
    {
      std::lock_guard<std::mutex> lock(deliveries_.mutex);
      failures.swap(deliveries_.failures);
    }
    Napi::Array result = Napi::Array::New(info.Env(), failures.size());
    for (uint32_t i = 0; i < failures.size(); i++) {
      Napi::Object entry = Napi::Object::New(info.Env());
      entry.Set("sequence", failures[i].sequence);
      entry.Set("topic", failures[i].topic);
      entry.Set("partition", failures[i].partition);
      entry.Set("error", ToJs(info.Env(), failures[i].error));
      result[i] = entry;
    }
    return result;
  }

  Napi::Value Counters(const Napi::CallbackInfo& info) {
    Napi::Object result = Napi::Object::New(info.Env());
    result.Set("acknowledged", static_cast<double>(deliveries_.acknowledged));
    result.Set("failed", static_cast<double>(deliveries_.failed));
    result.Set("produced", static_cast<double>(produced_));
    return result;
  }

  Napi::Value Purge(const Napi::CallbackInfo& info) {
    return handle_.Run(info, [](rd_kafka_t* handle) -> Settle {
      rd_kafka_purge(handle, RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT);
      return Done();
    });
  }

  Napi::Value Metadata(const Napi::CallbackInfo& info) { return handle_.Metadata(info); }
  Napi::Value LastError(const Napi::CallbackInfo& info) { return Napi::String::New(info.Env(), handle_.LastError()); }

  Napi::Value Transaction(const Napi::CallbackInfo& info, std::function<rd_kafka_error_t*(rd_kafka_t*)> call) {
    return handle_.Run(info, [call](rd_kafka_t* handle) -> Settle {
      rd_kafka_error_t* error = call(handle);
      return error == nullptr ? Done() : Fail(FromError(error));
    });
  }

  Napi::Value InitTransactions(const Napi::CallbackInfo& info) {
    int timeout = info[0].ToNumber().Int32Value();
    return Transaction(info, [timeout](rd_kafka_t* handle) { return rd_kafka_init_transactions(handle, timeout); });
  }
  Napi::Value BeginTransaction(const Napi::CallbackInfo& info) {
    return Transaction(info, [](rd_kafka_t* handle) { return rd_kafka_begin_transaction(handle); });
  }
  Napi::Value CommitTransaction(const Napi::CallbackInfo& info) {
    int timeout = info[0].ToNumber().Int32Value();
    return Transaction(info, [timeout](rd_kafka_t* handle) { return rd_kafka_commit_transaction(handle, timeout); });
  }
  Napi::Value AbortTransaction(const Napi::CallbackInfo& info) {
    int timeout = info[0].ToNumber().Int32Value();
    return Transaction(info, [timeout](rd_kafka_t* handle) { return rd_kafka_abort_transaction(handle, timeout); });
  }

  // createTopics([{topic, partition: number of partitions}], timeoutMs) -> [{topic, error?}]
  Napi::Value CreateTopics(const Napi::CallbackInfo& info) {
    auto* list = ToPartitions(info[0]);
    int timeout = info[1].ToNumber().Int32Value();
    return handle_.Run(info, [list, timeout](rd_kafka_t* handle) -> Settle {
      std::vector<rd_kafka_NewTopic_t*> topics;
      char reason[512] = "";
      for (int i = 0; i < list->cnt; i++) {
        topics.push_back(rd_kafka_NewTopic_new(list->elems[i].topic, list->elems[i].partition, -1, reason, sizeof(reason)));
      }
      rd_kafka_topic_partition_list_destroy(list);
      return AdminCall(handle, timeout, [&](rd_kafka_AdminOptions_t* options, rd_kafka_queue_t* queue) {
        rd_kafka_CreateTopics(handle, topics.data(), topics.size(), options, queue);
        rd_kafka_NewTopic_destroy_array(topics.data(), topics.size());
      });
    });
  }

  // deleteTopics([{topic, partition: 0}], timeoutMs)
  Napi::Value DeleteTopics(const Napi::CallbackInfo& info) {
    auto* list = ToPartitions(info[0]);
    int timeout = info[1].ToNumber().Int32Value();
    return handle_.Run(info, [list, timeout](rd_kafka_t* handle) -> Settle {
      std::vector<rd_kafka_DeleteTopic_t*> topics;
      for (int i = 0; i < list->cnt; i++) topics.push_back(rd_kafka_DeleteTopic_new(list->elems[i].topic));
      rd_kafka_topic_partition_list_destroy(list);
      return AdminCall(handle, timeout, [&](rd_kafka_AdminOptions_t* options, rd_kafka_queue_t* queue) {
        rd_kafka_DeleteTopics(handle, topics.data(), topics.size(), options, queue);
        rd_kafka_DeleteTopic_destroy_array(topics.data(), topics.size());
      });
    });
  }

  // alterGroupOffsets(group, [{topic, partition, offset}], timeoutMs): for groups without members
  Napi::Value AlterGroupOffsets(const Napi::CallbackInfo& info) {
    std::string group = info[0].ToString().Utf8Value();
    auto* list = ToPartitions(info[1]);
    int timeout = info[2].ToNumber().Int32Value();
    return handle_.Run(info, [list, timeout, group](rd_kafka_t* handle) -> Settle {
      auto* request = rd_kafka_AlterConsumerGroupOffsets_new(group.c_str(), list);
      rd_kafka_topic_partition_list_destroy(list);
      return AdminCall(handle, timeout, [&](rd_kafka_AdminOptions_t* options, rd_kafka_queue_t* queue) {
        rd_kafka_AlterConsumerGroupOffsets(handle, &request, 1, options, queue);
        rd_kafka_AlterConsumerGroupOffsets_destroy(request);
      });
    });
  }

  static Settle AdminCall(rd_kafka_t* handle, int timeout,
                          const std::function<void(rd_kafka_AdminOptions_t*, rd_kafka_queue_t*)>& call) {
    rd_kafka_queue_t* queue = rd_kafka_queue_new(handle);
    rd_kafka_AdminOptions_t* options = rd_kafka_AdminOptions_new(handle, RD_KAFKA_ADMIN_OP_ANY);
    char reason[512];
    rd_kafka_AdminOptions_set_request_timeout(options, timeout, reason, sizeof(reason));
    call(options, queue);
    rd_kafka_event_t* event = rd_kafka_queue_poll(queue, timeout + 1000);
    ErrorInfo failure = event == nullptr ? FromCode(RD_KAFKA_RESP_ERR__TIMED_OUT)
                                         : FromCode(rd_kafka_event_error(event), rd_kafka_event_error_string(event));
    std::vector<std::pair<std::string, ErrorInfo>> results;
    if (event != nullptr) {
      size_t count = 0;
      const rd_kafka_topic_result_t** topics = nullptr;
      if (auto* created = rd_kafka_event_CreateTopics_result(event)) topics = rd_kafka_CreateTopics_result_topics(created, &count);
      else if (auto* deleted = rd_kafka_event_DeleteTopics_result(event)) topics = rd_kafka_DeleteTopics_result_topics(deleted, &count);
      for (size_t i = 0; i < count; i++) {
        auto code = rd_kafka_topic_result_error(topics[i]);
        const char* text = rd_kafka_topic_result_error_string(topics[i]);
        results.emplace_back(rd_kafka_topic_result_name(topics[i]), FromCode(code, text == nullptr ? "" : text));
      }
      rd_kafka_event_destroy(event);
    }
    rd_kafka_AdminOptions_destroy(options);
    rd_kafka_queue_destroy(queue);
    if (failure.code != RD_KAFKA_RESP_ERR_NO_ERROR) return Fail(failure);
    return [results](Napi::Env env, Napi::Promise::Deferred& promise) {
      Napi::Array list = Napi::Array::New(env, results.size());
      for (uint32_t i = 0; i < results.size(); i++) {
        Napi::Object entry = Napi::Object::New(env);
        entry.Set("topic", results[i].first);
        if (results[i].second.code != RD_KAFKA_RESP_ERR_NO_ERROR) entry.Set("error", ToJs(env, results[i].second));
        list[i] = entry;
      }
      promise.Resolve(list);
    };
  }

  Napi::Value Close(const Napi::CallbackInfo& info) {
    auto topics = std::move(topics_);
    topics_.clear();
    if (handle_.closed()) return handle_.Close(info);
    return handle_.Close(info, [this, topics](rd_kafka_t* handle) {
      rd_kafka_purge(handle, RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT);
      rd_kafka_flush(handle, 200);
      StopPolling();
      for (auto& [name, topic] : topics) rd_kafka_topic_destroy(topic);
    });
  }

  void StopPolling() {
    polling_ = false;
    if (poll_thread_.joinable()) poll_thread_.join();
    for (auto& [name, topic] : topics_) rd_kafka_topic_destroy(topic);
    topics_.clear();
  }

  Deliveries deliveries_;
  Handle handle_;
  std::map<std::string, rd_kafka_topic_t*> topics_;
  std::atomic<bool> polling_{false};
  std::thread poll_thread_;
  double sequence_ = 0;
  int64_t produced_ = 0;
};

void RegisterProducer(Napi::Env env, Napi::Object exports) { exports.Set("Producer", Producer::Define(env)); }

}  // namespace tsql
