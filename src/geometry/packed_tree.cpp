// SPDX-License-Identifier: Apache-2.0
#include "packed_tree.h"

#include <algorithm>
#include <limits>
#include <numeric>
#include <utility>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#include "xuanzhi/geometry/place_order.h"

namespace xuanzhi::geometry {

namespace {

constexpr float kInfinity = std::numeric_limits<float>::infinity();

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

void PackedTree::Block::put(std::size_t place, const CoarseBox& box) {
  min_x[place] = box.min_x;
  min_y[place] = box.min_y;
  max_x[place] = box.max_x;
  max_y[place] = box.max_y;
}

CoarseBox PackedTree::Block::whole() const {
  CoarseBox out;
  out.min_x = *std::min_element(min_x.begin(), min_x.end());
  out.min_y = *std::min_element(min_y.begin(), min_y.end());
  out.max_x = *std::max_element(max_x.begin(), max_x.end());
  out.max_y = *std::max_element(max_y.begin(), max_y.end());
  return out;
}

unsigned PackedTree::Block::meeting(const CoarseBox& box) const {
  unsigned out = 0;
#if defined(__SSE2__)
  for (std::size_t i = 0; i < kWide; i += 4) {
    const __m128 x = _mm_and_ps(_mm_cmple_ps(_mm_loadu_ps(&min_x[i]), _mm_set1_ps(box.max_x)),
                                _mm_cmpge_ps(_mm_loadu_ps(&max_x[i]), _mm_set1_ps(box.min_x)));
    const __m128 y = _mm_and_ps(_mm_cmple_ps(_mm_loadu_ps(&min_y[i]), _mm_set1_ps(box.max_y)),
                                _mm_cmpge_ps(_mm_loadu_ps(&max_y[i]), _mm_set1_ps(box.min_y)));
    out |= static_cast<unsigned>(_mm_movemask_ps(_mm_and_ps(x, y))) << i;
  }
#else
  for (std::size_t i = 0; i < kWide; ++i) {
    const int meets =
        static_cast<int>(min_x[i] <= box.max_x) & static_cast<int>(box.min_x <= max_x[i]) &
        static_cast<int>(min_y[i] <= box.max_y) & static_cast<int>(box.min_y <= max_y[i]);
    out |= static_cast<unsigned>(meets) << i;
  }
#endif
  return out;
}

PackedTree::PackedTree(const std::vector<Box>& boxes) : size_(boxes.size()) {
  if (boxes.empty()) return;
  whole_ = boxes.front();
  for (const Box& box : boxes) whole_ = whole_.united(box);
  std::vector<std::uint32_t> numbers;
  numbers.reserve(boxes.size());
  for (const std::size_t i : in_order_of_place(boxes))
    numbers.push_back(static_cast<std::uint32_t>(i));
  const std::vector<std::size_t> sizes = level_sizes(boxes.size());
  std::vector<Block> blocks(std::accumulate(sizes.begin(), sizes.end(), std::size_t{0}),
                            Block::nothing());
  for (std::size_t i = 0; i < numbers.size(); ++i)
    blocks[i / kWide].put(i % kWide, CoarseBox(boxes[numbers[i]]));
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

PackedTree::PackedTree(std::size_t size, const Box& whole, FlatArray<Block> blocks,
                       FlatArray<std::uint32_t> numbers)
    : size_(size), blocks_(std::move(blocks)), numbers_(std::move(numbers)), whole_(whole) {
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
}

template <class Visit>
bool PackedTree::any_meeting(const Box& box, Visit visit) const {
  if (empty() || !whole_.intersects(box)) return false;
  const CoarseBox coarse(box);
  const auto look = [&](const auto& self, std::size_t level, std::size_t number) -> bool {
    for (unsigned lanes = block(level, number).meeting(coarse); lanes != 0; lanes &= lanes - 1) {
      const std::size_t place = number * kWide + static_cast<std::size_t>(__builtin_ctz(lanes));
      if (level == 0 ? visit(place) : self(self, level - 1, place)) return true;
    }
    return false;
  };
  return look(look, levels() - 1, 0);
}

void PackedTree::meeting(const Box& box, std::vector<std::uint32_t>& out) const {
  out.clear();
  any_meeting(box, [&](std::size_t place) {
    out.push_back(numbers_.empty() ? static_cast<std::uint32_t>(place) : numbers_[place]);
    return false;
  });
  std::sort(out.begin(), out.end());
}

bool PackedTree::meets(const Box& box) const {
  return any_meeting(box, [](std::size_t) { return true; });
}

}  // namespace xuanzhi::geometry
