// SPDX-License-Identifier: Apache-2.0
#include "degree_floor.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "ellipsoid.h"
#include "xuanzhi/geometry/measure.h"

namespace xuanzhi::geometry {

namespace {

constexpr double kRadians = std::numbers::pi / 180.0;
// The least radius of curvature: M at the equator.
constexpr double kLeastRadius = kSemiMajor * (1.0 - kEccentricitySquared);
// Rounding must not lift the floor above a true distance.
constexpr double kBelow = 1.0 - 1e-12;

}  // namespace

DegreeFloor degree_floor(const Box& a, const Box& b, double bound_m) {
  const double low = std::min(a.min_y, b.min_y);
  const double high = std::max(a.max_y, b.max_y);
  const double farthest = std::max(std::abs(low), std::abs(high));
  const double nearest = low <= 0.0 && high >= 0.0 ? 0.0 : std::min(std::abs(low), std::abs(high));
  const double reach = bound_m / kLeastRadius;  // radians
  // No point of the way is farther than half of it from one of the ends.
  const double half = 0.5 * reach / kRadians;
  const double top = std::min(90.0, farthest + half);
  const double bend = std::tan(top * kRadians) + 1.5 * kEccentricitySquared;
  const double leaves = std::min(half, 0.125 * bend * reach * reach / kRadians);
  const DegreeLength narrow = degree_length(std::min(90.0, farthest + leaves));
  const DegreeLength flat = degree_length(std::max(0.0, nearest - leaves));
  return {kBelow * std::max(0.0, narrow.longitude_m), kBelow * flat.latitude_m};
}

Point gap_between(const Box& a, const Box& b) {
  const double x = std::max({0.0, a.min_x - b.max_x, b.min_x - a.max_x});
  const double around = 360.0 - (std::max(a.max_x, b.max_x) - std::min(a.min_x, b.min_x));
  const double y = std::max({0.0, a.min_y - b.max_y, b.min_y - a.max_y});
  return {std::max(0.0, std::min(x, around)), y};
}

}  // namespace xuanzhi::geometry
