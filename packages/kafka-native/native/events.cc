#include "events.h"

#include <utility>

namespace tsql {

namespace {
// Whoever never takes them pays for these only.
constexpr size_t kMaxEvents = 1000;
std::string TextOrEmpty(const char* text) { return text == nullptr ? "" : text; }
}  // namespace

void ClientEvents::Add(Event event) {
  std::lock_guard<std::mutex> lock(mutex_);
  // That all brokers are down says less than why the last one is.
  bool is_reason = event.error.code != RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN || last_error_.empty();
  if (event.kind == Kind::kError && is_reason) last_error_ = event.error.message;
  // Statistics are a state: only the last one counts.
  if (event.kind == Kind::kStatistics) {
    for (auto old = events_.begin(); old != events_.end(); ++old) {
      if (old->kind != Kind::kStatistics) continue;
      events_.erase(old);
      break;
    }
  }
  if (events_.size() >= kMaxEvents) {
    events_.pop_front();
    dropped_++;
  }
  events_.push_back(std::move(event));
}

void ClientEvents::AddError(ErrorInfo error) { Add({Kind::kError, 0, "", "", std::move(error)}); }

void ClientEvents::AddLog(int level, const char* facility, const char* text) {
  Add({Kind::kLog, level, TextOrEmpty(facility), TextOrEmpty(text), {}});
}

void ClientEvents::AddStatistics(const char* json, size_t length) {
  Add({Kind::kStatistics, 0, "", std::string(json, length), {}});
}

void ClientEvents::AddTokenRefresh(const char* config) { Add({Kind::kTokenRefresh, 0, "", TextOrEmpty(config), {}}); }

std::string ClientEvents::LastError() {
  std::lock_guard<std::mutex> lock(mutex_);
  return last_error_;
}

Napi::Array ClientEvents::Take(Napi::Env env) {
  std::deque<Event> events;
  double dropped;
  {
    std::lock_guard<std::mutex> lock(mutex_);
    events.swap(events_);
    dropped = std::exchange(dropped_, 0);
  }
  Napi::Array list = Napi::Array::New(env);
  uint32_t index = 0;
  if (dropped > 0) {
    Napi::Object entry = Napi::Object::New(env);
    entry.Set("kind", "dropped");
    entry.Set("count", dropped);
    list[index++] = entry;
  }
  for (const auto& event : events) {
    Napi::Object entry = Napi::Object::New(env);
    switch (event.kind) {
      case Kind::kLog:
        entry.Set("kind", "log");
        entry.Set("level", event.level);
        entry.Set("facility", event.facility);
        entry.Set("text", event.text);
        break;
      case Kind::kStatistics:
        entry.Set("kind", "statistics");
        entry.Set("json", event.text);
        break;
      case Kind::kError:
        entry.Set("kind", "error");
        entry.Set("error", ToJs(env, event.error));
        break;
      case Kind::kTokenRefresh:
        entry.Set("kind", "oauthBearerTokenRefresh");
        entry.Set("config", event.text);
        break;
    }
    list[index++] = entry;
  }
  return list;
}

}  // namespace tsql
