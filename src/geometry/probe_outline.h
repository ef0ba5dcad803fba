// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <memory>
#include <vector>

#include "common_area.h"
#include "flat_paths.h"
#include "path_tree.h"
#include "xuanzhi/geometry/local_plane.h"

namespace xuanzhi::geometry {

/// An outline in a plane. The image of the edge from position `i` of the flat outline on runs from
/// `begin[i]` to `begin[i + 1]`, both included (empty for the last position of a path).
struct OutlineImage {
  std::vector<Point> points;
  std::vector<std::size_t> begin;
};

/// The outline of a probe in flat arrays.
struct ProbeOutline {
  FlatPaths flat;
  std::vector<EdgeChunk> chunks;
  Box box;
  std::vector<LocalRing> rings;
  std::vector<Roof> roofs;
  ParallelStrip strip;
  OutlineImage image;
};

ProbeOutline outline_of(const Shape& area, const LocalPlane& plane);

/// True where an edge shares a point with the outline. Exact.
bool touches_outline(const ProbeOutline& probe, const LocalEdge& edge);

}  // namespace xuanzhi::geometry
