// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

namespace xuanzhi::cli {

/// Times the phases of a run, one after the other: wall seconds, and processor seconds of the whole
/// process, user and system.
class PhaseClock {
 public:
  PhaseClock();

  /// What went by since the last call, or since the clock was made, was this phase.
  void end_of(const std::string& phase);

  /// `{"phase": {"wall_s": …, "cpu_s": …}, …}` into a file. Throws `Error` (output_failed).
  void write(const std::filesystem::path& target) const;

 private:
  using Clock = std::chrono::steady_clock;
  struct Phase {
    std::string name;
    double wall_s = 0.0;
    double cpu_s = 0.0;
  };

  std::vector<Phase> phases_;
  Clock::time_point wall_;
  double cpu_s_;
};

}  // namespace xuanzhi::cli
