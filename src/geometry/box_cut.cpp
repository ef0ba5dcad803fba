// SPDX-License-Identifier: Apache-2.0
#include "box_cut.h"

#include <algorithm>
#include <array>
#include <utility>

namespace xuanzhi::geometry {

namespace {

bool inside(const Box& box, Point p) {
  return box.min_x < p.x && p.x < box.max_x && box.min_y < p.y && p.y < box.max_y;
}

bool on_a_line(const Box& box, Point p) {
  return p.x == box.min_x || p.x == box.max_x || p.y == box.min_y || p.y == box.max_y;
}

/// Edges within the box that follow each other, from side to side; the area lies to their left.
struct Chain {
  std::vector<Point> points;
  double enters = 0.0;  ///< way along the sides, counterclockwise from the south-western corner
  double leaves = 0.0;
  bool linked = false;
};

/// The sides of the box as a way around it.
class Sides {
 public:
  explicit Sides(const Box& box)
      : box_(box), width_(box.max_x - box.min_x), height_(box.max_y - box.min_y) {}

  double length() const { return 2.0 * (width_ + height_); }
  double place(Point p) const {
    if (p.y == box_.min_y) return p.x - box_.min_x;
    if (p.x == box_.max_x) return width_ + (p.y - box_.min_y);
    if (p.y == box_.max_y) return width_ + height_ + (box_.max_x - p.x);
    return 2.0 * width_ + height_ + (box_.max_y - p.y);
  }
  /// Appends the corners on the way from one place on to another.
  void add_corners(double from, double to, std::vector<Point>& out) const {
    if (to < from) to += length();
    const std::array<std::pair<double, Point>, 4> corners{
        {{width_, {box_.max_x, box_.min_y}},
         {width_ + height_, {box_.max_x, box_.max_y}},
         {2.0 * width_ + height_, {box_.min_x, box_.max_y}},
         {length(), {box_.min_x, box_.min_y}}}};
    for (const double turn : {0.0, length()}) {
      for (const auto& [place, corner] : corners) {
        if (from < place + turn && place + turn < to) out.push_back(corner);
      }
    }
  }

 private:
  Box box_;
  double width_;
  double height_;
};

/// Where an edge enters and leaves the box (Liang and Barsky 1984).
struct Passage {
  bool meets = false;
  Point enters;
  Point leaves;
};

Passage passage(const Box& box, Point a, Point b) {
  const double dx = b.x - a.x, dy = b.y - a.y;
  double first = 0.0, last = 1.0;
  Passage out{true, a, b};
  const auto cut = [&](double towards, double room, double Point::*across, double at) {
    if (towards == 0.0) {
      out.meets = out.meets && room > 0.0;
      return;
    }
    const double share = room / towards;
    Point p{a.x + share * dx, a.y + share * dy};
    p.x = std::clamp(p.x, box.min_x, box.max_x);
    p.y = std::clamp(p.y, box.min_y, box.max_y);
    p.*across = at;
    if (towards < 0.0 && share > first) first = share, out.enters = p;
    if (towards > 0.0 && share < last) last = share, out.leaves = p;
  };
  cut(-dx, a.x - box.min_x, &Point::x, box.min_x);
  cut(dx, box.max_x - a.x, &Point::x, box.max_x);
  cut(-dy, a.y - box.min_y, &Point::y, box.min_y);
  cut(dy, box.max_y - a.y, &Point::y, box.max_y);
  out.meets = out.meets && first < last;
  return out;
}

/// One polygon on its way through the box.
struct Cut {
  std::vector<Chain> chains;
  std::vector<std::vector<Point>> shells;
  std::vector<std::vector<Point>> holes;
  bool shell_around = false;  ///< the shell leaves no edge in the box and lies around it
};

void add_chains(const Box& box, const std::vector<Point>& ring, Cut& out) {
  const Sides sides(box);
  const std::size_t edges = ring.size() - 1;
  std::size_t start = 0;
  while (inside(box, ring[start])) ++start;
  Chain chain;
  const auto close = [&] {
    chain.enters = sides.place(chain.points.front());
    chain.leaves = sides.place(chain.points.back());
    out.chains.push_back(std::exchange(chain, {}));
  };
  for (std::size_t i = 0; i < edges; ++i) {
    const Point a = ring[(start + i) % edges];
    const Point b = ring[(start + i + 1) % edges];
    const Passage through = passage(box, a, b);
    if (!through.meets) continue;
    if (!inside(box, a)) chain.points.push_back(through.enters);
    chain.points.push_back(inside(box, b) ? b : through.leaves);
    if (!inside(box, b)) close();
  }
}

// The chains of one polygon, linked counterclockwise along the sides.
void link(const Box& box, Cut& cut) {
  const Sides sides(box);
  std::sort(cut.chains.begin(), cut.chains.end(),
            [](const Chain& a, const Chain& b) { return a.enters < b.enters; });
  for (Chain& first : cut.chains) {
    if (first.linked) continue;
    std::vector<Point> ring;
    for (Chain* chain = &first; !chain->linked;) {
      chain->linked = true;
      ring.insert(ring.end(), chain->points.begin(), chain->points.end());
      auto next = std::lower_bound(
          cut.chains.begin(), cut.chains.end(), chain->leaves,
          [](const Chain& candidate, double place) { return candidate.enters < place; });
      if (next == cut.chains.end()) next = cut.chains.begin();
      sides.add_corners(chain->leaves, next->enters, ring);
      chain = &*next;
    }
    ring.push_back(ring.front());
    cut.shells.push_back(std::move(ring));
  }
}

void add_polygon(const Geos& geos, const Box& box, Cut cut, std::vector<Shape>& out) {
  link(box, cut);
  if (cut.shells.empty() && cut.shell_around) {
    cut.shells.push_back({{box.min_x, box.min_y},
                          {box.max_x, box.min_y},
                          {box.max_x, box.max_y},
                          {box.min_x, box.max_y},
                          {box.min_x, box.min_y}});
  }
  for (std::vector<Point>& shell : cut.shells) {
    const std::vector<LocalRing> around{{shell, false, 1}};
    std::vector<std::vector<Point>> rings{std::move(shell)};
    for (const std::vector<Point>& hole : cut.holes) {
      if (inside_count(around, hole.front()) > 0) rings.push_back(hole);
    }
    out.push_back(make_polygon(geos, rings));
  }
}

}  // namespace

Shape cut_area(const Geos& geos, const std::vector<LocalRing>& rings, Box box) {
  static constexpr double kWidening = 1e-9;
  const auto on_line = [&](const LocalRing& ring) {
    return std::any_of(ring.points.begin(), ring.points.end(),
                       [&](Point p) { return on_a_line(box, p); });
  };
  while (std::any_of(rings.begin(), rings.end(), on_line)) {
    box = {box.min_x - kWidening, box.min_y - kWidening, box.max_x + kWidening,
           box.max_y + kWidening};
  }
  std::vector<Shape> polygons;
  Cut cut;
  for (const LocalRing& ring : rings) {
    if (!ring.hole) add_polygon(geos, box, std::exchange(cut, {}), polygons);
    // The area lies to the left of a shell that turns left and of a hole that turns right.
    std::vector<Point> points = ring.points;
    if (ring.weight < 0) std::reverse(points.begin(), points.end());
    const bool whole =
        std::all_of(points.begin(), points.end(), [&](Point p) { return inside(box, p); });
    if (whole) {
      (ring.hole ? cut.holes : cut.shells).push_back(std::move(points));
      continue;
    }
    const std::size_t before = cut.chains.size();
    add_chains(box, points, cut);
    if (!ring.hole && cut.chains.size() == before)
      cut.shell_around = inside_count({ring}, {box.min_x, box.min_y}) > 0;
  }
  add_polygon(geos, box, std::move(cut), polygons);
  Shape out = collect(geos, polygons);
  if (GEOSisValid_r(geos.handle(), out.get()) != 1) return {};
  return out;
}

}  // namespace xuanzhi::geometry
