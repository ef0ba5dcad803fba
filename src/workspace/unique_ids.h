// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory_resource>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace xuanzhi::workspace {

/// The ids of a table, each once. Most tables count upwards: there the last one tells that the next
/// is new, and no id is looked up among a hundred thousand.
class UniqueIds {
 public:
  /// `expected` ids, or more or fewer.
  explicit UniqueIds(std::size_t expected) { ascending_.reserve(expected); }

  /// False where the id is there already.
  bool add(std::string_view id);
  std::size_t size() const { return ascending_.size() + others_.size(); }

 private:
  // Ids side by side, and given up at once.
  std::pmr::monotonic_buffer_resource room_;
  std::pmr::vector<std::pmr::string> ascending_{&room_};
  std::pmr::unordered_set<std::pmr::string> others_{&room_};
};

}  // namespace xuanzhi::workspace
