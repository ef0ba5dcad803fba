// SPDX-License-Identifier: Apache-2.0
#include "gate.h"

#include "xuanzhi/base/error.h"

namespace xuanzhi::service {

void Gate::enter() {
  std::unique_lock lock(mutex_);
  const auto is_free = [&] { return working_ < limits_.concurrent_checks; };
  bool free = is_free();
  if (!free && waiting_ < limits_.waiting_checks) {
    ++waiting_;
    free = freed_.wait_for(lock, limits_.wait_time, is_free);
    --waiting_;
  }
  if (!free) {
    throw Error(ErrorCode::service_busy, "", {"同时的审查太多", "too many checks at the same time"},
                {"稍后再试", "try again in a moment"});
  }
  ++working_;
}

void Gate::leave() {
  {
    const std::lock_guard lock(mutex_);
    --working_;
  }
  freed_.notify_one();
}

}  // namespace xuanzhi::service
