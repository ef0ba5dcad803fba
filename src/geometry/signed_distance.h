// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <vector>

#include "xuanzhi/geometry/shape.h"

namespace xuanzhi::geometry {

/// A straight edge in a plane.
struct PlaneEdge {
  Point from;
  Point to;
};

/// Distances of many points of a plane from an outline: positive inside, negative outside. Edges
/// stand in runs with a box each, which most points need not look into.
class SignedDistance {
 public:
  /// The outline of a valid area, which is not needed any more afterwards.
  explicit SignedDistance(const Shape& area);
  /// All edges of an outline in some box, neighbours after each other; `inside` tells on which side
  /// the point `known` of the box lies. Holds for points of the box. There may be no edges.
  SignedDistance(std::vector<PlaneEdge> edges, Point known, bool inside);

  double operator()(Point p) const;
  /// Around all edges; only where there are some.
  const Box& box() const { return box_; }
  const std::vector<PlaneEdge>& edges() const { return edges_; }

 private:
  struct Run {
    Box box;
    std::size_t first = 0;
    std::size_t end = 0;
  };
  void make_runs();
  double least_squared(const Run& run, Point p, double least) const;
  bool crossed_oddly(const Run& run, Point p) const;

  std::vector<PlaneEdge> edges_;
  std::vector<Run> runs_;
  Box box_;
  Point known_;
  bool known_inside_ = false;
};

}  // namespace xuanzhi::geometry
