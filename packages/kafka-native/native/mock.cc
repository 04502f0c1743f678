#include "handle.h"

#include <librdkafka/rdkafka_mock.h>


namespace tsql {

// librdkafka's mock cluster: brokers inside of this process, for trying things without Kafka.
class MockCluster : public Napi::ObjectWrap<MockCluster> {
 public:
  static Napi::Function Define(Napi::Env env) {
    return DefineClass(env, "MockCluster",
                       {InstanceMethod("bootstrapServers", &MockCluster::BootstrapServers),
                        InstanceMethod("createTopic", &MockCluster::CreateTopic), InstanceMethod("close", &MockCluster::Close)});
  }

  explicit MockCluster(const Napi::CallbackInfo& info)
      : Napi::ObjectWrap<MockCluster>(info), handle_(info.Env(), RD_KAFKA_PRODUCER, {{"client.id", "mock"}}) {
    int brokers = info.Length() > 0 && info[0].IsNumber() ? info[0].As<Napi::Number>().Int32Value() : 1;
    cluster_ = rd_kafka_mock_cluster_new(handle_.get(), brokers);
    if (cluster_ == nullptr) throw Napi::Error::New(info.Env(), "the embedded broker did not start");
  }

  ~MockCluster() override { Destroy(); }

 private:
  Napi::Value BootstrapServers(const Napi::CallbackInfo& info) {
    if (cluster_ == nullptr) throw Napi::Error::New(info.Env(), "the embedded broker is closed");
    return Napi::String::New(info.Env(), rd_kafka_mock_cluster_bootstraps(cluster_));
  }

  void CreateTopic(const Napi::CallbackInfo& info) {
    if (cluster_ == nullptr || info.Length() < 2 || !info[0].IsString() || !info[1].IsNumber()) {
      throw Napi::TypeError::New(info.Env(), "createTopic takes a name and a number of partitions");
    }
    auto code = rd_kafka_mock_topic_create(cluster_, info[0].As<Napi::String>().Utf8Value().c_str(),
                                           info[1].As<Napi::Number>().Int32Value(), 1);
    if (code != RD_KAFKA_RESP_ERR_NO_ERROR) throw Napi::Error::New(info.Env(), rd_kafka_err2str(code));
  }

  Napi::Value Close(const Napi::CallbackInfo& info) {
    Destroy();
    return handle_.Close(info);
  }

  void Destroy() {
    if (cluster_ != nullptr) rd_kafka_mock_cluster_destroy(cluster_);
    cluster_ = nullptr;
  }

  Handle handle_;
  rd_kafka_mock_cluster_t* cluster_ = nullptr;
};

void RegisterMockCluster(Napi::Env env, Napi::Object exports) { exports.Set("MockCluster", MockCluster::Define(env)); }

}  // namespace tsql
