// Gives memory back that nobody uses: glibc keeps what was freed, in one pool for each thread.
#pragma once
#include <chrono>

namespace tsql {

class Trim {
 public:
  // Looks at the clock; acts often in the first seconds, when V8 compiles what runs often, then in ever longer intervals.
  void IfDue();

 private:
  using Clock = std::chrono::steady_clock;
  Clock::duration interval_ = std::chrono::milliseconds(200);
  Clock::time_point due_ = Clock::now() + interval_;
};

}  // namespace tsql
