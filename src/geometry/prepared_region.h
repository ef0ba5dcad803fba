// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <span>
#include <string>

#include "edge_index.h"
#include "flat_paths.h"
#include "packed_tree.h"
#include "path_tree.h"
#include "xuanzhi/geometry/region_index.h"

namespace xuanzhi::geometry {

/// What a region is searched in. Read-only once built.
struct RegionIndex::Prepared {
  FlatPaths flat;
  PackedTree tree;  ///< over the items' boxes
  PathTree paths;   ///< over `flat`
  EdgeIndex edges;  ///< over `flat`
  std::string digest;

  /// A shape that is an area has a ring; what was collected with it may have none.
  bool is_area(std::size_t item) const {
    const std::span<const FlatPath> of = flat.paths_of(item);
    return std::any_of(of.begin(), of.end(), [](const FlatPath& path) { return path.ring; });
  }
  /// True where nothing but areas is in it.
  bool is_all_rings(std::size_t item) const {
    const std::span<const FlatPath> of = flat.paths_of(item);
    return std::all_of(of.begin(), of.end(), [](const FlatPath& path) { return path.ring; });
  }
  std::size_t positions(std::size_t item) const {
    const std::span<const FlatPath> of = flat.paths_of(item);
    return of.empty() ? 0 : of.back().end - of.front().begin;
  }

  Shape whole_shape(const Geos& geos, std::size_t item) const;
  /// The part of an area within a box.
  Shape shape_within(const Geos& geos, std::size_t item, const Box& box) const;
};

}  // namespace xuanzhi::geometry
