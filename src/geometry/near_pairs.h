// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cmath>
#include <cstddef>

#include "edge_meeting.h"
#include "run_lanes.h"

namespace xuanzhi::geometry {

/// Which corners and edges of two runs may be near each other, by single precision: none that is
/// within a limit is left out, and few that are not are told. Two edges that do not cross are
/// nearest at a corner of one of them. The edges that matter are given by one bit each.
class NearPairs {
 public:
  NearPairs(const RunLanes& ours, unsigned our_edges, const RunLanes& theirs, unsigned their_edges)
      : our_edges_(our_edges),
        our_corners_(ours.corners_of(our_edges)),
        their_edges_(their_edges),
        their_corners_(theirs.corners_of(their_edges)),
        doubt_m_(ours.doubt_m(theirs)) {
    LeastSquare least;
    for (unsigned rest = our_corners_; rest != 0; rest &= rest - 1) {
      const std::size_t k = lowest(rest);
      ours.to_edges(k, theirs, from_corner_[k], least);
    }
    for (unsigned rest = our_edges_; rest != 0; rest &= rest - 1) {
      const std::size_t k = lowest(rest);
      ours.to_corners(k, theirs, from_edge_[k], least);
    }
    least_m_ = std::sqrt(static_cast<double>(least.of_all())) + doubt_m_;
  }

  /// A distance that some pair keeps within; no more than twice the doubt above the least.
  double least_m() const { return least_m_; }

  /// Calls visit(k, i) for corners k of ours and edges i of theirs. The limit may shrink meanwhile.
  template <class Visit>
  void corners_to_edges(const Meetings& limit, Visit visit) const {
    for (unsigned rest = our_corners_; rest != 0; rest &= rest - 1)
      visit_near(lowest(rest), from_corner_, their_edges_, limit, visit);
  }
  /// Calls visit(k, i) for edges k of ours and corners i of theirs, likewise.
  template <class Visit>
  void edges_to_corners(const Meetings& limit, Visit visit) const {
    for (unsigned rest = our_edges_; rest != 0; rest &= rest - 1)
      visit_near(lowest(rest), from_edge_, their_corners_, limit, visit);
  }

 private:
  using Rows = std::array<RunLanes::Squares, 9>;

  static std::size_t lowest(unsigned bits) { return static_cast<std::size_t>(__builtin_ctz(bits)); }

  template <class Visit>
  void visit_near(std::size_t k, const Rows& rows, unsigned asked, const Meetings& limit,
                  Visit visit) const {
    // The square is rounded twice on its way into single precision.
    static constexpr double kRounding = 1.0 + 1e-6;
    const double most = limit.limit() + doubt_m_;
    unsigned near = at_most(rows[k], static_cast<float>(kRounding * most * most)) & asked;
    for (; near != 0; near &= near - 1) visit(k, lowest(near));
  }

  unsigned our_edges_;
  unsigned our_corners_;
  unsigned their_edges_;
  unsigned their_corners_;
  double doubt_m_;
  double least_m_;
  // Rows of what is not asked for stay as they are.
  Rows from_corner_;
  Rows from_edge_;
};

}  // namespace xuanzhi::geometry
