// SPDX-License-Identifier: Apache-2.0
#include "threads_option.h"

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "xuanzhi/base/error.h"

namespace xuanzhi::cli {

void declare_threads(CLI::App& parser, int& threads) {
  parser.add_option("--threads", threads, "线程数，默认用全部处理器 threads, by default all cores");
}

void require_threads(int threads) {
  // More than any machine has; each costs memory.
  static constexpr int kMost = 1024;
  if (threads >= 1 && threads <= kMost) return;
  throw Error(ErrorCode::value_invalid, "--threads",
              {fmt::format("线程数 {} 不在 1 至 {} 之间", threads, kMost),
               fmt::format("{} threads are not between 1 and {}", threads, kMost)},
              {"省去该选项即用全部处理器", "leave the option out to use all cores"});
}

}  // namespace xuanzhi::cli
