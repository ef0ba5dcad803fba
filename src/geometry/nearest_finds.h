// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <memory_resource>
#include <optional>
#include <vector>

#include "edge_index.h"
#include "edge_meeting.h"
#include "probe_outline.h"
#include "xuanzhi/geometry/region_index.h"

namespace xuanzhi::geometry {

/// Distances that differ by less count as equal: a shared corner is measured along either edge.
inline constexpr double kTie = 1e-6;
/// Beyond this the boxes of edges are all alike near, and a plane tells more.
inline constexpr double kFar = 200e3;

/// What a search for the nearest has found so far: exact distances, and bounds on the two answers,
/// of which one takes the half widths of the items into account.
class NearestFinds {
 public:
  /// Nothing beyond `within` metres is asked for.
  NearestFinds(const EdgeIndex& index, const ProbeOutline& probe, double within)
      : index_(index), probe_(probe), within_(within), shape_(within), edge_(within) {}

  /// How far an item may lie and still matter.
  double reach(std::uint32_t item) const { return reach_of(half_width(item)); }
  /// How far any item may.
  double reach_of_any() const { return reach_of(index_.widest_m); }
  bool unbounded() const { return shape_ == kNothing; }
  /// Some point of the item is as near as that.
  void tighten(double distance_m, std::uint32_t item) {
    shape_ = std::min(shape_, distance_m);
    edge_ = std::min(edge_, std::max(0.0, distance_m - half_width(item)));
  }
  /// Measures edges of a side against some that lie in a box, both given by one bit each; true
  /// where that found the nearest yet.
  bool measure(const ProbeOutline::Side& side, unsigned our_edges, const Run& theirs,
               unsigned their_edges, const Box& box, std::uint32_t item);
  RegionProximity answer() const;

 private:
  double half_width(std::uint32_t item) const {
    return index_.widest_m > 0.0 ? index_.half_width_m[item] : 0.0;
  }
  double reach_of(double half_width) const { return std::max(shape_, edge_ + half_width) + kTie; }
  bool take(Meetings& meetings, std::uint32_t item);

  const EdgeIndex& index_;
  const ProbeOutline& probe_;
  double within_;
  double shape_;
  double edge_;
  // Few are found, and a search is shorter than asking for memory twice.
  std::array<std::byte, 512> room_;
  std::pmr::monotonic_buffer_resource memory_{room_.data(), room_.size()};
  std::pmr::vector<RegionNearest> found_{&memory_};
};

}  // namespace xuanzhi::geometry
