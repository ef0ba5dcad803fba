// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cmath>
#include <numbers>

namespace xuanzhi::geometry {

/// Ellipsoid of CGCS2000 (EPSG:1024; GB 22021-2008): semi-major axis in metres and flattening.
inline constexpr double kSemiMajor = 6378137.0;
inline constexpr double kInverseFlattening = 298.257222101;
inline constexpr double kFlattening = 1.0 / kInverseFlattening;
inline constexpr double kSemiMinor = kSemiMajor * (1.0 - kFlattening);
inline constexpr double kEccentricitySquared = kFlattening * (2.0 - kFlattening);
inline const double kEccentricity = std::sqrt(kEccentricitySquared);

/// Radians of a degree.
inline constexpr double kRadians = std::numbers::pi / 180.0;

}  // namespace xuanzhi::geometry
