// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <vector>

#include "packed_tree.h"

namespace xuanzhi::geometry {

/// Whether `holds(i, k)` for any two boxes that share a point, each pair in one order only: by a
/// walk from west to east, and where the boxes are many by a tree.
template <class Holds>
bool any_pair(const std::vector<Box>& boxes, Holds holds) {
  static constexpr std::size_t kWalked = 1000;
  if (boxes.size() > kWalked) {
    const PackedTree tree(boxes);
    std::vector<std::uint32_t> near;
    for (std::size_t i = 0; i < boxes.size(); ++i) {
      tree.meeting(boxes[i], near);
      const auto holds_with = [&](std::uint32_t k) { return k > i && holds(i, k); };
      if (std::any_of(near.begin(), near.end(), holds_with)) return true;
    }
    return false;
  }
  std::vector<std::size_t> order(boxes.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(),
            [&](std::size_t a, std::size_t b) { return boxes[a].min_x < boxes[b].min_x; });
  for (auto i = order.begin(); i != order.end(); ++i) {
    for (auto k = i + 1; k != order.end() && boxes[*k].min_x <= boxes[*i].max_x; ++k) {
      if (boxes[*k].intersects(boxes[*i]) && holds(*i, *k)) return true;
    }
  }
  return false;
}

}  // namespace xuanzhi::geometry
