// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <vector>

#include "common_area.h"
#include "degree_floor.h"
#include "flat_paths.h"
#include "meeting_plane.h"
#include "packed_tree.h"
#include "path_tree.h"
#include "probe_plane.h"

namespace xuanzhi::geometry {

/// The outline of a probe in flat arrays.
struct ProbeOutline {
  /// Up to eight edges that follow each other.
  struct Chunk {
    std::size_t first = 0;
    std::size_t edges = 0;
    Box box;
  };
  /// The same with what distances ask for.
  struct Side : Chunk {
    PackedTree::Block edge_boxes;
    PlaneOrigin origin;  ///< of the box
  };

  FlatPaths flat;
  Box box;
  std::vector<LocalRing> rings;
  std::vector<Roof> roofs;
  ParallelStrip strip;
  std::vector<Chunk> chunks;  ///< of the positions of `flat`
  /// The same outline without long edges, for distances.
  std::vector<Point> side_points;
  std::vector<Side> sides;
  ProbePlane plane;
  DegreeFloors floors;
  DegreeFloor rough;  ///< lengths of a degree in the middle of the box
};

/// Of an area in flat arrays.
ProbeOutline outline_of(FlatPaths area);

/// True where one of the edges shares a point with the outline. Exact.
bool touches_outline(const ProbeOutline& probe, const std::vector<LocalEdge>& edges);

}  // namespace xuanzhi::geometry
