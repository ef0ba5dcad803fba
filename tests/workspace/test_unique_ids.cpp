// SPDX-License-Identifier: Apache-2.0
#include <random>
#include <set>
#include <string>

#include "support/catch.h"

#include "workspace/unique_ids.h"

using xuanzhi::workspace::UniqueIds;

TEST_CASE("An id is new once, whatever the order of the ids", "[workspace][property]") {
  // How many of a hundred ids are drawn anew instead of counted upwards.
  const int at_random = GENERATE(0, 3, 50, 100);
  std::mt19937 dice(static_cast<unsigned>(at_random) + 1U);
  std::uniform_int_distribution<int> share(0, 99);
  std::uniform_int_distribution<int> any(0, 3000);
  UniqueIds ids(100);
  std::set<std::string> known;
  for (int i = 0; i < 3000; ++i) {
    const int number = share(dice) < at_random ? any(dice) : i;
    const std::string id = (share(dice) < at_random ? "地块-" : "S") + std::to_string(number);
    REQUIRE(ids.add(id) == known.insert(id).second);
  }
  CHECK(ids.size() == known.size());
  ids.add("S0");
  CHECK_FALSE(ids.add("S0"));
}
