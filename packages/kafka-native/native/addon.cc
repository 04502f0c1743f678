#include "handle.h"

namespace tsql {

static Napi::Object Init(Napi::Env env, Napi::Object exports) {
  exports.Set("librdkafkaVersion", Napi::String::New(env, rd_kafka_version_str()));
  RegisterConsumer(env, exports);
  RegisterProducer(env, exports);
  RegisterMockCluster(env, exports);
  return exports;
}

NODE_API_MODULE(tsql_kafka, Init)

}  // namespace tsql
