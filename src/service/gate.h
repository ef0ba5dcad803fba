// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <condition_variable>
#include <cstddef>
#include <mutex>

#include "xuanzhi/service/limits.h"

namespace xuanzhi::service {

/// Lets few requests work at the same time and some wait; the others are told to come back.
class Gate {
 public:
  explicit Gate(const Limits& limits) : limits_(limits) {}

  /// Held while a request works.
  class Turn {
   public:
    /// Waits for a turn. Throws `Error` (service_busy) where too many wait or it takes too long.
    explicit Turn(Gate& gate) : gate_(&gate) { gate.enter(); }
    ~Turn() { gate_->leave(); }
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;

   private:
    Gate* gate_;
  };

 private:
  void enter();
  void leave();

  const Limits& limits_;
  std::mutex mutex_;
  std::condition_variable freed_;
  std::size_t working_ = 0;
  std::size_t waiting_ = 0;
};

}  // namespace xuanzhi::service
