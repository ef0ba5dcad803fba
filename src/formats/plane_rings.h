// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "xuanzhi/geometry/shape.h"

namespace xuanzhi::formats {

using geometry::Point;

/// A closed path: the last vertex equals the first.
using Ring = std::vector<Point>;

/// Area in square units: positive where the ring runs counter-clockwise.
double signed_area(const Ring& ring);

/// More rings than any real parcel has; a file with more is refused, because containment looks at
/// every pair of rings.
inline constexpr std::size_t kMostRings = 20000;

/// One polygon: its outer ring first, then its holes.
using RingGroup = std::vector<Ring>;

/// Sorts rings into polygons by containment alone: a ring inside an even number of others is an
/// outer ring, inside an odd number a hole of the smallest ring around it. Rings that only touch
/// are beside each other; rings that cross are left to the repair.
std::vector<RingGroup> grouped_by_containment(std::vector<Ring> rings);

/// Well-known binary of polygons, lines or points: the single type where there is one of them.
std::string polygons_wkb(const std::vector<RingGroup>& polygons);
std::string lines_wkb(const std::vector<std::vector<Point>>& lines);
std::string points_wkb(const std::vector<Point>& points);

}  // namespace xuanzhi::formats
