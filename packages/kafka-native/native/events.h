// What a client says by itself, kept until JavaScript takes it: errors, logs, statistics, wishes for a token.
#pragma once
#include <librdkafka/rdkafka.h>
#include <napi.h>

#include <deque>
#include <mutex>
#include <string>

#include "values.h"

namespace tsql {

class ClientEvents {
 public:
  void AddError(ErrorInfo error);
  void AddLog(int level, const char* facility, const char* text);
  void AddStatistics(const char* json, size_t length);
  void AddTokenRefresh(const char* config);

  // [{kind: 'log' | 'statistics' | 'error' | 'oauthBearerTokenRefresh' | 'dropped', …}] since the last call.
  Napi::Array Take(Napi::Env env);
  // The last error's text; empty if there was none.
  std::string LastError();

 private:
  enum class Kind { kLog, kStatistics, kError, kTokenRefresh };
  struct Event {
    Kind kind;
    int level = 0;
    std::string facility;
    std::string text;
    ErrorInfo error;
  };
  void Add(Event event);

  std::mutex mutex_;
  std::deque<Event> events_;
  double dropped_ = 0;
  std::string last_error_;
};

}  // namespace tsql
