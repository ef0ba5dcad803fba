// SPDX-License-Identifier: Apache-2.0
#include "phase_clock.h"

#include <sys/resource.h>

#include <nlohmann/json.hpp>

#include "xuanzhi/dataset/written_file.h"

namespace xuanzhi::cli {

namespace {

double seconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_usec);
}

double processor_seconds() {
  rusage used{};
  getrusage(RUSAGE_SELF, &used);
  return seconds(used.ru_utime) + seconds(used.ru_stime);
}

}  // namespace

PhaseClock::PhaseClock() : wall_(Clock::now()), cpu_s_(processor_seconds()) {}

void PhaseClock::end_of(const std::string& phase) {
  const Clock::time_point wall = Clock::now();
  const double cpu_s = processor_seconds();
  phases_.push_back({phase, std::chrono::duration<double>(wall - wall_).count(), cpu_s - cpu_s_});
  wall_ = wall;
  cpu_s_ = cpu_s;
}

void PhaseClock::write(const std::filesystem::path& target) const {
  nlohmann::ordered_json out;
  for (const Phase& phase : phases_)
    out[phase.name] = {{"wall_s", phase.wall_s}, {"cpu_s", phase.cpu_s}};
  dataset::write_text_file(target, out.dump(2) + "\n");
}

}  // namespace xuanzhi::cli
