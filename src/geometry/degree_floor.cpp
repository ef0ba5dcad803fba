// SPDX-License-Identifier: Apache-2.0
#include "degree_floor.h"

#include <algorithm>
#include <cmath>

#include "ellipsoid.h"
#include "xuanzhi/geometry/measure.h"

namespace xuanzhi::geometry {

namespace {

// The radii of curvature M lie between those at the equator and at a pole.
constexpr double kLeastRadius = kSemiMajor * (1.0 - kEccentricitySquared);
constexpr double kLargestRadius = kSemiMajor / (1.0 - kFlattening);
// M′ = 3 a (1 − e²) e² sin φ cos φ / (1 − e² sin² φ)^(5/2), at most this.
constexpr double kSteepest = 1.5 * kSemiMajor * kEccentricitySquared / (1.0 - 3.0 * kFlattening);
// Rounding must not lift the floor above a true distance.
constexpr double kBelow = 1.0 - 1e-12;

double farthest_latitude(const Box& box) {
  return std::max(std::abs(box.min_y), std::abs(box.max_y)) * kRadians;
}

double nearest_latitude(const Box& box) {
  if (box.min_y <= 0.0 && box.max_y >= 0.0) return 0.0;
  return std::min(std::abs(box.min_y), std::abs(box.max_y)) * kRadians;
}

}  // namespace

DegreeFloors::DegreeFloors(const Box& around)
    : low_(around.min_y),
      high_(around.max_y),
      farthest_(farthest_latitude(around)),
      nearest_(nearest_latitude(around)),
      sine_(std::sin(farthest_)),
      cosine_(std::max(0.0, std::cos(farthest_))),
      here_{degree_length(farthest_ / kRadians).longitude_m,
            degree_length(nearest_ / kRadians).latitude_m} {}

DegreeFloor DegreeFloors::floor(double higher, double lower, double reach_m) const {
  // Where the way may come near a pole, its bend says nothing.
  static constexpr double kNearPole = 0.01;
  // Radians of longitude up to which the mid-latitude formula is taken, and what its terms of
  // second order take away from either length at most: 3/24, and a fifth of that for the rest.
  static constexpr double kLongestTurn = 0.1;
  static constexpr double kSecondOrder = 0.15;
  const double reach = reach_m / kLeastRadius;
  // No point of the way is farther than half of it from one of the ends.
  const double half = 0.5 * reach;
  const double up = higher + half;
  const double cosine = cosine_ * (1.0 - 0.5 * up * up) - up * sine_;
  double leaves = half;
  if (cosine * kLongestTurn >= reach) {
    const double turn = reach / cosine;
    const double shrinks = kBelow * (1.0 - kSecondOrder * turn * turn);
    return scaled(0.5 * higher, 0.5 * lower, shrinks);
  }
  if (cosine > kNearPole) {
    const double bend = (sine_ + up * cosine_) / cosine + 1.5 * kEccentricitySquared;
    leaves = std::min(half, 0.125 * bend * reach * reach);
  }
  return scaled(higher + leaves, lower + leaves, kBelow);
}

// The lengths of a degree where the way is highest and lowest.
DegreeFloor DegreeFloors::scaled(double rise, double fall, double factor) const {
  // (N cos φ)′ = −M sin φ, and sin(φ + δ) ≤ sin φ + δ cos φ.
  const double narrower = kRadians * kLargestRadius * rise * (sine_ + rise * cosine_);
  const double flatter = kRadians * kSteepest * fall;
  return {factor * std::max(0.0, here_.x_m - narrower),
          factor * std::max(kRadians * kLeastRadius, here_.y_m - flatter)};
}

DegreeFloor DegreeFloors::within(double reach_m) const {
  const double reach = reach_m / kLeastRadius;
  return floor(reach, reach, reach_m);
}

DegreeFloor DegreeFloors::to(const Box& other, double reach_m) const {
  const Box both{0.0, std::min(low_, other.min_y), 0.0, std::max(high_, other.max_y)};
  return floor(farthest_latitude(both) - farthest_, nearest_ - nearest_latitude(both), reach_m);
}

Point gap_between(const Box& a, const Box& b) {
  const double x = std::max({0.0, a.min_x - b.max_x, b.min_x - a.max_x});
  const double around = 360.0 - (std::max(a.max_x, b.max_x) - std::min(a.min_x, b.min_x));
  const double y = std::max({0.0, a.min_y - b.max_y, b.min_y - a.max_y});
  return {std::max(0.0, std::min(x, around)), y};
}

}  // namespace xuanzhi::geometry
