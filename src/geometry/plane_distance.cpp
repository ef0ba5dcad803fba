// SPDX-License-Identifier: Apache-2.0
#include "plane_distance.h"

#include <algorithm>
#include <cmath>

namespace xuanzhi::geometry {

namespace {

Point along(const PlaneEdge& edge, double share) {
  return {edge.from.x + share * (edge.to.x - edge.from.x),
          edge.from.y + share * (edge.to.y - edge.from.y)};
}

struct Foot {
  Point point;
  double squared = 0.0;
};

// The point of an edge that is nearest to a position.
Foot foot_of(Point p, const PlaneEdge& edge) {
  const double dx = edge.to.x - edge.from.x;
  const double dy = edge.to.y - edge.from.y;
  const double length = dx * dx + dy * dy;
  const double share = (p.x - edge.from.x) * dx + (p.y - edge.from.y) * dy;
  Point at = edge.from;
  if (share >= length) {
    at = edge.to;
  } else if (share > 0.0) {
    at = along(edge, share / length);
  }
  const double x = p.x - at.x;
  const double y = p.y - at.y;
  return {at, x * x + y * y};
}

double cross(Point o, Point p, Point q) {
  return (p.x - o.x) * (q.y - o.y) - (p.y - o.y) * (q.x - o.x);
}

}  // namespace

PlaneGap plane_gap(const PlaneEdge& a, const PlaneEdge& b) {
  const double from = cross(b.from, b.to, a.from);
  const double to = cross(b.from, b.to, a.to);
  if ((from < 0.0) != (to < 0.0) && from != to) {
    const double one = cross(a.from, a.to, b.from);
    const double other = cross(a.from, a.to, b.to);
    if ((one < 0.0) != (other < 0.0) && one != other) {
      const Point at = along(a, from / (from - to));
      return {0.0, at, at};
    }
  }
  PlaneGap best;
  double least = std::numeric_limits<double>::infinity();
  const auto offer = [&](Point on_a, Point on_b, double squared) {
    if (squared >= least) return;
    least = squared;
    best.on_a = on_a;
    best.on_b = on_b;
  };
  for (const Point p : {a.from, a.to}) {
    const Foot foot = foot_of(p, b);
    offer(p, foot.point, foot.squared);
  }
  for (const Point p : {b.from, b.to}) {
    const Foot foot = foot_of(p, a);
    offer(foot.point, p, foot.squared);
  }
  best.distance = std::sqrt(least);
  return best;
}

}  // namespace xuanzhi::geometry
