// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "xuanzhi/geometry/shape.h"

namespace xuanzhi::geometry {

/// The point of a straight edge in a plane that is nearest to a position: its share of the way from
/// the edge's first end, and the square of the distance. Both ends may be the same.
struct PlaneFoot {
  double share = 0.0;
  double squared = 0.0;
};

inline PlaneFoot plane_foot(Point p, Point from, Point to) {
  const double dx = to.x - from.x;
  const double dy = to.y - from.y;
  const double length = dx * dx + dy * dy;
  const double along = (p.x - from.x) * dx + (p.y - from.y) * dy;
  const double share = along <= 0.0 ? 0.0 : along >= length ? 1.0 : along / length;
  const double x = p.x - from.x - share * dx;
  const double y = p.y - from.y - share * dy;
  return {share, x * x + y * y};
}

}  // namespace xuanzhi::geometry
