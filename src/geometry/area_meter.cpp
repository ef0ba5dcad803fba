// SPDX-License-Identifier: Apache-2.0
#include "xuanzhi/geometry/area_meter.h"

#include "xuanzhi/geometry/measure.h"

namespace xuanzhi::geometry {

AreaMeter::AreaMeter(AreaBasis basis, Point place) {
  if (basis == AreaBasis::projected) zone_ = CrsTransform::from_canonical(national_zone(place));
}

double AreaMeter::area_m2(const Shape& shape) const {
  if (!zone_) return ellipsoidal_area_m2(shape);
  return shape.empty() ? 0.0 : planar_area(zone_->apply(shape));
}

}  // namespace xuanzhi::geometry
