// SPDX-License-Identifier: Apache-2.0
#include "sure_validity.h"

#include <algorithm>
#include <cstddef>

#include "edge_meeting.h"
#include "exact_side.h"

namespace xuanzhi::geometry {

namespace {

using Ring = std::vector<Point>;
using Rings = std::span<const Ring>;

constexpr std::size_t kEdgesOfRun = 8;
// So few edges are compared with each other without a look at boxes: most areas have no more.
constexpr std::size_t kFewEdges = 64;
// Boxes of runs that are compared, for each run: more lie beside each other where edges are long.
constexpr std::size_t kMostNeighbours = 2'000;
// Positions that are walked along to find what lies in what.
constexpr std::size_t kMostWalked = 20'000'000;

// Edges of a ring that follow each other.
struct EdgeRun {
  Box box;
  std::size_t ring = 0;
  std::size_t first = 0;
  std::size_t end = 0;
};

// Whether the way from `a` to `b` goes back on itself after `b`.
bool turns_back(Point a, Point b, Point c) {
  if (exact_side(a, b, c) != 0) return false;
  return a.x != b.x ? (b.x > a.x) != (c.x > b.x) : (b.y > a.y) != (c.y > b.y);
}

// Whether a ring is closed, and every edge has a length and meets the next one at its end alone.
bool walks_on(const Ring& ring) {
  if (ring.size() < 4 || ring.front() != ring.back()) return false;
  const std::size_t edges = ring.size() - 1;
  for (std::size_t i = 0; i < edges; ++i) {
    const Point next = ring[i + 1 == edges ? 1 : i + 2];
    if (ring[i] == ring[i + 1] || turns_back(ring[i], ring[i + 1], next)) return false;
  }
  return true;
}

std::vector<EdgeRun> runs_of(Rings rings) {
  std::vector<EdgeRun> out;
  const bool few = rings.size() == 1 && rings[0].size() - 1 <= kFewEdges;
  const std::size_t most = few ? kFewEdges : kEdgesOfRun;
  for (std::size_t r = 0; r < rings.size(); ++r) {
    const std::size_t edges = rings[r].size() - 1;
    for (std::size_t first = 0; first < edges; first += most) {
      const std::size_t end = std::min(first + most, edges);
      out.push_back({box_of_points(&rings[r][first], end - first + 1), r, first, end});
    }
  }
  return out;
}

bool are_neighbours(const EdgeRun& a, std::size_t i, const EdgeRun& b, std::size_t k, Rings rings) {
  if (a.ring != b.ring) return false;
  const std::size_t edges = rings[a.ring].size() - 1;
  const std::size_t apart = i > k ? i - k : k - i;
  return apart <= 1 || apart == edges - 1;
}

// Whether edges that are no neighbours share a point; a run may be compared with itself.
bool meet(const EdgeRun& a, const EdgeRun& b, Rings rings) {
  const Ring& ours = rings[a.ring];
  const Ring& theirs = rings[b.ring];
  for (std::size_t i = a.first; i < a.end; ++i) {
    if (!box_of_points(&ours[i], 2).intersects(b.box)) continue;
    for (std::size_t k = &a == &b ? i + 1 : b.first; k < b.end; ++k) {
      if (are_neighbours(a, i, b, k, rings)) continue;
      if (edges_meet(ours[i], ours[i + 1], theirs[k], theirs[k + 1])) return true;
    }
  }
  return false;
}

// From west to east: each run against those that reach as far.
bool surely_apart(std::vector<EdgeRun> runs, Rings rings) {
  std::sort(runs.begin(), runs.end(),
            [](const EdgeRun& a, const EdgeRun& b) { return a.box.min_x < b.box.min_x; });
  std::size_t left = kMostNeighbours * runs.size();
  std::vector<const EdgeRun*> open;
  for (const EdgeRun& run : runs) {
    if (meet(run, run, rings)) return false;
    if (open.size() > left) return false;
    left -= open.size();
    std::size_t kept = 0;
    for (const EdgeRun* other : open) {
      if (other->box.max_x < run.box.min_x) continue;
      open[kept++] = other;
      if (other->box.intersects(run.box) && meet(*other, run, rings)) return false;
    }
    open.resize(kept);
    open.push_back(&run);
  }
  return true;
}

// Rings that meet nowhere: one lies in the other with all its points, or with none.
bool surely_nested(Rings rings) {
  std::vector<Box> boxes;
  for (const Ring& ring : rings) boxes.push_back(box_of_points(ring.data(), ring.size()));
  std::size_t walked = 0;
  for (std::size_t hole = 1; hole < rings.size(); ++hole) {
    for (std::size_t around = 0; around < rings.size(); ++around) {
      if (around == hole) continue;
      const bool may = boxes[around].intersects(boxes[hole]);
      walked += may ? rings[around].size() : 1;
      if (walked > kMostWalked) return false;
      const bool lies_in = may && winding_number(rings[around], rings[hole].front()) != 0;
      if (lies_in != (around == 0)) return false;
    }
  }
  return true;
}

}  // namespace

bool surely_valid(Rings rings) {
  return !rings.empty() && std::all_of(rings.begin(), rings.end(), walks_on) &&
         surely_apart(runs_of(rings), rings) && surely_nested(rings);
}

}  // namespace xuanzhi::geometry
