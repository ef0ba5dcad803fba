// SPDX-License-Identifier: Apache-2.0
#include "packed_tree.h"

#include <algorithm>
#include <limits>
#include <numeric>
#include <utility>

#include "xuanzhi/geometry/place_order.h"

namespace xuanzhi::geometry {

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

std::size_t blocks_for(std::size_t count) {
  return (count + PackedTree::kWide - 1) / PackedTree::kWide;
}

// Blocks per level, the boxes themselves first.
std::vector<std::size_t> level_sizes(std::size_t boxes) {
  std::vector<std::size_t> out;
  for (std::size_t count = boxes; out.empty() || count > 1;) {
    count = blocks_for(count);
    out.push_back(count);
  }
  return out;
}

}  // namespace

PackedTree::Block PackedTree::Block::nothing() {
  PackedTree::Block out{};
  out.min_x.fill(kInfinity);
  out.min_y.fill(kInfinity);
  out.max_x.fill(-kInfinity);
  out.max_y.fill(-kInfinity);
  return out;
}

void PackedTree::Block::put(std::size_t place, const Box& box) {
  min_x[place] = box.min_x;
  min_y[place] = box.min_y;
  max_x[place] = box.max_x;
  max_y[place] = box.max_y;
}

Box PackedTree::Block::whole() const {
  return {
      *std::min_element(min_x.begin(), min_x.end()), *std::min_element(min_y.begin(), min_y.end()),
      *std::max_element(max_x.begin(), max_x.end()), *std::max_element(max_y.begin(), max_y.end())};
}

unsigned PackedTree::Block::meeting(const Box& box) const {
  unsigned out = 0;
  for (std::size_t i = 0; i < kWide; ++i) {
    const int meets =
        static_cast<int>(min_x[i] <= box.max_x) & static_cast<int>(box.min_x <= max_x[i]) &
        static_cast<int>(min_y[i] <= box.max_y) & static_cast<int>(box.min_y <= max_y[i]);
    out |= static_cast<unsigned>(meets) << i;
  }
  return out;
}

PackedTree::PackedTree(const std::vector<Box>& boxes) : size_(boxes.size()) {
  if (boxes.empty()) return;
  std::vector<std::uint32_t> numbers;
  numbers.reserve(boxes.size());
  for (const std::size_t i : in_order_of_place(boxes))
    numbers.push_back(static_cast<std::uint32_t>(i));
  const std::vector<std::size_t> sizes = level_sizes(boxes.size());
  std::vector<Block> blocks(std::accumulate(sizes.begin(), sizes.end(), std::size_t{0}),
                            Block::nothing());
  for (std::size_t i = 0; i < numbers.size(); ++i)
    blocks[i / kWide].put(i % kWide, boxes[numbers[i]]);
  std::size_t begin = 0;
  for (const std::size_t count : sizes) {
    const std::size_t above = begin + count;
    for (std::size_t i = 0; count > 1 && i < count; ++i)
      blocks[above + i / kWide].put(i % kWide, blocks[begin + i].whole());
    begin = above;
  }
  blocks_ = FlatArray<Block>(std::move(blocks));
  numbers_ = FlatArray<std::uint32_t>(std::move(numbers));
  find_levels();
}

PackedTree::PackedTree(std::size_t size, FlatArray<Block> blocks, FlatArray<std::uint32_t> numbers)
    : size_(size), blocks_(std::move(blocks)), numbers_(std::move(numbers)) {
  if (valid() && !empty()) find_levels();
}

bool PackedTree::valid() const {
  if (size_ == 0) return blocks_.empty() && numbers_.empty();
  const std::vector<std::size_t> sizes = level_sizes(size_);
  if (blocks_.size() != std::accumulate(sizes.begin(), sizes.end(), std::size_t{0})) return false;
  if (!numbers_.empty() && numbers_.size() != size_) return false;
  return std::all_of(numbers_.begin(), numbers_.end(),
                     [&](std::uint32_t number) { return number < size_; });
}

void PackedTree::find_levels() {
  std::size_t begin = 0;
  for (const std::size_t count : level_sizes(size_)) {
    level_begin_.push_back(begin);
    begin += count;
  }
  whole_ = blocks_.back().whole();
}

void PackedTree::meeting(const Box& box, std::vector<std::uint32_t>& out) const {
  out.clear();
  if (empty() || !whole_.intersects(box)) return;
  const auto visit = [&](const auto& self, std::size_t level, std::size_t number) -> void {
    for (unsigned lanes = block(level, number).meeting(box); lanes != 0; lanes &= lanes - 1) {
      const std::size_t place = number * kWide + static_cast<std::size_t>(__builtin_ctz(lanes));
      if (level == 0) {
        out.push_back(numbers_.empty() ? static_cast<std::uint32_t>(place) : numbers_[place]);
      } else {
        self(self, level - 1, place);
      }
    }
  };
  visit(visit, levels() - 1, 0);
  std::sort(out.begin(), out.end());
}

}  // namespace xuanzhi::geometry
