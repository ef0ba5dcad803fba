// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

#include "xuanzhi/geometry/shape.h"

namespace xuanzhi::geometry {

/// True where closed rings of finite positions, the shell first, surely bound a valid area: no two
/// edges share a point but neighbours their corner, and holes lie in the shell and in no other
/// hole. By exact predicates.
///
/// What touches, repeats a position or would take too many comparisons is not sure, and neither is
/// it wrong: GEOS finds out, for which it builds a graph that nearly no area needs.
bool surely_valid(std::span<const std::vector<Point>> rings);

}  // namespace xuanzhi::geometry
