// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <limits>

#include "xuanzhi/geometry/shape.h"

namespace xuanzhi::geometry {

/// A straight piece in a plane; both ends may be the same.
struct PlaneEdge {
  Point from;
  Point to;
};

/// The nearest points of two pieces and how far they are apart.
struct PlaneGap {
  double distance = std::numeric_limits<double>::infinity();
  Point on_a;
  Point on_b;
};

/// Pieces that cross are at distance 0, at a point of both up to rounding.
PlaneGap plane_gap(const PlaneEdge& a, const PlaneEdge& b);

}  // namespace xuanzhi::geometry
