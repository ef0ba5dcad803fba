// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <vector>

#include "path_tree.h"
#include "signed_distance.h"
#include "xuanzhi/geometry/region_index.h"

namespace xuanzhi::geometry {

/// An item, and what it looks like within the box.
struct OutlinePart {
  const PathTree* paths = nullptr;
  std::size_t item = 0;
  LocalArea local;
};

/// The outline of the union of areas as it is seen within a box, without their union: an edge that
/// two of them have in common, one on either side, is none of it, and all others are. Areas that
/// meet in another way (along parts of edges, across each other) have no such outline and must be
/// united.
///
/// Positions are metres in the plane of `probe`, whose box lies in `box` (degrees). Nothing where
/// the areas must be united.
std::optional<SignedDistance> union_outline(std::vector<OutlinePart> parts, const Box& box,
                                            const Probe& probe);

}  // namespace xuanzhi::geometry
