// A thread of a handle's own: blocking calls run there one after the other, results go back to JavaScript.
#pragma once
#include <napi.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>

namespace tsql {

// What a blocking call ended with: fills the promise in the JavaScript thread.
using Settle = std::function<void(Napi::Env, Napi::Promise::Deferred&)>;

// Names the thread that calls, as far as the platform can.
void NameThread(const char* name);

class Worker : public std::enable_shared_from_this<Worker> {
 public:
  // `name` (15 characters at most) is seen in the process's list of threads. `last` runs on the thread as its last action, whatever
  // ends it.
  static std::shared_ptr<Worker> Start(Napi::Env env, const char* name, std::function<void()> last = {});

  // Runs `work` on the thread and settles the promise with what it returns. `owner` is kept alive until then.
  Napi::Promise Run(Napi::Env env, Napi::Object owner, std::function<Settle()> work);
  // Whether another call waits, or the thread is to end: what can be cut short should be.
  bool IsAwaited() const { return waiting_ > 0 || ending_; }

  // Takes nothing more, rejects what waits, ends the thread after what is under way. JavaScript thread only.
  void Finish();
  // Resolves when the thread has ended, at the latest after `bound`; calls still under way are rejected then.
  Napi::Promise Finished(Napi::Env env, std::chrono::milliseconds bound);
  bool WaitUntilDone(std::chrono::milliseconds bound);

 private:
  struct Task {
    uint64_t id;
    std::function<Settle()> work;
  };
  struct Pending {
    Napi::Promise::Deferred deferred;
    Napi::ObjectReference owner;
    bool is_close;
  };
  using Delivery = std::function<void(Napi::Env)>;

  Worker(Napi::Env env, std::function<void()> last) : env_(env), last_(std::move(last)) {}
  Napi::Promise Promise(Napi::Env env, uint64_t id, Napi::Object owner, bool is_close);
  void Loop();
  // To the JavaScript thread; dropped where that is gone.
  void Deliver(Delivery delivery);
  void SettleNow(Napi::Env env, uint64_t id, const Settle& settle);
  void RejectCalls(Napi::Env env);
  void RetireIfDone(Napi::Env env);
  static void OnEnvExit(void* worker);
  static void CallJs(napi_env env, napi_value, void*, void* data);

  napi_env env_;
  napi_threadsafe_function deliver_ = nullptr;
  // JavaScript thread only.
  std::map<uint64_t, Pending> pending_;
  uint64_t next_ = 0;
  bool is_over_ = false;
  // Until its hook is removed or has run.
  std::shared_ptr<Worker> self_;

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Task> tasks_;
  std::function<void()> last_;
  std::atomic<int> waiting_{0};
  std::atomic<bool> ending_{false};
  bool done_ = false;
  bool env_gone_ = false;
};

}  // namespace tsql
