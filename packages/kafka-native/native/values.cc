#include "values.h"

#include <cstdlib>
#include <cstring>
#include <limits>

#include "args.h"

namespace tsql {

namespace {

// What passes by itself: lost connections, elections, a busy coordinator. A topic that is not there does not.
bool IsRetriable(rd_kafka_resp_err_t code) {
  switch (code) {
    case RD_KAFKA_RESP_ERR__TRANSPORT:
    case RD_KAFKA_RESP_ERR__RESOLVE:
    case RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN:
    case RD_KAFKA_RESP_ERR__TIMED_OUT:
    case RD_KAFKA_RESP_ERR__TIMED_OUT_QUEUE:
    case RD_KAFKA_RESP_ERR__MSG_TIMED_OUT:
    case RD_KAFKA_RESP_ERR__WAIT_COORD:
    case RD_KAFKA_RESP_ERR__QUEUE_FULL:
    case RD_KAFKA_RESP_ERR_LEADER_NOT_AVAILABLE:
    case RD_KAFKA_RESP_ERR_NOT_LEADER_FOR_PARTITION:
    case RD_KAFKA_RESP_ERR_FENCED_LEADER_EPOCH:
    case RD_KAFKA_RESP_ERR_UNKNOWN_LEADER_EPOCH:
    case RD_KAFKA_RESP_ERR_REQUEST_TIMED_OUT:
    case RD_KAFKA_RESP_ERR_NETWORK_EXCEPTION:
    case RD_KAFKA_RESP_ERR_COORDINATOR_LOAD_IN_PROGRESS:
    case RD_KAFKA_RESP_ERR_COORDINATOR_NOT_AVAILABLE:
    case RD_KAFKA_RESP_ERR_NOT_COORDINATOR:
    case RD_KAFKA_RESP_ERR_NOT_ENOUGH_REPLICAS:
    case RD_KAFKA_RESP_ERR_NOT_ENOUGH_REPLICAS_AFTER_APPEND:
    case RD_KAFKA_RESP_ERR_REBALANCE_IN_PROGRESS:
    case RD_KAFKA_RESP_ERR_CONCURRENT_TRANSACTIONS:
    case RD_KAFKA_RESP_ERR_NOT_CONTROLLER:
    case RD_KAFKA_RESP_ERR_KAFKA_STORAGE_ERROR:
    case RD_KAFKA_RESP_ERR_OFFSET_NOT_AVAILABLE:
    case RD_KAFKA_RESP_ERR_PREFERRED_LEADER_NOT_AVAILABLE:
    case RD_KAFKA_RESP_ERR_UNSTABLE_OFFSET_COMMIT:
    case RD_KAFKA_RESP_ERR_THROTTLING_QUOTA_EXCEEDED:
      return true;
    default:
      return false;
  }
}

bool IsFatal(rd_kafka_resp_err_t code) {
  return code == RD_KAFKA_RESP_ERR__FATAL || code == RD_KAFKA_RESP_ERR__FENCED;
}

}  // namespace

ErrorInfo FromCode(rd_kafka_resp_err_t code, const std::string& message) {
  ErrorInfo info;
  info.code = code;
  info.message = message.empty() ? rd_kafka_err2str(code) : message;
  info.fatal = IsFatal(code);
  info.retriable = IsRetriable(code);
  return info;
}

ErrorInfo FromCode(rd_kafka_t* handle, rd_kafka_resp_err_t code, const std::string& message) {
  if (code != RD_KAFKA_RESP_ERR__FATAL) return FromCode(code, message);
  char reason[512] = "";
  auto cause = rd_kafka_fatal_error(handle, reason, sizeof(reason));
  ErrorInfo info = cause == RD_KAFKA_RESP_ERR_NO_ERROR ? FromCode(code, message) : FromCode(cause, reason);
  info.fatal = true;
  info.retriable = false;
  return info;
}

ErrorInfo FromError(rd_kafka_error_t* error) {
  ErrorInfo info;
  if (error == nullptr) return info;
  info.code = rd_kafka_error_code(error);
  info.message = rd_kafka_error_string(error);
  info.fatal = rd_kafka_error_is_fatal(error) || IsFatal(info.code);
  info.abortable = rd_kafka_error_txn_requires_abort(error);
  info.retriable = rd_kafka_error_is_retriable(error) || (!info.fatal && !info.abortable && IsRetriable(info.code));
  rd_kafka_error_destroy(error);
  return info;
}

Napi::Value ToJs(Napi::Env env, const ErrorInfo& info) {
  Napi::Object object = Napi::Error::New(env, info.message).Value();
  object.Set("code", Napi::Number::New(env, info.code));
  object.Set("errorName", rd_kafka_err2name(info.code));
  object.Set("fatal", info.fatal);
  object.Set("retriable", info.retriable);
  object.Set("abortable", info.abortable);
  return object;
}

Config ToConfig(const Napi::Value& value, const std::string& name) {
  Napi::Object object = ObjectOf(value, name);
  Napi::Array names = ListOf(object.GetPropertyNames(), name);
  Config config;
  for (uint32_t i = 0; i < names.Length(); i++) {
    std::string key = TextOf(names.Get(i).ToString(), name);
    // Certificates in PEM are the longest values.
    config[key] = TextOf(object.Get(key), name + "['" + key + "']", 1 << 20);
  }
  return config;
}

ConfPtr MakeConf(Napi::Env env, const Config& config) {
  ConfPtr conf(rd_kafka_conf_new());
  char reason[512];
  for (const auto& [name, text] : config) {
    if (rd_kafka_conf_set(conf.get(), name.c_str(), text.c_str(), reason, sizeof(reason)) != RD_KAFKA_CONF_OK) {
      throw Napi::TypeError::New(env, "config['" + name + "']: " + reason);
    }
  }
  return conf;
}

static int64_t ToOffset(const Napi::Value& value, const std::string& name, Offsets offsets) {
  if (offsets == Offsets::kTime) return IntegerOf(value, name, -kMaxSafeInteger, kMaxSafeInteger);
  if (value.IsUndefined()) return RD_KAFKA_OFFSET_INVALID;
  int64_t offset = IntegerOf(value, name, RD_KAFKA_OFFSET_INVALID, kMaxSafeInteger);
  bool is_logical = offset == RD_KAFKA_OFFSET_BEGINNING || offset == RD_KAFKA_OFFSET_END ||
                    offset == RD_KAFKA_OFFSET_STORED || offset == RD_KAFKA_OFFSET_INVALID;
  bool fits = offset >= 0 || (offsets == Offsets::kPosition ? is_logical : offset == RD_KAFKA_OFFSET_INVALID);
  if (fits) return offset;
  throw Napi::RangeError::New(value.Env(), name + " has to be an offset from 0, found " + std::to_string(offset));
}

std::vector<Partition> ToPartitions(const Napi::Value& value, const std::string& name, Offsets offsets) {
  Napi::Array array = ListOf(value, name);
  std::vector<Partition> partitions;
  for (uint32_t i = 0; i < array.Length(); i++) {
    Napi::HandleScope scope(value.Env());
    std::string place = name + "[" + std::to_string(i) + "]";
    Napi::Object entry = ObjectOf(array.Get(i), place);
    Partition partition;
    partition.topic = NameOf(entry.Get("topic"), place + ".topic");
    partition.partition = static_cast<int32_t>(
        IntegerOf(entry.Get("partition"), place + ".partition", 0, std::numeric_limits<int32_t>::max()));
    if (offsets != Offsets::kNone) partition.offset = ToOffset(entry.Get("offset"), place + ".offset", offsets);
    if (offsets == Offsets::kStored) {
      Napi::Value metadata = entry.Get("metadata");
      if (!IsMissing(metadata)) partition.metadata = TextOf(metadata, place + ".metadata");
    }
    partitions.push_back(std::move(partition));
  }
  return partitions;
}

PartitionsPtr MakeList(const std::vector<Partition>& partitions) {
  PartitionsPtr list(rd_kafka_topic_partition_list_new(static_cast<int>(partitions.size())));
  for (const auto& partition : partitions) {
    auto* added = rd_kafka_topic_partition_list_add(list.get(), partition.topic.c_str(), partition.partition);
    added->offset = partition.offset;
    if (!partition.metadata) continue;
    // librdkafka frees it.
    added->metadata = strdup(partition.metadata->c_str());
    added->metadata_size = partition.metadata->size();
  }
  return list;
}

std::vector<Partition> FromList(const rd_kafka_topic_partition_list_t* list) {
  std::vector<Partition> partitions;
  for (int i = 0; list != nullptr && i < list->cnt; i++) {
    const auto& element = list->elems[i];
    Partition partition{element.topic, element.partition, element.offset, std::nullopt, {}};
    if (element.metadata != nullptr && element.metadata_size > 0) {
      partition.metadata = std::string(static_cast<const char*>(element.metadata), element.metadata_size);
    }
    if (element.err != RD_KAFKA_RESP_ERR_NO_ERROR) partition.error = FromCode(element.err);
    partitions.push_back(std::move(partition));
  }
  return partitions;
}

Napi::Array ToJs(Napi::Env env, const std::vector<Partition>& partitions) {
  Napi::Array array = Napi::Array::New(env, partitions.size());
  for (uint32_t i = 0; i < partitions.size(); i++) {
    const auto& partition = partitions[i];
    Napi::Object entry = Napi::Object::New(env);
    entry.Set("topic", partition.topic);
    entry.Set("partition", partition.partition);
    entry.Set("offset", static_cast<double>(partition.offset));
    if (partition.metadata) entry.Set("metadata", *partition.metadata);
    if (partition.error.code != RD_KAFKA_RESP_ERR_NO_ERROR) entry.Set("error", ToJs(env, partition.error));
    array[i] = entry;
  }
  return array;
}

}  // namespace tsql
