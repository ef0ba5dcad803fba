// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "xuanzhi/geometry/shape.h"

namespace xuanzhi::geometry {

/// On which side of the line from `a` to `b` a position lies: 1 left, -1 right, 0 on it. Exact for
/// all finite positions whose differences neither overflow nor underflow: a filtered determinant,
/// then the sum of its exact products (Shewchuk 1997).
int exact_side(Point a, Point b, Point p);

/// How often a closed ring goes around a position, counterclockwise; of no use on its edges. Exact.
int winding_number(std::span<const Point> ring, Point p);

/// True where two straight edges share a point; exact. Both ends of an edge may be the same.
bool edges_meet(Point a, Point b, Point c, Point d);

}  // namespace xuanzhi::geometry
