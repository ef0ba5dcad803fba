// SPDX-License-Identifier: Apache-2.0
#include "unique_ids.h"

#include <algorithm>

namespace xuanzhi::workspace {

namespace {

// Shorter ones first, so that 9 comes before 10.
bool comes_before(std::string_view a, std::string_view b) {
  return a.size() != b.size() ? a.size() < b.size() : a < b;
}

}  // namespace

bool UniqueIds::add(std::string_view id) {
  if (ascending_.empty() || comes_before(ascending_.back(), id)) {
    if (!others_.empty() && others_.contains(std::pmr::string(id))) return false;
    ascending_.emplace_back(id);
    return true;
  }
  const auto place = std::lower_bound(ascending_.begin(), ascending_.end(), id, comes_before);
  if (place != ascending_.end() && *place == id) return false;
  return others_.emplace(id).second;
}

}  // namespace xuanzhi::workspace
