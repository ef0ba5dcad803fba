// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "xuanzhi/geometry/shape.h"

namespace xuanzhi::geometry {

/// True where a closed ring of finite positions surely meets itself nowhere, so that the area in it
/// is valid. Each edge is compared with all others by exact predicates: rings of more than a few
/// dozen edges are not looked at, and neither they nor those with repeated positions are sure.
bool surely_simple(std::span<const Point> ring);

}  // namespace xuanzhi::geometry
