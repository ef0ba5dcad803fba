// SPDX-License-Identifier: Apache-2.0
#include "densify.h"

#include <algorithm>
#include <cmath>

namespace xuanzhi::geometry {

namespace {

constexpr int kDeepest = 20;

Point middle(Point a, Point b) {
  return {0.5 * (a.x + b.x), 0.5 * (a.y + b.y)};
}

struct Edge {
  Point from;
  Point to;
  Point from_image;
  Point to_image;
};

void append(const Edge& edge, int depth, const PositionMap& map, std::vector<Point>& out) {
  const double length =
      std::max(std::abs(edge.to.x - edge.from.x), std::abs(edge.to.y - edge.from.y));
  const Point half = middle(edge.from, edge.to);
  const Point image = map.apply(half);
  const double strays = map.metres_apart(image, middle(edge.from_image, edge.to_image));
  const bool straight = length <= map.longest_untested && strays <= map.most_stray_m;
  if (straight || depth >= kDeepest) {
    out.push_back(edge.to_image);
    return;
  }
  append({edge.from, half, edge.from_image, image}, depth + 1, map, out);
  append({half, edge.to, image, edge.to_image}, depth + 1, map, out);
}

}  // namespace

std::vector<Point> densified(std::span<const Point> path, const PositionMap& map) {
  std::vector<Point> out;
  out.reserve(path.size());
  out.push_back(map.apply(path.front()));
  for (std::size_t i = 1; i < path.size(); ++i) {
    append({path[i - 1], path[i], out.back(), map.apply(path[i])}, 0, map, out);
  }
  return out;
}

}  // namespace xuanzhi::geometry
