// SPDX-License-Identifier: Apache-2.0
#include "packed_tree.h"

#include <algorithm>
#include <cmath>

namespace xuanzhi::geometry {

namespace {

constexpr std::size_t kFanOut = 16;

using Entry = PackedTree::Entry;

void sort_into_tiles(std::vector<Entry>& entries) {
  const auto by_x = [](const Entry& a, const Entry& b) {
    const double left = a.box.min_x + a.box.max_x, right = b.box.min_x + b.box.max_x;
    return left < right || (left == right && a.number < b.number);
  };
  const auto by_y = [](const Entry& a, const Entry& b) {
    const double low = a.box.min_y + a.box.max_y, high = b.box.min_y + b.box.max_y;
    return low < high || (low == high && a.number < b.number);
  };
  std::sort(entries.begin(), entries.end(), by_x);
  const double leaves = std::ceil(static_cast<double>(entries.size()) / kFanOut);
  const auto slice = kFanOut * static_cast<std::size_t>(std::ceil(std::sqrt(leaves)));
  for (std::size_t from = 0; from < entries.size(); from += slice) {
    const std::size_t to = std::min(from + slice, entries.size());
    std::sort(entries.begin() + static_cast<std::ptrdiff_t>(from),
              entries.begin() + static_cast<std::ptrdiff_t>(to), by_y);
  }
}

// Appends the nodes over a run of boxes, `kFanOut` at a time.
template <class Boxed>
void append_level(const Boxed* boxed, std::size_t offset, std::size_t count, bool leaf,
                  std::vector<PackedTree::Node>& out) {
  for (std::size_t from = 0; from < count; from += kFanOut) {
    PackedTree::Node node{boxed[from].box, offset + from, std::min(kFanOut, count - from), leaf};
    for (std::size_t i = 1; i < node.count; ++i) node.box = node.box.united(boxed[from + i].box);
    out.push_back(node);
  }
}

}  // namespace

PackedTree::PackedTree(const std::vector<Box>& boxes) {
  if (boxes.empty()) return;
  entries_.reserve(boxes.size());
  for (std::size_t i = 0; i < boxes.size(); ++i) entries_.push_back({boxes[i], i});
  sort_into_tiles(entries_);
  append_level(entries_.data(), 0, entries_.size(), true, nodes_);
  for (std::size_t from = 0; nodes_.size() - from > 1;) {
    const std::size_t to = nodes_.size();
    std::vector<Node> level;
    append_level(nodes_.data() + from, from, to - from, false, level);
    nodes_.insert(nodes_.end(), level.begin(), level.end());
    from = to;
  }
}

std::vector<std::size_t> PackedTree::meeting(const Box& box) const {
  std::vector<std::size_t> found;
  if (empty()) return found;
  std::vector<const Node*> open{&root()};
  while (!open.empty()) {
    const Node& node = *open.back();
    open.pop_back();
    if (!node.box.intersects(box)) continue;
    if (node.leaf) {
      for (const Entry& entry : entries(node)) {
        if (entry.box.intersects(box)) found.push_back(entry.number);
      }
      continue;
    }
    for (const Node& child : children(node)) open.push_back(&child);
  }
  std::sort(found.begin(), found.end());
  return found;
}

}  // namespace xuanzhi::geometry
