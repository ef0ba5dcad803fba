// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>

#include "xuanzhi/geometry/shape.h"

namespace xuanzhi::geometry {

/// Edges up to this, in degrees either way, are compared whole: some 2 km. A plane around two of
/// them is good for distances (see `MeetingPlane`).
inline constexpr double kLongestEdge = 0.02;

/// An edge in equal pieces of at most `kLongestEdge`. The pieces depend on the edge alone, so that
/// whoever comes near it, in whatever order, meets the same ones.
class LongEdge {
 public:
  struct Pieces {
    std::size_t first = 0;
    std::size_t end = 0;  ///< one past the last
  };

  LongEdge(Point from, Point to);

  std::size_t pieces() const { return pieces_; }
  std::array<Point, 2> piece(std::size_t number) const { return {at(number), at(number + 1)}; }
  /// All pieces that share a point with a box, and perhaps some beside them.
  Pieces pieces_in(const Box& box) const;

 private:
  Point at(std::size_t number) const;

  Point from_;
  Point to_;
  Point way_;
  std::size_t pieces_;
};

}  // namespace xuanzhi::geometry
