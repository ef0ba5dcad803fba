// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "path_tree.h"
#include "xuanzhi/geometry/shape.h"

namespace xuanzhi::geometry {

/// The part of an area within a box, as a valid area: the chains of edges inside the box are linked
/// along its sides. `rings` is the area as it is seen from within the box. The box is widened
/// by some 1e-9 degrees where a vertex would lie on one of its lines. Where the result is not valid
/// (chains that meet on a side up to rounding), it is null.
Shape cut_area(const Geos& geos, const std::vector<LocalRing>& rings, Box box);

}  // namespace xuanzhi::geometry
