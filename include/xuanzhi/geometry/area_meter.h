// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>

#include "xuanzhi/base/units.h"
#include "xuanzhi/geometry/crs.h"
#include "xuanzhi/geometry/shape.h"

namespace xuanzhi::geometry {

/// Counts areas around one place by one basis, so that a site and its overlaps are counted alike.
class AreaMeter {
 public:
  /// `place` (degrees) chooses the 3° zone of the projected basis.
  AreaMeter(AreaBasis basis, Point place);

  /// Area in m² of a shape in the canonical system.
  double area_m2(const Shape& shape) const;

 private:
  std::optional<CrsTransform> zone_;  // empty: ellipsoid
};

}  // namespace xuanzhi::geometry
