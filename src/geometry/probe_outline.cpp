// SPDX-License-Identifier: Apache-2.0
#include "probe_outline.h"

#include <algorithm>
#include <utility>

#include "exact_side.h"

namespace xuanzhi::geometry {

namespace {

OutlineImage image_of(const FlatPaths& flat, const LocalPlane& plane) {
  OutlineImage out;
  for (const FlatPath& path : flat.paths) {
    for (std::size_t i = path.begin; i + 1 < path.end; ++i) {
      const std::vector<Point> edge = plane.image({flat.points.data() + i, 2});
      // The last position of an edge is the first of the next one.
      out.begin.push_back(out.points.size());
      out.points.insert(out.points.end(), edge.begin(), edge.end() - 1);
    }
    out.begin.push_back(out.points.size());
    out.points.push_back(plane.to_plane(flat.points[path.end - 1]));
  }
  out.begin.push_back(out.points.size());
  return out;
}

std::vector<LocalRing> rings_of(const FlatPaths& flat) {
  std::vector<LocalRing> out;
  for (const FlatPath& path : flat.paths) {
    if (!path.ring) continue;
    const auto begin = flat.points.begin() + static_cast<std::ptrdiff_t>(path.begin);
    const auto end = flat.points.begin() + static_cast<std::ptrdiff_t>(path.end);
    out.push_back({{begin, end}, path.hole, path.weight});
  }
  return out;
}

}  // namespace

ProbeOutline outline_of(const Shape& area, const LocalPlane& plane) {
  FlatPaths flat;
  flat.add(area);
  const Box box = area.box();
  std::vector<LocalRing> rings = rings_of(flat);
  std::vector<Roof> roofs = roofs_over(rings, box);
  OutlineImage image = image_of(flat, plane);
  std::vector<EdgeChunk> chunks = edge_chunks(flat);
  return {std::move(flat),    std::move(chunks), box, std::move(rings), std::move(roofs),
          ParallelStrip(box), std::move(image)};
}

bool touches_outline(const ProbeOutline& probe, const LocalEdge& edge) {
  const Box box{std::min(edge.from.x, edge.to.x), std::min(edge.from.y, edge.to.y),
                std::max(edge.from.x, edge.to.x), std::max(edge.from.y, edge.to.y)};
  for (const EdgeChunk& chunk : probe.chunks) {
    if (!chunk.box.intersects(box)) continue;
    const Point* points = probe.flat.points.data() + chunk.first;
    for (std::size_t i = 0; i < chunk.count; ++i) {
      if (edges_meet(points[i], points[i + 1], edge.from, edge.to)) return true;
    }
  }
  return false;
}

}  // namespace xuanzhi::geometry
