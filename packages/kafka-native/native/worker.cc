#include "worker.h"

#include <pthread.h>

#include <thread>
#include <vector>

namespace tsql {

namespace {
constexpr auto kExitBound = std::chrono::milliseconds(2000);
const char kClosed[] = "the Kafka client is closed";
}  // namespace

void NameThread([[maybe_unused]] const char* name) {
#if defined(__linux__)
  pthread_setname_np(pthread_self(), name);
#elif defined(__APPLE__)
  pthread_setname_np(name);
#endif
}

std::shared_ptr<Worker> Worker::Start(Napi::Env env, const char* name, std::function<void()> last) {
  std::shared_ptr<Worker> worker(new Worker(env, std::move(last)));
  napi_value resource = Napi::String::New(env, name);
  auto status = napi_create_threadsafe_function(env, nullptr, nullptr, resource, 0, 1, nullptr, nullptr, nullptr, CallJs,
                                                &worker->deliver_);
  if (status != napi_ok) throw Napi::Error::New(env);
  napi_unref_threadsafe_function(env, worker->deliver_);
  // Added after the function: hooks run in the opposite order, so that nobody calls it when it is gone.
  worker->self_ = worker;
  napi_add_env_cleanup_hook(env, OnEnvExit, worker.get());
  // Detached: whoever has to wait for its end does so with a bound.
  std::thread([worker, name] {
    NameThread(name);
    worker->Loop();
  }).detach();
  return worker;
}

Napi::Promise Worker::Promise(Napi::Env env, uint64_t id, Napi::Object owner, bool is_close) {
  auto deferred = Napi::Promise::Deferred::New(env);
  Napi::Promise promise = deferred.Promise();
  // A promise that is waited for keeps the process alive; an idle handle does not.
  if (pending_.empty()) napi_ref_threadsafe_function(env, deliver_);
  pending_.emplace(id, Pending{deferred, owner.IsEmpty() ? Napi::ObjectReference() : Napi::Persistent(owner), is_close});
  return promise;
}

Napi::Promise Worker::Run(Napi::Env env, Napi::Object owner, std::function<Settle()> work) {
  if (ending_) {
    auto deferred = Napi::Promise::Deferred::New(env);
    deferred.Reject(Napi::Error::New(env, kClosed).Value());
    return deferred.Promise();
  }
  uint64_t id = next_++;
  Napi::Promise promise = Promise(env, id, owner, false);
  {
    std::lock_guard<std::mutex> lock(mutex_);
    tasks_.push_back({id, std::move(work)});
    waiting_++;
  }
  changed_.notify_all();
  return promise;
}

void Worker::Loop() {
  for (;;) {
    Task task;
    {
      std::unique_lock<std::mutex> lock(mutex_);
      changed_.wait(lock, [this] { return ending_ || !tasks_.empty(); });
      if (ending_) break;
      task = std::move(tasks_.front());
      tasks_.pop_front();
      waiting_--;
    }
    Settle settle = task.work();
    Deliver([this, id = task.id, settle = std::move(settle)](Napi::Env env) { SettleNow(env, id, settle); });
  }
  if (last_) last_();
  last_ = nullptr;
  {
    std::lock_guard<std::mutex> lock(mutex_);
    done_ = true;
  }
  changed_.notify_all();
  Deliver([this](Napi::Env env) {
    is_over_ = true;
    RetireIfDone(env);
  });
}

// Nothing is under way and nothing will come: the way to JavaScript is given back.
void Worker::RetireIfDone(Napi::Env env) {
  if (!is_over_ || !pending_.empty() || self_ == nullptr) return;
  auto self = std::move(self_);
  {
    std::lock_guard<std::mutex> lock(mutex_);
    env_gone_ = true;
  }
  napi_remove_env_cleanup_hook(env, OnEnvExit, this);
  napi_release_threadsafe_function(deliver_, napi_tsfn_release);
}

void Worker::Deliver(Delivery delivery) {
  auto data = std::make_unique<Delivery>(std::move(delivery));
  std::lock_guard<std::mutex> lock(mutex_);
  if (env_gone_) return;
  if (napi_call_threadsafe_function(deliver_, data.get(), napi_tsfn_nonblocking) == napi_ok) data.release();
}

void Worker::CallJs(napi_env env, napi_value, void*, void* data) {
  std::unique_ptr<Delivery> delivery(static_cast<Delivery*>(data));
  if (env == nullptr) return;
  try {
    Napi::HandleScope scope(env);
    (*delivery)(env);
  } catch (const Napi::Error&) {
    // Not even a rejection was taken: the thread is being terminated, and nobody is there to hear of it.
  }
}

void Worker::SettleNow(Napi::Env env, uint64_t id, const Settle& settle) {
  auto found = pending_.find(id);
  if (found == pending_.end()) return;
  // Out of the list first: the last one out lets the process end.
  Pending pending = std::move(found->second);
  pending_.erase(found);
  if (pending_.empty()) napi_unref_threadsafe_function(env, deliver_);
  try {
    settle(env, pending.deferred);
  } catch (const Napi::Error& error) {
    pending.deferred.Reject(error.Value());
  }
  RetireIfDone(env);
}

// What waits for the end itself is not given up: a second `close` resolves like the first one.
void Worker::RejectCalls(Napi::Env env) {
  std::vector<uint64_t> calls;
  for (const auto& [id, pending] : pending_) {
    if (!pending.is_close) calls.push_back(id);
  }
  for (uint64_t id : calls) {
    SettleNow(env, id, [](Napi::Env current, Napi::Promise::Deferred& deferred) {
      deferred.Reject(Napi::Error::New(current, kClosed).Value());
    });
  }
}

void Worker::Finish() {
  std::deque<Task> dropped;
  {
    std::lock_guard<std::mutex> lock(mutex_);
    if (ending_) return;
    dropped.swap(tasks_);
    waiting_ = 0;
    ending_ = true;
  }
  changed_.notify_all();
  Napi::Env env(env_);
  for (const auto& task : dropped) {
    SettleNow(env, task.id, [](Napi::Env current, Napi::Promise::Deferred& deferred) {
      deferred.Reject(Napi::Error::New(current, kClosed).Value());
    });
  }
}

Napi::Promise Worker::Finished(Napi::Env env, std::chrono::milliseconds bound) {
  if (self_ == nullptr) {
    auto deferred = Napi::Promise::Deferred::New(env);
    deferred.Resolve(env.Undefined());
    return deferred.Promise();
  }
  uint64_t id = next_++;
  Napi::Promise promise = Promise(env, id, Napi::Object(), true);
  std::thread([self = shared_from_this(), id, bound] {
    self->WaitUntilDone(bound);
    self->Deliver([self, id](Napi::Env current) {
      // What is still under way is given up; its thread ends when its call returns.
      self->RejectCalls(current);
      self->SettleNow(current, id, [](Napi::Env inner, Napi::Promise::Deferred& deferred) { deferred.Resolve(inner.Undefined()); });
    });
  }).detach();
  return promise;
}

bool Worker::WaitUntilDone(std::chrono::milliseconds bound) {
  std::unique_lock<std::mutex> lock(mutex_);
  return changed_.wait_for(lock, bound, [this] { return done_; });
}

// The environment ends (process exit, worker thread): nothing goes to it any more, the thread gets a moment to end.
void Worker::OnEnvExit(void* worker) {
  auto self = std::move(static_cast<Worker*>(worker)->self_);
  if (self == nullptr) return;
  {
    std::lock_guard<std::mutex> lock(self->mutex_);
    self->env_gone_ = true;
    self->tasks_.clear();
    self->ending_ = true;
  }
  self->changed_.notify_all();
  self->pending_.clear();
  napi_release_threadsafe_function(self->deliver_, napi_tsfn_release);
  self->WaitUntilDone(kExitBound);
}

}  // namespace tsql
