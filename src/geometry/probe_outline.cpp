// SPDX-License-Identifier: Apache-2.0
#include "probe_outline.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "edge_meeting.h"
#include "exact_side.h"
#include "long_edge.h"
#include "xuanzhi/geometry/measure.h"

namespace xuanzhi::geometry {

namespace {

std::vector<LocalRing> rings_of(const FlatPaths& flat) {
  std::vector<LocalRing> out;
  for (const FlatPath& path : flat.paths) {
    if (!path.ring) continue;
    out.push_back(
        {{flat.points.data() + path.begin, flat.points.data() + path.end}, path.hole, path.weight});
  }
  return out;
}

bool meets_chunk(const ProbeOutline& probe, const ProbeOutline::Chunk& chunk,
                 const LocalEdge& edge) {
  const Point* points = probe.flat.points.data() + chunk.first;
  for (std::size_t i = 0; i < chunk.edges; ++i) {
    if (edges_meet(points[i], points[i + 1], edge.from, edge.to)) return true;
  }
  return false;
}

constexpr std::size_t kSideEdges = 8;

// Runs of edges over the positions from `begin` up to `end`.
template <class Take>
void for_each_chunk(const Point* points, std::size_t begin, std::size_t end, Take take) {
  for (std::size_t first = begin; first + 1 < end; first += kSideEdges) {
    const std::size_t edges = std::min(kSideEdges, end - 1 - first);
    take(ProbeOutline::Chunk{first, edges, box_of_points(points + first, edges + 1)});
  }
}

ProbeOutline::Side side_of(const Point* points, const ProbeOutline::Chunk& chunk) {
  ProbeOutline::Side side{chunk, PackedTree::Block::nothing(), PlaneOrigin(chunk.box)};
  for (std::size_t i = 0; i < chunk.edges; ++i)
    side.edge_boxes.put(i, CoarseBox(box_of_points(points + chunk.first + i, 2)));
  return side;
}

// The positions of a path, and some between where an edge is long.
void add_short_edges(const Point* path, std::size_t count, std::vector<Point>& out) {
  out.push_back(path[0]);
  for (std::size_t i = 1; i < count; ++i) {
    const LongEdge edge(path[i - 1], path[i]);
    for (std::size_t k = 0; k < edge.pieces(); ++k) out.push_back(edge.piece(k)[1]);
  }
}

}  // namespace

ProbeOutline outline_of(FlatPaths flat) {
  const Box box = box_of_points(flat.points.data(), flat.points.size());
  const DegreeLength degree = degree_length(0.5 * (box.min_y + box.max_y));
  ProbeOutline out{std::move(flat),
                   box,
                   {},
                   {},
                   ParallelStrip(box),
                   {},
                   {},
                   {},
                   {},
                   DegreeFloors(box),
                   {std::max(1.0, degree.longitude_m), degree.latitude_m}};
  out.rings = rings_of(out.flat);
  out.roofs = roofs_over(out.rings, box);
  out.side_points.reserve(out.flat.points.size());
  out.chunks.reserve(out.flat.points.size() / kSideEdges + out.flat.paths.size());
  out.sides.reserve(out.chunks.capacity());
  for (const FlatPath& path : out.flat.paths) {
    const Point* points = out.flat.points.data();
    for_each_chunk(points, path.begin, path.end,
                   [&](const ProbeOutline::Chunk& chunk) { out.chunks.push_back(chunk); });
    const std::size_t first = out.side_points.size();
    add_short_edges(points + path.begin, path.end - path.begin, out.side_points);
    const Point* short_edges = out.side_points.data();
    for_each_chunk(short_edges, first, out.side_points.size(),
                   [&](const ProbeOutline::Chunk& chunk) {
                     out.sides.push_back(side_of(short_edges, chunk));
                   });
  }
  out.plane = ProbePlane(box, out.side_points);
  return out;
}

bool touches_outline(const ProbeOutline& probe, const std::vector<LocalEdge>& edges) {
  // A walk along all boxes for every edge, up to here, is faster than a tree over them.
  static constexpr std::size_t kWalked = 1'000'000;
  if (edges.size() * probe.chunks.size() <= kWalked) {
    return std::any_of(edges.begin(), edges.end(), [&](const LocalEdge& edge) {
      const Box box = box_of(edge.from, edge.to);
      return std::any_of(probe.chunks.begin(), probe.chunks.end(),
                         [&](const ProbeOutline::Chunk& chunk) {
                           return chunk.box.intersects(box) && meets_chunk(probe, chunk, edge);
                         });
    });
  }
  std::vector<Box> boxes;
  boxes.reserve(probe.chunks.size());
  for (const ProbeOutline::Chunk& chunk : probe.chunks) boxes.push_back(chunk.box);
  const PackedTree tree(boxes);
  std::vector<std::uint32_t> near;
  return std::any_of(edges.begin(), edges.end(), [&](const LocalEdge& edge) {
    tree.meeting(box_of(edge.from, edge.to), near);
    return std::any_of(near.begin(), near.end(), [&](std::uint32_t number) {
      return meets_chunk(probe, probe.chunks[number], edge);
    });
  });
}

}  // namespace xuanzhi::geometry
