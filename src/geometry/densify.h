// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <span>
#include <vector>

#include "xuanzhi/geometry/shape.h"

namespace xuanzhi::geometry {

/// How positions are carried from one system to another, and how far apart two positions of the
/// target lie in metres.
struct PositionMap {
  std::function<Point(Point)> apply;
  std::function<double(Point, Point)> metres_apart;
  /// Edges longer than this (in source units) are halved before any test, so that an edge whose
  /// middle happens to lie true is not taken for straight.
  double longest_untested = 0.0;
  /// How far the image of an edge's middle may stray from the chord.
  double most_stray_m = 0.001;
};

/// Carries a path over; vertices are added until no chord strays by more than `most_stray_m`.
std::vector<Point> densified(std::span<const Point> path, const PositionMap& map);

}  // namespace xuanzhi::geometry
