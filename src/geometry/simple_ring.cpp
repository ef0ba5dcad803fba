// SPDX-License-Identifier: Apache-2.0
#include "simple_ring.h"

#include <cstddef>

#include "exact_side.h"

namespace xuanzhi::geometry {

namespace {

// Above this the tree of GEOS is faster than pairs.
constexpr std::size_t kMostEdges = 64;

// Whether the way from `a` to `b` goes back on itself after `b`.
bool turns_back(Point a, Point b, Point c) {
  if (exact_side(a, b, c) != 0) return false;
  return a.x != b.x ? (b.x > a.x) != (c.x > b.x) : (b.y > a.y) != (c.y > b.y);
}

}  // namespace

bool surely_simple(std::span<const Point> ring) {
  if (ring.size() < 4 || ring.size() > kMostEdges + 1 || ring.front() != ring.back()) return false;
  const std::size_t edges = ring.size() - 1;
  for (std::size_t i = 0; i < edges; ++i) {
    const Point next = ring[i + 1 == edges ? 1 : i + 2];
    if (ring[i] == ring[i + 1] || turns_back(ring[i], ring[i + 1], next)) return false;
  }
  for (std::size_t i = 0; i + 2 < edges; ++i) {
    // The last edge is next to the first one.
    const std::size_t end = i == 0 ? edges - 1 : edges;
    for (std::size_t k = i + 2; k < end; ++k) {
      if (edges_meet(ring[i], ring[i + 1], ring[k], ring[k + 1])) return false;
    }
  }
  return true;
}

}  // namespace xuanzhi::geometry
