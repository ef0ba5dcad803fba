// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "flat_paths.h"
#include "packed_tree.h"
#include "probe_outline.h"
#include "xuanzhi/geometry/local_plane.h"
#include "xuanzhi/geometry/region_index.h"

namespace xuanzhi::geometry {

/// The outlines of a region prepared for distances. Read-only once built.
struct EdgeIndex {
  const FlatPaths* flat = nullptr;  ///< borrowed
  std::vector<EdgeChunk> chunks;
  PackedTree tree;                   ///< over the chunks
  std::vector<double> half_width_m;  ///< per item
  double widest_m = 0.0;
};

EdgeIndex index_edges(const FlatPaths& flat, std::vector<double> half_width_m);

/// The nearest outlines of a region that the probe does not meet, within a bound in metres; of
/// several at the same distance (within a micrometre) the first item.
///
/// Branch and bound in degrees: the search is bounded by what no geodesic can undercut (see
/// `DegreeFloor`), so that nothing near is left out; what remains is measured in the probe's plane,
/// and the geodesic between the nearest points found there is the answer.
RegionProximity nearest_outlines(const EdgeIndex& index, const ProbeOutline& probe,
                                 const LocalPlane& plane, std::optional<double> within_m);

}  // namespace xuanzhi::geometry
