// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "xuanzhi/geometry/shape.h"

namespace xuanzhi::geometry {

/// Where a point of a box lies on the Hilbert curve that fills it, of 2^16 steps a side.
std::uint32_t hilbert_place(const Box& whole, Point point);

/// The numbers of the boxes along a Hilbert curve over all of them, so that those that follow each
/// other are neighbours; of boxes at one place the first comes first.
std::vector<std::size_t> in_order_of_place(const std::vector<Box>& boxes);

}  // namespace xuanzhi::geometry
