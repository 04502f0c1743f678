// librdkafka's mock cluster: brokers inside of this process, for trying things without Kafka.
#include <librdkafka/rdkafka.h>
// After the other, which it needs.
#include <librdkafka/rdkafka_mock.h>

#include "args.h"
#include "handle.h"

namespace tsql {

namespace {

constexpr int64_t kMaxBrokers = 16;
constexpr int64_t kMaxPartitions = 1000;
constexpr int64_t kMaxRoundTripMs = 60000;

struct MockCore : Core {
  rd_kafka_mock_cluster_t* cluster = nullptr;
  void BeforeDestroy() override {
    if (cluster != nullptr) rd_kafka_mock_cluster_destroy(cluster);
    cluster = nullptr;
  }
};

}  // namespace

class MockCluster : public Napi::ObjectWrap<MockCluster> {
 public:
  static Napi::Function Define(Napi::Env env) {
    return DefineClass(env, "MockCluster",
                       {InstanceMethod("bootstrapServers", &MockCluster::BootstrapServers),
                        InstanceMethod("createTopic", &MockCluster::CreateTopic),
                        InstanceMethod("setBrokerDown", &MockCluster::SetBrokerDown),
                        InstanceMethod("setRoundTrip", &MockCluster::SetRoundTrip),
                        InstanceMethod("failRequests", &MockCluster::FailRequests),
                        InstanceMethod("close", &MockCluster::Close)});
  }

  explicit MockCluster(const Napi::CallbackInfo& info)
      : Napi::ObjectWrap<MockCluster>(info), core_(std::make_shared<MockCore>()) {
    brokers_ = static_cast<int>(info[0].IsUndefined() ? 1 : IntegerOf(info[0], "brokers", 1, kMaxBrokers));
    handle_ = std::make_unique<Handle>(info.Env(), RD_KAFKA_PRODUCER, Config{{"client.id", "mock"}}, core_);
    core_->cluster = rd_kafka_mock_cluster_new(core_->handle, brokers_);
    if (core_->cluster == nullptr) throw Napi::Error::New(info.Env(), "the embedded broker did not start");
  }

 private:
  rd_kafka_mock_cluster_t* Cluster(Napi::Env env) const {
    handle_->get(env);
    return core_->cluster;
  }

  static void Check(Napi::Env env, rd_kafka_resp_err_t code) {
    if (code != RD_KAFKA_RESP_ERR_NO_ERROR) throw Napi::Error(env, ToJs(env, FromCode(code)));
  }

  Napi::Value BootstrapServers(const Napi::CallbackInfo& info) {
    return Napi::String::New(info.Env(), rd_kafka_mock_cluster_bootstraps(Cluster(info.Env())));
  }

  // createTopic(name, partitions)
  void CreateTopic(const Napi::CallbackInfo& info) {
    std::string name = NameOf(info[0], "name");
    int partitions = static_cast<int>(IntegerOf(info[1], "partitions", 1, kMaxPartitions));
    Check(info.Env(), rd_kafka_mock_topic_create(Cluster(info.Env()), name.c_str(), partitions, 1));
  }

  // setBrokerDown(id from 1, isDown)
  void SetBrokerDown(const Napi::CallbackInfo& info) {
    auto id = static_cast<int32_t>(IntegerOf(info[0], "id", 1, brokers_));
    if (!info[1].IsBoolean()) throw Napi::TypeError::New(info.Env(), "isDown has to be true or false");
    auto* cluster = Cluster(info.Env());
    Check(info.Env(), info[1].As<Napi::Boolean>() ? rd_kafka_mock_broker_set_down(cluster, id)
                                                  : rd_kafka_mock_broker_set_up(cluster, id));
  }

  // setRoundTrip(id from 1, milliseconds)
  void SetRoundTrip(const Napi::CallbackInfo& info) {
    auto id = static_cast<int32_t>(IntegerOf(info[0], "id", 1, brokers_));
    auto milliseconds = static_cast<int>(IntegerOf(info[1], "milliseconds", 0, kMaxRoundTripMs));
    Check(info.Env(), rd_kafka_mock_broker_set_rtt(Cluster(info.Env()), id, milliseconds));
  }

  // failRequests(apiKey, [code]): the next requests of that kind are answered so
  void FailRequests(const Napi::CallbackInfo& info) {
    auto key = static_cast<int16_t>(IntegerOf(info[0], "apiKey", 0, 100));
    Napi::Array list = ListOf(info[1], "codes");
    std::vector<rd_kafka_resp_err_t> codes;
    for (uint32_t i = 0; i < list.Length(); i++) {
      codes.push_back(static_cast<rd_kafka_resp_err_t>(IntegerOf(list.Get(i), "codes[" + std::to_string(i) + "]", -1, 200)));
    }
    rd_kafka_mock_push_request_errors_array(Cluster(info.Env()), key, codes.size(), codes.data());
  }

  Napi::Value Close(const Napi::CallbackInfo& info) { return handle_->Close(info); }

  std::shared_ptr<MockCore> core_;
  std::unique_ptr<Handle> handle_;
  int brokers_ = 1;
};

void RegisterMockCluster(Napi::Env env, Napi::Object exports) { exports.Set("MockCluster", MockCluster::Define(env)); }

}  // namespace tsql
