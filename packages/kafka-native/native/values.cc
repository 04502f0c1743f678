#include "values.h"

namespace tsql {

ErrorInfo FromCode(rd_kafka_resp_err_t code, const std::string& message) {
  ErrorInfo info;
  info.code = code;
  info.message = message.empty() ? rd_kafka_err2str(code) : message;
  return info;
}

ErrorInfo FromError(rd_kafka_error_t* error) {
  ErrorInfo info;
  if (error == nullptr) return info;
  info.code = rd_kafka_error_code(error);
  info.message = rd_kafka_error_string(error);
  info.fatal = rd_kafka_error_is_fatal(error);
  info.retriable = rd_kafka_error_is_retriable(error);
  info.abortable = rd_kafka_error_txn_requires_abort(error);
  rd_kafka_error_destroy(error);
  return info;
}

Napi::Value ToJs(Napi::Env env, const ErrorInfo& info) {
  Napi::Error error = Napi::Error::New(env, info.message);
  Napi::Object object = error.Value();
  object.Set("code", Napi::Number::New(env, info.code));
  object.Set("errorName", rd_kafka_err2name(info.code));
  object.Set("fatal", info.fatal);
  object.Set("retriable", info.retriable);
  object.Set("abortable", info.abortable);
  return object;
}

Config ToConfig(const Napi::Value& value) {
  if (!value.IsObject()) throw Napi::TypeError::New(value.Env(), "the configuration has to be an object of texts");
  Napi::Object object = value.As<Napi::Object>();
  Napi::Array names = object.GetPropertyNames();
  Config config;
  for (uint32_t i = 0; i < names.Length(); i++) {
    Napi::Value name = names[i];
    Napi::Value text = object.Get(name);
    if (!text.IsString()) {
      throw Napi::TypeError::New(value.Env(), "the value of " + name.ToString().Utf8Value() + " has to be a text");
    }
    config.emplace_back(name.ToString().Utf8Value(), text.As<Napi::String>().Utf8Value());
  }
  return config;
}

rd_kafka_conf_t* MakeConf(Napi::Env env, const Config& config) {
  rd_kafka_conf_t* conf = rd_kafka_conf_new();
  char reason[512];
  for (const auto& [name, text] : config) {
    if (rd_kafka_conf_set(conf, name.c_str(), text.c_str(), reason, sizeof(reason)) != RD_KAFKA_CONF_OK) {
      rd_kafka_conf_destroy(conf);
      throw Napi::TypeError::New(env, reason);
    }
  }
  return conf;
}

rd_kafka_topic_partition_list_t* ToPartitions(const Napi::Value& value) {
  Napi::Env env = value.Env();
  if (!value.IsArray()) throw Napi::TypeError::New(env, "the partitions have to be a list");
  Napi::Array array = value.As<Napi::Array>();
  rd_kafka_topic_partition_list_t* list = rd_kafka_topic_partition_list_new(static_cast<int>(array.Length()));
  for (uint32_t i = 0; i < array.Length(); i++) {
    Napi::Value entry = array[i];
    Napi::Value topic = entry.IsObject() ? entry.As<Napi::Object>().Get("topic") : env.Undefined();
    Napi::Value partition = entry.IsObject() ? entry.As<Napi::Object>().Get("partition") : env.Undefined();
    if (!topic.IsString() || !partition.IsNumber()) {
      rd_kafka_topic_partition_list_destroy(list);
      throw Napi::TypeError::New(env, "a partition needs a topic (text) and a partition (number)");
    }
    auto* added = rd_kafka_topic_partition_list_add(list, topic.As<Napi::String>().Utf8Value().c_str(),
                                                    partition.As<Napi::Number>().Int32Value());
    Napi::Value offset = entry.As<Napi::Object>().Get("offset");
    if (offset.IsNumber()) added->offset = offset.As<Napi::Number>().Int64Value();
  }
  return list;
}

Napi::Array FromPartitions(Napi::Env env, const rd_kafka_topic_partition_list_t* list) {
  Napi::Array array = Napi::Array::New(env, list->cnt);
  for (int i = 0; i < list->cnt; i++) {
    const auto& element = list->elems[i];
    Napi::Object entry = Napi::Object::New(env);
    entry.Set("topic", element.topic);
    entry.Set("partition", Napi::Number::New(env, element.partition));
    entry.Set("offset", Napi::Number::New(env, static_cast<double>(element.offset)));
    if (element.err != RD_KAFKA_RESP_ERR_NO_ERROR) entry.Set("error", ToJs(env, FromCode(element.err)));
    array[static_cast<uint32_t>(i)] = entry;
  }
  return array;
}

}  // namespace tsql
