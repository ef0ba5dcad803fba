// SPDX-License-Identifier: Apache-2.0
#include "memory_option.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <cstdlib>
#include <fstream>

#include <unistd.h>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "xuanzhi/base/error.h"

namespace xuanzhi::cli {

namespace {

constexpr double kMebibyte = 1024.0 * 1024.0;

// cgroup v2; the file holds a number, or `max`.
std::size_t machine_memory() {
  const auto pages = static_cast<std::size_t>(std::max(0L, ::sysconf(_SC_PHYS_PAGES)));
  std::size_t bytes = pages * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
  std::ifstream limit("/sys/fs/cgroup/memory.max");
  std::size_t most = 0;
  if (limit >> most) bytes = std::min(bytes, most);
  return bytes;
}

}  // namespace

void declare_memory(CLI::App& parser, std::string& memory) {
  parser.add_option(
      "--memory", memory,
      "内存上限，如 2G、512M，缺省为本机四分之三 memory, by default 3/4 of the machine");
}

std::size_t memory_budget(const std::string& memory) {
  if (memory.empty()) return machine_memory() / 4 * 3;
  char* end = nullptr;
  const double number = std::strtod(memory.c_str(), &end);
  std::string unit(end);
  if (!unit.empty() && (unit.back() == 'b' || unit.back() == 'B')) unit.pop_back();
  const int letter = unit.size() == 1 ? std::toupper(static_cast<unsigned char>(unit[0])) : 0;
  const double factor = letter == 'M' ? kMebibyte : (letter == 'G' ? 1024.0 * kMebibyte : 0.0);
  const double bytes = number * factor;
  if (!(bytes >= 1.0) || bytes > 1e15) {
    throw Error(ErrorCode::value_invalid, "--memory",
                {"不是内存大小：" + memory, "not a size of memory: " + memory},
                {"写作 512M 或 2G", "write 512M or 2G"});
  }
  return static_cast<std::size_t>(bytes);
}

std::size_t memory_in_use() {
  std::ifstream statm("/proc/self/statm");
  std::size_t all = 0;
  std::size_t resident = 0;
  statm >> all >> resident;
  return resident * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
}

std::size_t memory_left(std::size_t budget, std::size_t needed) {
  const std::size_t least = memory_in_use() + needed;
  if (budget > least) return budget - least;
  const auto megabytes =
      static_cast<std::size_t>(std::ceil(static_cast<double>(least) / kMebibyte));
  throw Error(ErrorCode::value_invalid, "--memory",
              {fmt::format("内存上限不够，至少需要 {}M", megabytes + 1),
               fmt::format("too little memory is allowed; at least {}M are needed", megabytes + 1)},
              {"提高 --memory；若保存全部审查，可改用 --pairs best",
               "allow more with --memory; where all pairs are kept, --pairs best needs less"});
}

}  // namespace xuanzhi::cli
