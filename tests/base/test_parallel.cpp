// SPDX-License-Identifier: Apache-2.0
#include <cstddef>
#include <stdexcept>
#include <string>
#include <vector>

#include "support/catch.h"
#include "xuanzhi/base/parallel.h"

using namespace xuanzhi;

TEST_CASE("Each number is worked once, on any number of threads", "[parallel]") {
  const int threads = GENERATE(1, 2, 7, 64);
  for (const std::size_t count : {std::size_t{0}, std::size_t{1}, std::size_t{1000}}) {
    std::vector<int> worked(count, 0);
    Progress progress(nullptr, "work", count);
    for_each_in_parallel(count, threads, progress, [&](std::size_t i) { ++worked[i]; });
    CHECK(worked == std::vector<int>(count, 1));
  }
  CHECK(all_cores() >= 1);
}

TEST_CASE("Of several failures the one that a plain loop would have met is thrown", "[parallel]") {
  const int threads = GENERATE(1, 3, 16);
  for (int round = 0; round < 20; ++round) {
    Progress progress(nullptr, "work", 500);
    const auto work = [](std::size_t i) {
      if (i % 100 == 37) throw std::runtime_error(std::to_string(i));
    };
    std::string met;
    try {
      for_each_in_parallel(500, threads, progress, work);
    } catch (const std::runtime_error& error) {
      met = error.what();
    }
    CHECK(met == "37");
  }
}
