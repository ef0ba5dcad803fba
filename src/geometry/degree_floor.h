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

/// The floors around one box. Sines and roots are taken once; how N cos φ and M fall with the
/// latitude is bounded by their steepest slopes, which costs a floor about δ²/2 for δ radians.
class DegreeFloors {
 public:
  explicit DegreeFloors(const Box& around);

  /// For geodesics of up to `reach_m` from the box to anywhere.
  DegreeFloor within(double reach_m) const;
  /// For geodesics of up to `reach_m` to another box: higher where that lies nearer the equator.
  DegreeFloor to(const Box& other, double reach_m) const;

 private:
  DegreeFloor scaled(double rise, double fall, double factor) const;
  DegreeFloor floor(double higher, double lower, double reach_m) const;

  double low_;  // degrees
  double high_;
  double farthest_;  // from the equator, radians
  double nearest_;
  double sine_;  // of the farthest
  double cosine_;
  DegreeFloor here_;  // least lengths of a degree within the box itself
};

/// Degrees of longitude and latitude between two boxes, 0 where they overlap; across the
/// antimeridian where that is shorter.
Point gap_between(const Box& a, const Box& b);

}  // namespace xuanzhi::geometry
