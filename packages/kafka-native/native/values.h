// Conversions between JavaScript values and librdkafka's, with every type checked.
#pragma once
#include <librdkafka/rdkafka.h>
#include <napi.h>

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "rk.h"

namespace tsql {

struct ErrorInfo {
  rd_kafka_resp_err_t code = RD_KAFKA_RESP_ERR_NO_ERROR;
  std::string message;
  bool fatal = false;
  bool retriable = false;
  bool abortable = false;
};

ErrorInfo FromCode(rd_kafka_resp_err_t code, const std::string& message = "");
// As FromCode; a fatal error of the client is told by its cause.
ErrorInfo FromCode(rd_kafka_t* handle, rd_kafka_resp_err_t code, const std::string& message = "");
// Takes the error over and destroys it.
ErrorInfo FromError(rd_kafka_error_t* error);
// An Error with `code` (a number), `errorName`, `fatal`, `retriable`, `abortable`.
Napi::Value ToJs(Napi::Env env, const ErrorInfo& info);

using Config = std::map<std::string, std::string>;
Config ToConfig(const Napi::Value& value, const std::string& name);
// Fails with a TypeError that holds librdkafka's reason.
ConfPtr MakeConf(Napi::Env env, const Config& config);

// A partition as it comes from JavaScript and goes back; free of librdkafka's references.
struct Partition {
  std::string topic;
  int32_t partition;
  int64_t offset = RD_KAFKA_OFFSET_INVALID;
  std::optional<std::string> metadata;
  ErrorInfo error;
};

// What the `offset` of an element may hold.
enum class Offsets { kNone, kPosition, kStored, kTime };
std::vector<Partition> ToPartitions(const Napi::Value& value, const std::string& name, Offsets offsets);
PartitionsPtr MakeList(const std::vector<Partition>& partitions);
std::vector<Partition> FromList(const rd_kafka_topic_partition_list_t* list);
Napi::Array ToJs(Napi::Env env, const std::vector<Partition>& partitions);

}  // namespace tsql
