// SPDX-License-Identifier: Apache-2.0
#include "xuanzhi/base/progress.h"

#include <ostream>
#include <utility>

#include <fmt/format.h>

namespace xuanzhi {

Progress::Progress(std::ostream* out, std::string title, std::size_t total)
    : out_(out), title_(std::move(title)), total_(total) {}

Progress::~Progress() {
  if (written_) *out_ << '\n' << std::flush;
}

void Progress::advance(std::size_t steps) {
  done_ += steps;
  if (out_ == nullptr) return;
  const auto now = Clock::now();
  const bool late_enough = now - start_ > std::chrono::seconds(1);
  const bool last_step = done_ == total_ && written_;
  if (last_step || (late_enough && now - last_ > std::chrono::milliseconds(500))) write(now);
}

void Progress::write(Clock::time_point now) {
  last_ = now;
  written_ = true;
  const double seconds = std::chrono::duration<double>(now - start_).count();
  const double rest = done_ > 0 && total_ > done_ ? seconds / static_cast<double>(done_) *
                                                        static_cast<double>(total_ - done_)
                                                  : 0.0;
  const double rate = seconds > 0.0 ? static_cast<double>(done_) / seconds : 0.0;
  *out_ << fmt::format("\r{} {}/{}  {:.0f}/s  {:.0f} s  ~{:.0f} s  ", title_, done_, total_, rate,
                       seconds, rest)
        << std::flush;
}

}  // namespace xuanzhi
