// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "xuanzhi/geometry/shape.h"

namespace xuanzhi::geometry {

/// Metres of a degree that no geodesic between two boxes undercuts, as long as it is not longer
/// than a bound: if D ≤ bound, then D² ≥ (x_m · Δλ)² + (y_m · Δφ)² for its ends.
///
/// Along a geodesic dφ = cos α ds / M and dλ = sin α ds / (N cos φ), so the inequality holds with
/// the least M and the least N cos φ on its way. Its latitude bends by |φ″| ≤ (tan φ + 3 e²/2) /
/// (M N), so between two ends it leaves their latitudes by at most an eighth of that times D².
struct DegreeFloor {
  double x_m = 0.0;
  double y_m = 0.0;
};

DegreeFloor degree_floor(const Box& a, const Box& b, double bound_m);

/// Degrees of longitude and latitude between two boxes, 0 where they overlap; across the
/// antimeridian where that is shorter.
Point gap_between(const Box& a, const Box& b);

}  // namespace xuanzhi::geometry
