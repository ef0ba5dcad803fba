// SPDX-License-Identifier: Apache-2.0
#include "short_geodesic.h"

#include <cmath>

#include "ellipsoid.h"
#include "xuanzhi/geometry/measure.h"

namespace xuanzhi::geometry {

double short_geodesic_m(Point a, Point b) {
  static constexpr double kFarthestM = 100e3;
  static constexpr double kHighest = 70.0;
  static constexpr double kSecond = kEccentricitySquared / (1.0 - kEccentricitySquared);
  const double middle = 0.5 * (a.y + b.y);
  const double east = (b.x - a.x) * kRadians;
  const double north = (b.y - a.y) * kRadians;
  if (!(std::abs(middle) <= kHighest)) return geodesic_distance_m(a, b);
  const double sine = std::sin(middle * kRadians);
  const double cosine = std::cos(middle * kRadians);
  const double e2 = east * east;
  const double n2 = north * north;
  if (!((e2 * cosine * cosine + n2) * kSemiMajor * kSemiMajor <= kFarthestM * kFarthestM))
    return geodesic_distance_m(a, b);
  const double c2 = cosine * cosine;
  const double t2 = sine * sine / c2;
  const double eta2 = kSecond * c2;
  const double v2 = 1.0 + eta2;
  const double normal = kSemiMajor / std::sqrt(1.0 - kEccentricitySquared * sine * sine);
  const double across =
      east * cosine *
      (1.0 + (1.0 + eta2 - 9.0 * eta2 * t2) / (24.0 * v2 * v2) * n2 - c2 * t2 / 24.0 * e2);
  const double along = north / v2 *
                       (1.0 - c2 * (2.0 + 3.0 * t2 + 2.0 * eta2) / 24.0 * e2 +
                        eta2 * (1.0 - t2) / (8.0 * v2 * v2) * n2);
  return normal * std::sqrt(across * across + along * along);
}

}  // namespace xuanzhi::geometry
