// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <iosfwd>
#include <string>

namespace xuanzhi {

/// Narrates long work on a stream (standard error), at most twice a second, with the rate, the time
/// that went by and about how long the rest will take.
/// Nothing is written where the work ends within a second or the stream is null.
class Progress {
 public:
  Progress(std::ostream* out, std::string title, std::size_t total);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  void advance(std::size_t steps = 1);

 private:
  using Clock = std::chrono::steady_clock;

  void write(Clock::time_point now);

  std::ostream* out_;
  std::string title_;
  std::size_t total_;
  std::size_t done_ = 0;
  bool written_ = false;
  Clock::time_point start_ = Clock::now();
  Clock::time_point last_ = start_;
};

}  // namespace xuanzhi
