// SPDX-License-Identifier: Apache-2.0
#include "far_floor.h"

#include <algorithm>
#include <cmath>

#include "edge_meeting.h"
#include "ellipsoid.h"

namespace xuanzhi::geometry {

namespace {

// The longest degrees there are: of longitude at the equator, of latitude at a pole.
constexpr double kLongestX = kRadians * kSemiMajor;
constexpr double kLongestY = kRadians * kSemiMajor / (1.0 - kFlattening);
constexpr double kLeftOut = 1e-4;
// The correction grows without bounds towards the antipode.
constexpr double kLargestAngle = 1.75;

double reduced_latitude(double degrees) {
  return std::atan((1.0 - kFlattening) * std::tan(degrees * kRadians));
}

// From the middle of a box to any of its points.
double radius_m(const Box& box) {
  return 0.5 * std::hypot(kLongestX * (box.max_x - box.min_x), kLongestY * (box.max_y - box.min_y));
}

}  // namespace

FarFloor::FarFloor(const Box& around)
    : middle_(middle_of(around)),
      reduced_(reduced_latitude(middle_.y)),
      cosine_(std::cos(reduced_)),
      radius_m_(radius_m(around)) {}

double FarFloor::to(const Box& other) const {
  const Point middle = middle_of(other);
  const double reduced = reduced_latitude(middle.y);
  const double half_x = std::sin(0.5 * kRadians * (middle.x - middle_.x));
  const double half_y = std::sin(0.5 * (reduced - reduced_));
  // Of half the angle between the two, by haversines.
  const double sine_squared = squared(half_y) + cosine_ * std::cos(reduced) * squared(half_x);
  const double angle = 2.0 * std::asin(std::min(1.0, std::sqrt(sine_squared)));
  if (!(angle > 0.0) || angle > kLargestAngle) return 0.0;
  const double sum = 0.5 * (reduced + reduced_);
  const double along = squared(std::sin(sum)) * (1.0 - squared(half_y));
  const double across = squared(half_y) * squared(std::cos(sum));
  const double correction = (angle - std::sin(angle)) * along / (1.0 - sine_squared) +
                            (angle + std::sin(angle)) * across / sine_squared;
  const double distance = kSemiMajor * (angle - 0.5 * kFlattening * correction);
  return std::max(0.0, (1.0 - kLeftOut) * distance - radius_m_ - radius_m(other));
}

}  // namespace xuanzhi::geometry
