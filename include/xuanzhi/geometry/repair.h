// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "xuanzhi/base/text.h"
#include "xuanzhi/geometry/shape.h"

namespace xuanzhi::geometry {

/// What became of a geometry that was read.
enum class RepairOutcome { unchanged, repaired, rejected };

struct Repair {
  RepairOutcome outcome = RepairOutcome::unchanged;
  Shape shape;               ///< null where rejected
  Text reason;               ///< why it was repaired or rejected
  double area_before = 0.0;  ///< signed-ring area of what was read, square units of its CRS
  double area_after = 0.0;
};

/// Makes one geometry fit for measuring: reduces a mixed collection to the wanted dimension (or to
/// its highest where that one is absent), and mends an invalid area by the structure method
/// (GEOSMakeValid STRUCTURE; never Buffer(0), which loses half of a bow-tie).
/// Rejected: empty, coordinates that are not finite, nothing left after the repair.
Repair repair(Shape shape, int wanted_dimension);

}  // namespace xuanzhi::geometry
