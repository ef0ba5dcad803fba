// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "flat_array.h"
#include "xuanzhi/geometry/shape.h"

namespace xuanzhi::geometry {

/// A ring, a line or a point of an item: a run of positions.
struct FlatPath {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  std::uint32_t item = 0;
  bool ring = false;
  bool hole = false;
  /// Rings: 1 or -1, so that the winding number times this counts the inside of the item.
  std::int16_t weight = 0;
};

/// The paths of some shapes in one array of positions, item by item. Knows no GEOS and never
/// changes, so that any number of threads may read it.
struct FlatPaths {
  FlatArray<Point> points;
  FlatArray<FlatPath> paths;
  FlatArray<std::uint64_t> item_begin;  ///< first path per item

  /// Appends the paths of a shape as the next item. A hole follows its shell. Throws `Error`
  /// (value_invalid) beyond 4 thousand million positions or 268 million items.
  void add(const Shape& shape);
  /// The same of a polygon, by its rings.
  void add(std::span<const std::vector<Point>> rings);

  std::size_t items() const { return item_begin.size(); }
  std::span<const FlatPath> paths_of(std::size_t item) const;
  /// False where something points out of its array: the file that it came from is damaged.
  bool valid() const;

 private:
  void require_room(std::size_t more) const;
  void add_path(std::span<const Point> path, bool is_hole, bool of_area);
};

/// Around two positions.
inline Box box_of(Point a, Point b) {
  return {std::min(a.x, b.x), std::min(a.y, b.y), std::max(a.x, b.x), std::max(a.y, b.y)};
}

/// Edges of a chunk.
inline constexpr std::uint32_t kChunkEdges = 8;

/// Up to eight edges of one path that follow each other, from the position `first` on; a lone point
/// is one edge without length.
struct EdgeChunk {
  std::uint32_t first = 0;
  std::uint32_t count : 4 = 0;  ///< edges; 0: a lone point
  std::uint32_t item : 28 = 0;
};

Box box_of(const FlatPaths& flat, const EdgeChunk& chunk);

/// All edges of the paths in chunks, in the order of the paths.
std::vector<EdgeChunk> edge_chunks(const FlatPaths& flat);

}  // namespace xuanzhi::geometry
