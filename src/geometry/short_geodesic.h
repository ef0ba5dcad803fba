// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "xuanzhi/geometry/shape.h"

namespace xuanzhi::geometry {

/// Length in metres of the geodesic between two positions in degrees, like `geodesic_distance_m`
/// but much cheaper for near ones.
///
/// Up to 100 km, between 70° south and 70° north, it is Gauss's mid-latitude formula with its terms
/// of second order (Rapp, Geometric Geodesy I, 1991, § 6.4): within a micrometre up to 10 km and
/// 2e-9 of the length up to 100 km. Anything else is left to Karney's algorithm.
double short_geodesic_m(Point a, Point b);

}  // namespace xuanzhi::geometry
