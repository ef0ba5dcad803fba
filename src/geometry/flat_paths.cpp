// SPDX-License-Identifier: Apache-2.0
#include "flat_paths.h"

#include <algorithm>

namespace xuanzhi::geometry {

namespace {

constexpr std::size_t kChunkEdges = 8;

Box box_of(const Point* from, const Point* to) {
  Box box{from->x, from->y, from->x, from->y};
  for (const Point* p = from + 1; p != to; ++p) box = box.united({p->x, p->y, p->x, p->y});
  return box;
}

}  // namespace

void FlatPaths::add(const Shape& shape, std::size_t item) {
  const bool areas = shape.dimension() == 2;
  for_each_path(shape, [&](std::span<const Point> path, bool is_hole) {
    if (path.empty()) return;
    const std::size_t begin = points.size();
    points.insert(points.end(), path.begin(), path.end());
    paths.push_back({begin, points.size(), item, areas, is_hole});
  });
}

std::vector<EdgeChunk> edge_chunks(const FlatPaths& flat) {
  std::vector<EdgeChunk> out;
  for (const FlatPath& path : flat.paths) {
    const Point* points = flat.points.data();
    const std::size_t last = path.end - 1;
    if (path.begin == last) {
      out.push_back({path.begin, 0, path.item, box_of(points + last, points + path.end)});
    }
    for (std::size_t first = path.begin; first < last; first += kChunkEdges) {
      const std::size_t count = std::min(kChunkEdges, last - first);
      out.push_back({first, count, path.item, box_of(points + first, points + first + count + 1)});
    }
  }
  return out;
}

}  // namespace xuanzhi::geometry
