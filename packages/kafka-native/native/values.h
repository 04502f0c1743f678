// Conversions between JavaScript values and librdkafka's, with every type checked.
#pragma once
#include <librdkafka/rdkafka.h>
#include <napi.h>

#include <string>
#include <utility>
#include <vector>

namespace tsql {

struct ErrorInfo {
  rd_kafka_resp_err_t code = RD_KAFKA_RESP_ERR_NO_ERROR;
  std::string message;
  bool fatal = false;
  bool retriable = false;
  bool abortable = false;
};

ErrorInfo FromCode(rd_kafka_resp_err_t code, const std::string& message = "");
// Takes the error over and destroys it.
ErrorInfo FromError(rd_kafka_error_t* error);
// An Error with `code` (a number), `errorName`, `fatal`, `retriable`, `abortable`.
Napi::Value ToJs(Napi::Env env, const ErrorInfo& info);

using Config = std::vector<std::pair<std::string, std::string>>;
Config ToConfig(const Napi::Value& value);
// Fails with a TypeError that names the property at fault.
rd_kafka_conf_t* MakeConf(Napi::Env env, const Config& config);

// A list of {topic, partition, offset?, metadata?}; the caller destroys it.
rd_kafka_topic_partition_list_t* ToPartitions(const Napi::Value& value);
Napi::Array FromPartitions(Napi::Env env, const rd_kafka_topic_partition_list_t* list);

}  // namespace tsql
