// The configurations of topics, brokers and groups: read and changed.
#include <optional>
#include <string_view>

#include "admin.h"
#include "args.h"

namespace tsql {

namespace {

struct Resource {
  rd_kafka_ResourceType_t type;
  std::string name;
  // No value: back to the default.
  std::vector<std::pair<std::string, std::optional<std::string>>> configs;
};

struct Entry {
  std::string name;
  std::optional<std::string> value;
  std::string source;
  bool is_read_only;
  bool is_sensitive;
};

struct Result {
  rd_kafka_ResourceType_t type;
  std::string name;
  ErrorInfo error;
  std::vector<Entry> entries;
};

using ResourcePtr = std::unique_ptr<rd_kafka_ConfigResource_t, Destroyer<rd_kafka_ConfigResource_destroy>>;

const char* NameOfType(rd_kafka_ResourceType_t type) {
  return type == RD_KAFKA_RESOURCE_TOPIC ? "topic" : type == RD_KAFKA_RESOURCE_BROKER ? "broker" : "group";
}

rd_kafka_ResourceType_t TypeOf(const Napi::Value& value, const std::string& name) {
  std::string text = TextOf(value, name);
  for (auto type : {RD_KAFKA_RESOURCE_TOPIC, RD_KAFKA_RESOURCE_BROKER, RD_KAFKA_RESOURCE_GROUP}) {
    if (text == NameOfType(type)) return type;
  }
  throw Napi::RangeError::New(value.Env(), name + " has to be topic, broker or group, found " + text);
}

std::vector<Resource> ToResources(const Napi::Value& value, bool with_configs) {
  Napi::Array list = ListOf(value, "resources");
  std::vector<Resource> resources;
  for (uint32_t i = 0; i < list.Length(); i++) {
    std::string place = "resources[" + std::to_string(i) + "]";
    Napi::Object entry = ObjectOf(list.Get(i), place);
    Resource resource{TypeOf(entry.Get("type"), place + ".type"), NameOf(entry.Get("name"), place + ".name"), {}};
    if (with_configs) {
      Napi::Object configs = ObjectOf(entry.Get("configs"), place + ".configs");
      Napi::Array names = ListOf(configs.GetPropertyNames(), place + ".configs");
      for (uint32_t c = 0; c < names.Length(); c++) {
        std::string name = NameOf(names.Get(c).ToString(), place + ".configs");
        Napi::Value text = configs.Get(name);
        resource.configs.emplace_back(
            name, text.IsNull() ? std::nullopt : std::make_optional(TextOf(text, place + ".configs['" + name + "']")));
      }
    }
    resources.push_back(std::move(resource));
  }
  return resources;
}

Result ToResult(const rd_kafka_ConfigResource_t* from) {
  const char* reason = rd_kafka_ConfigResource_error_string(from);
  Result result{rd_kafka_ConfigResource_type(from), rd_kafka_ConfigResource_name(from),
                FromCode(rd_kafka_ConfigResource_error(from), reason == nullptr ? "" : reason), {}};
  size_t count = 0;
  const rd_kafka_ConfigEntry_t** entries = rd_kafka_ConfigResource_configs(from, &count);
  for (size_t i = 0; i < count; i++) {
    const char* value = rd_kafka_ConfigEntry_value(entries[i]);
    result.entries.push_back({rd_kafka_ConfigEntry_name(entries[i]), value == nullptr ? std::nullopt : std::make_optional<std::string>(value),
                              rd_kafka_ConfigSource_name(rd_kafka_ConfigEntry_source(entries[i])),
                              rd_kafka_ConfigEntry_is_read_only(entries[i]) == 1,
                              rd_kafka_ConfigEntry_is_sensitive(entries[i]) == 1});
  }
  return result;
}

Napi::Array ToJs(Napi::Env env, const std::vector<Entry>& entries) {
  Napi::Array list = Napi::Array::New(env, entries.size());
  for (uint32_t i = 0; i < entries.size(); i++) {
    Napi::Object entry = Napi::Object::New(env);
    entry.Set("name", entries[i].name);
    entry.Set("value", entries[i].value ? Napi::Value(Napi::String::New(env, *entries[i].value)) : Napi::Value(env.Null()));
    entry.Set("source", entries[i].source);
    entry.Set("isReadOnly", entries[i].is_read_only);
    entry.Set("isSensitive", entries[i].is_sensitive);
    list[i] = entry;
  }
  return list;
}

Settle WithResources(const rd_kafka_ConfigResource_t** resources, size_t count, bool with_configs) {
  std::vector<Result> results;
  for (size_t i = 0; i < count; i++) results.push_back(ToResult(resources[i]));
  return [results = std::move(results), with_configs](Napi::Env env, Napi::Promise::Deferred& promise) {
    Napi::Array list = Napi::Array::New(env, results.size());
    for (uint32_t i = 0; i < results.size(); i++) {
      Napi::Object entry = Napi::Object::New(env);
      entry.Set("type", NameOfType(results[i].type));
      entry.Set("name", results[i].name);
      if (results[i].error.code != RD_KAFKA_RESP_ERR_NO_ERROR) entry.Set("error", tsql::ToJs(env, results[i].error));
      if (with_configs) entry.Set("configs", ToJs(env, results[i].entries));
      list[i] = entry;
    }
    promise.Resolve(list);
  };
}

// librdkafka's resources; on failure the reason.
std::vector<ResourcePtr> Make(const std::vector<Resource>& resources, ErrorInfo& failure) {
  std::vector<ResourcePtr> made;
  for (const auto& resource : resources) {
    made.emplace_back(rd_kafka_ConfigResource_new(resource.type, resource.name.c_str()));
    for (const auto& [name, value] : resource.configs) {
      auto operation = value ? RD_KAFKA_ALTER_CONFIG_OP_TYPE_SET : RD_KAFKA_ALTER_CONFIG_OP_TYPE_DELETE;
      ErrorInfo error = FromError(rd_kafka_ConfigResource_add_incremental_config(made.back().get(), name.c_str(), operation,
                                                                                 value ? value->c_str() : nullptr));
      if (error.code != RD_KAFKA_RESP_ERR_NO_ERROR) failure = error;
    }
  }
  return made;
}

using Send = void (*)(rd_kafka_t*, rd_kafka_ConfigResource_t**, size_t, const rd_kafka_AdminOptions_t*, rd_kafka_queue_t*);

Napi::Value Call(Handle& handle, const std::shared_ptr<Core>& core, const Napi::CallbackInfo& info, bool with_configs,
                 Send send, const AdminAnswer& answer) {
  auto resources = ToResources(info[0], with_configs);
  int timeout = TimeoutOf(info[1]);
  return handle.Run(info, [core, resources = std::move(resources), timeout, with_configs, send, answer](rd_kafka_t*) -> Settle {
    if (resources.empty()) return WithResources(nullptr, 0, !with_configs);
    ErrorInfo failure;
    auto made = Make(resources, failure);
    if (failure.code != RD_KAFKA_RESP_ERR_NO_ERROR) return Fail(failure);
    std::vector<rd_kafka_ConfigResource_t*> pointers;
    for (const auto& resource : made) pointers.push_back(resource.get());
    return CallAdmin(
        *core, timeout,
        [&](rd_kafka_t* client, rd_kafka_AdminOptions_t* options, rd_kafka_queue_t* queue) {
          send(client, pointers.data(), pointers.size(), options, queue);
        },
        answer);
  });
}

}  // namespace

// describeConfigs([{type, name}], timeoutMs) -> [{type, name, error?, configs: [{name, value, source, …}]}]
Napi::Value DescribeConfigs(Handle& handle, const std::shared_ptr<Core>& core, const Napi::CallbackInfo& info) {
  return Call(handle, core, info, false, rd_kafka_DescribeConfigs, [](rd_kafka_event_t* event) {
    size_t count = 0;
    auto* resources = rd_kafka_DescribeConfigs_result_resources(rd_kafka_event_DescribeConfigs_result(event), &count);
    return WithResources(resources, count, true);
  });
}

// alterConfigs([{type, name, configs: {name: value or null}}], timeoutMs) -> [{type, name, error?}]
Napi::Value AlterConfigs(Handle& handle, const std::shared_ptr<Core>& core, const Napi::CallbackInfo& info) {
  return Call(handle, core, info, true, rd_kafka_IncrementalAlterConfigs, [](rd_kafka_event_t* event) {
    size_t count = 0;
    auto* resources =
        rd_kafka_IncrementalAlterConfigs_result_resources(rd_kafka_event_IncrementalAlterConfigs_result(event), &count);
    return WithResources(resources, count, false);
  });
}

}  // namespace tsql
