// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "coarse_box.h"
#include "flat_array.h"
#include "xuanzhi/geometry/shape.h"

namespace xuanzhi::geometry {

/// A tree over boxes that never changes: sorted along a Hilbert curve and packed, eight boxes of
/// one level under one of the next (Kamel and Faloutsos 1993). Safe to read from any number of
/// threads.
///
/// The boxes of a level stand side by side in blocks of eight, which a processor compares at once.
/// Nothing but the blocks and the numbers is stored: place `p` of a level is place `p % 8` of its
/// block `p / 8`, and the boxes under it are block `p` of the level below.
class PackedTree {
 public:
  static constexpr std::size_t kWide = 8;

  /// Eight boxes, rounded outwards; a place without one holds a box that meets nothing and is
  /// infinitely far away.
  struct Block {
    std::array<float, kWide> min_x;
    std::array<float, kWide> min_y;
    std::array<float, kWide> max_x;
    std::array<float, kWide> max_y;

    static Block nothing();
    void put(std::size_t place, const CoarseBox& box);
    Box box(std::size_t place) const {
      return {min_x[place], min_y[place], max_x[place], max_y[place]};
    }
    CoarseBox whole() const;
    /// One bit for each place whose box shares a point with `box`.
    unsigned meeting(const CoarseBox& box) const;
  };

  PackedTree() = default;
  explicit PackedTree(const std::vector<Box>& boxes);
  /// From what an earlier tree of `size` boxes stored. `valid` tells whether it fits together.
  PackedTree(std::size_t size, const Box& whole, FlatArray<Block> blocks,
             FlatArray<std::uint32_t> numbers);
  bool valid() const;

  bool empty() const { return size_ == 0; }
  std::size_t size() const { return size_; }
  /// The numbers of the boxes in the order of the tree; empty where places are the numbers.
  const FlatArray<std::uint32_t>& numbers() const { return numbers_; }
  /// For whoever puts what the boxes are of into the order of the tree: from now on their places
  /// are their numbers.
  FlatArray<std::uint32_t> give_up_numbers() { return std::move(numbers_); }
  const FlatArray<Block>& blocks() const { return blocks_; }
  /// Of all boxes; only where the tree is not empty.
  const Box& whole() const { return whole_; }

  /// Levels, of which 0 is that of the boxes themselves and the last has one block.
  std::size_t levels() const { return level_begin_.size(); }
  const Block& block(std::size_t level, std::size_t number) const {
    return blocks_[level_begin_[level] + number];
  }

  /// The numbers of the boxes that share a point with `box` up to rounding, which leaves out none
  /// that does, in ascending order, into `out`.
  void meeting(const Box& box, std::vector<std::uint32_t>& out) const;
  /// False where `meeting` finds none.
  bool meets(const Box& box) const;

 private:
  void find_levels();
  /// Visits places until visit(place) is true; true where one was.
  template <class Visit>
  bool any_meeting(const Box& box, Visit visit) const;

  std::size_t size_ = 0;
  FlatArray<Block> blocks_;  // level by level, the root last
  FlatArray<std::uint32_t> numbers_;
  std::vector<std::size_t> level_begin_;
  Box whole_;
};

}  // namespace xuanzhi::geometry
