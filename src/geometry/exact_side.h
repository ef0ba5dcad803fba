// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "xuanzhi/geometry/shape.h"

namespace xuanzhi::geometry {

/// On which side of the line from `a` to `b` a position lies: 1 left, -1 right, 0 on it. Exact for
/// all finite positions whose differences neither overflow nor underflow: a filtered determinant,
/// then the sum of its exact products (Shewchuk 1997).
int exact_side(Point a, Point b, Point p);

/// What an edge adds to how often a ring goes around a position: 1 where it passes to the right of
/// it upwards, -1 downwards. Exact.
inline int turn_around(Point a, Point b, Point p) {
  if (a.y <= p.y) return b.y > p.y && exact_side(a, b, p) > 0 ? 1 : 0;
  return b.y <= p.y && exact_side(a, b, p) < 0 ? -1 : 0;
}

/// How often a closed ring goes around a position, counterclockwise; of no use on its edges. Exact.
int winding_number(std::span<const Point> ring, Point p);

/// True where two straight edges share a point; exact. Both ends of an edge may be the same.
bool edges_meet(Point a, Point b, Point c, Point d);

}  // namespace xuanzhi::geometry
