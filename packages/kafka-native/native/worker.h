// A thread of a handle's own: blocking calls run there one after the other, results go back to JavaScript.
#pragma once
#include <napi.h>

#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

namespace tsql {

// What a blocking call ended with: fills the promise in the JavaScript thread.
using Settle = std::function<void(Napi::Env, Napi::Promise::Deferred&)>;

class Worker {
 public:
  explicit Worker(Napi::Env env);
  ~Worker();

  // Runs `work` on the thread and settles the promise with what it returns.
  Napi::Promise Run(Napi::Env env, std::function<Settle()> work);

  // Waits for what is running and takes nothing more.
  void Stop();

 private:
  struct Task {
    std::function<Settle()> work;
    std::shared_ptr<Napi::Promise::Deferred> deferred;
  };

  void Loop();

  napi_env env_;
  std::mutex mutex_;
  std::condition_variable ready_;
  std::deque<Task> tasks_;
  std::atomic<bool> stopped_{false};
  Napi::ThreadSafeFunction deliver_;
  std::thread thread_;
};

}  // namespace tsql
