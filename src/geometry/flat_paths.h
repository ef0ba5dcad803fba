// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "xuanzhi/geometry/shape.h"

namespace xuanzhi::geometry {

/// A ring, a line or a point of an item: a run of positions.
struct FlatPath {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::size_t item = 0;
  bool ring = false;
  bool hole = false;
  /// Rings: 1 or -1, so that the winding number times this counts the inside of the item.
  int weight = 0;
};

/// The paths of some shapes in one array of positions, item by item. Knows no GEOS and never
/// changes, so that any number of threads may read it.
struct FlatPaths {
  std::vector<Point> points;
  std::vector<FlatPath> paths;
  std::vector<std::size_t> item_begin;  ///< first path per item

  /// Appends the paths of a shape as the next item. A hole follows its shell.
  void add(const Shape& shape);

  std::size_t items() const { return item_begin.size(); }
  std::span<const FlatPath> paths_of(std::size_t item) const;
};

/// Up to eight edges of one path that follow each other, from the position `first` on; a lone point
/// is one edge without length.
struct EdgeChunk {
  std::size_t first = 0;
  std::size_t count = 0;  ///< edges; 0: a lone point
  std::size_t item = 0;
  Box box;
};

/// All edges of the paths in chunks, in the order of the paths.
std::vector<EdgeChunk> edge_chunks(const FlatPaths& flat);

}  // namespace xuanzhi::geometry
