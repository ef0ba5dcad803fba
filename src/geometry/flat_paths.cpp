// SPDX-License-Identifier: Apache-2.0
#include "flat_paths.h"

#include <algorithm>
#include <limits>

#include "xuanzhi/base/error.h"

namespace xuanzhi::geometry {

namespace {

constexpr std::size_t kLeastRing = 4;
constexpr std::size_t kMostItems = std::size_t{1} << 28U;  // see `EdgeChunk`

Box box_of(const Point* from, const Point* to) {
  Box box{from->x, from->y, from->x, from->y};
  for (const Point* p = from + 1; p != to; ++p) box = box.united({p->x, p->y, p->x, p->y});
  return box;
}

int weight_of(std::span<const Point> ring, bool is_hole) {
  double doubled = 0.0;
  const Point o = ring.front();
  for (std::size_t i = 1; i < ring.size(); ++i) {
    doubled +=
        (ring[i - 1].x - o.x) * (ring[i].y - o.y) - (ring[i].x - o.x) * (ring[i - 1].y - o.y);
  }
  return (doubled > 0.0) == is_hole ? -1 : 1;
}

}  // namespace

void FlatPaths::require_room(std::size_t more) const {
  if (points.size() + more <= std::numeric_limits<std::uint32_t>::max() && items() < kMostItems)
    return;
  throw Error(ErrorCode::value_invalid, "index",
              {"图层过大，无法建立索引", "the layer is too large to be indexed"},
              {"拆分为多个图层", "split it into several layers"});
}

void FlatPaths::add_path(std::span<const Point> path, bool is_hole, bool of_area) {
  if (path.empty()) return;
  require_room(path.size());
  const auto begin = static_cast<std::uint32_t>(points.size());
  points.append(path);
  // A line that was collected with areas is no ring.
  const bool closed = path.front() == path.back();
  const bool ring = of_area && closed && path.size() >= kLeastRing;
  const int weight = ring ? weight_of(path, is_hole) : 0;
  paths.push_back({begin, static_cast<std::uint32_t>(points.size()),
                   static_cast<std::uint32_t>(items() - 1), ring, is_hole,
                   static_cast<std::int16_t>(weight)});
}

void FlatPaths::add(const Shape& shape) {
  const bool areas = shape.dimension() == 2;
  item_begin.push_back(paths.size());
  for_each_path(shape,
                [&](std::span<const Point> path, bool is_hole) { add_path(path, is_hole, areas); });
}

void FlatPaths::add(std::span<const std::vector<Point>> rings) {
  item_begin.push_back(paths.size());
  for (const std::vector<Point>& ring : rings) add_path(ring, &ring != rings.data(), true);
}

std::span<const FlatPath> FlatPaths::paths_of(std::size_t item) const {
  const std::size_t begin = item_begin[item];
  const std::size_t end = item + 1 < item_begin.size() ? item_begin[item + 1] : paths.size();
  return {paths.data() + begin, end - begin};
}

bool FlatPaths::valid() const {
  std::uint64_t next = 0;
  for (const FlatPath& path : paths) {
    if (path.begin != next || path.end <= path.begin || path.item >= items()) return false;
    next = path.end;
  }
  if (next != points.size()) return false;
  for (std::size_t item = 0; item < items(); ++item) {
    const std::uint64_t begin = item_begin[item];
    const std::uint64_t end = item + 1 < items() ? item_begin[item + 1] : paths.size();
    if (begin > end || end > paths.size()) return false;
    for (const FlatPath& path : paths_of(item)) {
      if (path.item != item) return false;
    }
  }
  return items() == 0 ? paths.empty() : item_begin.front() == 0;
}

Box box_of(const FlatPaths& flat, const EdgeChunk& chunk) {
  const Point* first = flat.points.data() + chunk.first;
  return box_of(first, first + chunk.count + 1);
}

std::vector<EdgeChunk> edge_chunks(const FlatPaths& flat) {
  std::vector<EdgeChunk> out;
  const auto add = [&](std::uint64_t first, std::uint64_t count, std::uint32_t item) {
    EdgeChunk chunk;
    chunk.first = static_cast<std::uint32_t>(first);
    chunk.count = count & 15U;
    chunk.item = item & (kMostItems - 1U);
    out.push_back(chunk);
  };
  for (const FlatPath& path : flat.paths) {
    const std::uint64_t last = path.end - 1;
    if (path.begin == last) add(path.begin, 0, path.item);
    for (std::uint64_t first = path.begin; first < last; first += kChunkEdges)
      add(first, std::min<std::uint64_t>(kChunkEdges, last - first), path.item);
  }
  return out;
}

}  // namespace xuanzhi::geometry
