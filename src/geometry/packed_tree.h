// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "xuanzhi/geometry/shape.h"

namespace xuanzhi::geometry {

/// A tree over boxes that never changes: sorted into tiles (sort-tile-recursive, Leutenegger et al.
/// 1997) and packed into one array. Safe to read from any number of threads.
class PackedTree {
 public:
  /// A node covers `count` nodes from `first` on, or, where it is a leaf, that many entries.
  struct Node {
    Box box;
    std::size_t first = 0;
    std::size_t count = 0;
    bool leaf = false;
  };
  /// One of the given boxes with its number.
  struct Entry {
    Box box;
    std::size_t number = 0;
  };

  PackedTree() = default;
  explicit PackedTree(const std::vector<Box>& boxes);

  bool empty() const { return nodes_.empty(); }
  const Node& root() const { return nodes_.back(); }
  std::span<const Node> children(const Node& node) const {
    return {nodes_.data() + node.first, node.count};
  }
  std::span<const Entry> entries(const Node& leaf) const {
    return {entries_.data() + leaf.first, leaf.count};
  }

  /// The numbers of the boxes that share a point with `box`, in ascending order.
  std::vector<std::size_t> meeting(const Box& box) const;

 private:
  std::vector<Entry> entries_;
  std::vector<Node> nodes_;  // level by level, the root last
};

}  // namespace xuanzhi::geometry
