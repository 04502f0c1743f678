#include "trim.h"

#include <algorithm>

#if defined(__GLIBC__)
#include <malloc.h>
#endif

namespace tsql {

namespace {
constexpr auto kLongest = std::chrono::minutes(1);
}  // namespace

void Trim::IfDue() {
  auto now = Clock::now();
  if (now < due_) return;
  interval_ = std::min<Clock::duration>(interval_ * 5 / 4, kLongest);
  due_ = now + interval_;
#if defined(__GLIBC__)
  malloc_trim(0);
#endif
}

}  // namespace tsql
