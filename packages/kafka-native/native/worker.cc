#include "worker.h"

namespace tsql {

namespace {
// The environment ends (process exit, worker thread): the thread has to end before its way back does.
void StopAtExit(void* worker) { static_cast<Worker*>(worker)->Stop(); }
}  // namespace

Worker::Worker(Napi::Env env)
    : env_(env),
      deliver_(Napi::ThreadSafeFunction::New(env, Napi::Function::New(env, [](const Napi::CallbackInfo&) {}),
                                             "tsql-kafka", 0, 1)) {
  deliver_.Unref(env);
  napi_add_env_cleanup_hook(env, StopAtExit, this);
  thread_ = std::thread([this] { Loop(); });
}

Worker::~Worker() {
  if (!stopped_) Stop();
}

void Worker::Stop() {
  {
    std::lock_guard<std::mutex> lock(mutex_);
    if (stopped_) return;
    stopped_ = true;
  }
  ready_.notify_one();
  if (thread_.joinable()) thread_.join();
  napi_remove_env_cleanup_hook(env_, StopAtExit, this);
  deliver_.Release();
}

Napi::Promise Worker::Run(Napi::Env env, std::function<Settle()> work) {
  auto deferred = std::make_shared<Napi::Promise::Deferred>(Napi::Promise::Deferred::New(env));
  Napi::Promise promise = deferred->Promise();
  std::lock_guard<std::mutex> lock(mutex_);
  if (stopped_) {
    deferred->Reject(Napi::Error::New(env, "the Kafka client is closed").Value());
    return promise;
  }
  // A promise that is waited for keeps the process alive; an idle handle does not.
  deliver_.Ref(env);
  tasks_.push_back({std::move(work), deferred});
  ready_.notify_one();
  return promise;
}

void Worker::Loop() {
  for (;;) {
    Task task;
    {
      std::unique_lock<std::mutex> lock(mutex_);
      ready_.wait(lock, [this] { return stopped_ || !tasks_.empty(); });
      if (tasks_.empty()) return;
      task = std::move(tasks_.front());
      tasks_.pop_front();
    }
    auto* result = new std::pair<Settle, std::shared_ptr<Napi::Promise::Deferred>>(task.work(), task.deferred);
    auto status = deliver_.BlockingCall(result, [this](Napi::Env env, Napi::Function, decltype(result) data) {
      if (env != nullptr) {
        Napi::HandleScope scope(env);
        data->first(env, *data->second);
        std::lock_guard<std::mutex> lock(mutex_);
        if (tasks_.empty() && !stopped_) deliver_.Unref(env);
      }
      delete data;
    });
    if (status != napi_ok) delete result;
  }
}

}  // namespace tsql
