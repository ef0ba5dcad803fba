// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "xuanzhi/geometry/shape.h"

namespace xuanzhi::geometry {

/// A floor under the geodesics from one box to others that are far away and small, where lengths of
/// a degree say little: the distance of the middles less the reach of either box.
///
/// The distance is the spherical one between reduced latitudes with Lambert's correction to the
/// first order of the flattening (Andoyer 1932; Lambert 1942; Thomas 1970, "Spheroidal geodesics",
/// NAVOCEANO SP-138). What it leaves out is of the order f² ≈ 1.1e-5 of the distance; nine times as
/// much is taken off. Beyond about 11,000 km there is no floor.
class FarFloor {
 public:
  explicit FarFloor(const Box& around);

  /// Metres that no geodesic between the two boxes undercuts; 0 where nothing is known.
  double to(const Box& other) const;

 private:
  Point middle_;
  double reduced_;  // latitude of the middle, radians
  double cosine_;
  double radius_m_;
};

}  // namespace xuanzhi::geometry
