// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>
#include <vector>

#include "xuanzhi/geometry/shape.h"

namespace xuanzhi::geometry {

/// The rings of a plain polygon in well-known binary, the shell first, which most shapes are and
/// which GEOS would read number by number; none where the bytes are anything else.
std::vector<std::vector<Point>> plain_rings(std::string_view wkb);

}  // namespace xuanzhi::geometry
