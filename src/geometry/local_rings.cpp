// SPDX-License-Identifier: Apache-2.0
// Rings near a box, cut to it and made into shapes.
#include <utility>

#include "path_tree.h"

namespace xuanzhi::geometry {

namespace {

// Sutherland and Hodgman (1974): the part of a closed ring on one side of an axis-parallel line.
std::vector<Point> cut(const std::vector<Point>& ring, double Point::*across, double Point::*along,
                       double at, bool keep_above) {
  const auto kept = [&](const Point& p) { return keep_above ? p.*across >= at : p.*across <= at; };
  std::vector<Point> out;
  for (std::size_t i = 1; i < ring.size(); ++i) {
    const Point& a = ring[i - 1];
    const Point& b = ring[i];
    if (kept(a)) out.push_back(a);
    if (kept(a) == kept(b) || a.*across == at || b.*across == at) continue;
    Point p;
    p.*across = at;
    p.*along = a.*along + (at - a.*across) / (b.*across - a.*across) * (b.*along - a.*along);
    out.push_back(p);
  }
  if (!out.empty()) out.push_back(out.front());
  return out;
}

}  // namespace

std::vector<LocalRing> cut_to(const std::vector<LocalRing>& rings, const Box& box) {
  static constexpr std::size_t kLeast = 4;
  std::vector<LocalRing> out;
  bool shell_kept = false;
  for (const LocalRing& ring : rings) {
    std::vector<Point> points = cut(ring.points, &Point::x, &Point::y, box.min_x, true);
    points = cut(points, &Point::x, &Point::y, box.max_x, false);
    points = cut(points, &Point::y, &Point::x, box.min_y, true);
    points = cut(points, &Point::y, &Point::x, box.max_y, false);
    const bool left = points.size() >= kLeast;
    if (!ring.hole) shell_kept = left;
    // Without its shell a hole is nothing.
    if (left && shell_kept) out.push_back({std::move(points), ring.hole, ring.weight});
  }
  return out;
}

Shape shape_of(const Geos& geos, const std::vector<LocalRing>& rings) {
  std::vector<Shape> polygons;
  std::vector<std::vector<Point>> polygon;
  for (const LocalRing& ring : rings) {
    if (!ring.hole && !polygon.empty()) {
      polygons.push_back(make_polygon(geos, polygon));
      polygon.clear();
    }
    polygon.push_back(ring.points);
  }
  if (!polygon.empty()) polygons.push_back(make_polygon(geos, polygon));
  return collect(geos, polygons);
}

}  // namespace xuanzhi::geometry
