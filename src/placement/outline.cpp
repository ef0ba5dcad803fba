// SPDX-License-Identifier: Apache-2.0
#include "xuanzhi/placement/outline.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <utility>

#include "xuanzhi/geometry/area_meter.h"
#include "xuanzhi/geometry/local_plane.h"
#include "xuanzhi/geometry/measure.h"

namespace xuanzhi::placement {

using geometry::Point;
using geometry::Shape;

namespace {

// Metres along two perpendicular directions around a site. Straight in degrees is straight here:
// the frame is an affine image of longitude and latitude.
class Frame {
 public:
  explicit Frame(const Shape& site) {
    const geometry::Box box = site.box();
    origin_ = {0.5 * (box.min_x + box.max_x), 0.5 * (box.min_y + box.max_y)};
    const geometry::DegreeLength degree = geometry::degree_length(origin_.y);
    scale_ = {degree.longitude_m, degree.latitude_m};
    turn_to_longest_edge(site);
  }

  Point origin() const { return origin_; }

  // The box of a shape along the two directions.
  geometry::Box extent(const Shape& shape) const {
    geometry::Box out{1e300, 1e300, -1e300, -1e300};
    geometry::for_each_path(shape, [&](std::span<const Point> path, bool) {
      for (const Point& p : path) {
        const Point q = to_frame(p);
        out = {std::min(out.min_x, q.x), std::min(out.min_y, q.y), std::max(out.max_x, q.x),
               std::max(out.max_y, q.y)};
      }
    });
    return out;
  }

  Shape box(const geometry::Geos& geos, const geometry::Box& b) const {
    const std::vector<Point> ring{to_degrees({b.min_x, b.min_y}), to_degrees({b.max_x, b.min_y}),
                                  to_degrees({b.max_x, b.max_y}), to_degrees({b.min_x, b.max_y}),
                                  to_degrees({b.min_x, b.min_y})};
    return geometry::make_polygon(geos, std::array{ring});
  }

 private:
  Point metres(Point p) const {
    return {(p.x - origin_.x) * scale_.x, (p.y - origin_.y) * scale_.y};
  }
  Point to_frame(Point p) const {
    const Point m = metres(p);
    return {m.x * cos_ + m.y * sin_, -m.x * sin_ + m.y * cos_};
  }
  Point to_degrees(Point q) const {
    return {origin_.x + (q.x * cos_ - q.y * sin_) / scale_.x,
            origin_.y + (q.x * sin_ + q.y * cos_) / scale_.y};
  }
  void turn_to_longest_edge(const Shape& site) {
    double longest = 0.0;
    geometry::for_each_path(site, [&](std::span<const Point> path, bool) {
      for (std::size_t i = 1; i < path.size(); ++i) {
        const Point a = metres(path[i - 1]);
        const Point b = metres(path[i]);
        const double length = std::hypot(b.x - a.x, b.y - a.y);
        if (length <= longest) continue;
        longest = length;
        cos_ = (b.x - a.x) / length;
        sin_ = (b.y - a.y) / length;
      }
    });
  }

  Point origin_;
  Point scale_;
  double cos_ = 1.0;
  double sin_ = 0.0;
};

enum class Side { west, east, south, north };  // of the frame

class Cutter {
 public:
  Cutter(const Shape& site, const std::vector<Shape>& roads, AreaBasis basis)
      : frame_(site), plane_(frame_.origin()), meter_(basis, frame_.origin()) {
    const geometry::Box near = geometry::grown(site.box(), kRoadReach);
    for (const Shape& road : roads) {
      if (!road.box().intersects(near)) continue;
      const Shape piece = geometry::clipped(road, near);
      if (!piece.empty()) roads_.push_back(plane_.to_plane(piece));
    }
  }

  double area(const Shape& shape) const { return meter_.area_m2(shape); }

  double width(const Shape& shape) const {
    const geometry::Box e = frame_.extent(shape);
    return std::min(e.max_x - e.min_x, e.max_y - e.min_y);
  }

  // The part of a region on one side whose area is the wanted one, and the rest.
  std::pair<Shape, Shape> cut(const Shape& region, Side side, double wanted) const {
    static constexpr double kExact = 1e-3;  // m²
    static constexpr int kSteps = 100;
    const geometry::Box e = frame_.extent(region);
    const bool along_x = side == Side::west || side == Side::east;
    double low = 0.0;
    double high = along_x ? e.max_x - e.min_x : e.max_y - e.min_y;
    double low_area = 0.0;
    double high_area = area(region);
    Shape half;
    for (int i = 0; i < kSteps; ++i) {
      // Halving every third time keeps the secant from creeping.
      const double share =
          i % 3 == 2 ? 0.5 : std::clamp((wanted - low_area) / (high_area - low_area), 0.001, 0.999);
      const double depth = low + share * (high - low);
      half = strip(region, e, side, depth);
      const double got = area(geometry::intersection(region, half));
      if (std::abs(got - wanted) < kExact) break;
      (got < wanted ? low : high) = depth;
      (got < wanted ? low_area : high_area) = got;
    }
    return {geometry::intersection(region, half), geometry::difference(region, half)};
  }

  // The side from which to take land: the one that leaves it nearest to a road, of those where it
  // is wide enough.
  Side road_side(const Shape& region, double wanted, double least_width) const {
    static constexpr double kNarrow = 1e6;
    Side best = Side::west;
    double least = 1e300;
    for (const Side side : {Side::west, Side::east, Side::south, Side::north}) {
      const Shape piece = cut(region, side, wanted).first;
      const double gap = road_gap(piece) + (width(piece) < least_width ? kNarrow : 0.0);
      if (gap < least - 1.0) {
        best = side;
        least = gap;
      }
    }
    return best;
  }

  // Halves a region whose area is that of the wishes until each has its own.
  void share_out(Shape region, std::vector<OutlineWish> wishes, std::vector<Outline>& out) const {
    if (wishes.size() == 1) {
      const double got = area(region);
      const double broad = width(region);
      const bool one = geometry::parts(region).size() == 1;
      out.push_back({wishes.front().project, std::move(region), got, broad, one, true});
      return;
    }
    auto [first, second] = halves(std::move(wishes));
    double wanted = 0.0;
    for (const OutlineWish& wish : first) wanted += wish.area_m2;
    const geometry::Box e = frame_.extent(region);
    const bool wide = e.max_x - e.min_x >= e.max_y - e.min_y;
    const std::array sides = wide ? std::array{Side::west, Side::east, Side::south, Side::north}
                                  : std::array{Side::south, Side::north, Side::west, Side::east};
    std::pair<Shape, Shape> best;
    std::size_t least = 0;
    for (const Side side : sides) {
      std::pair<Shape, Shape> now = cut(region, side, wanted);
      const std::size_t pieces =
          geometry::parts(now.first).size() + geometry::parts(now.second).size();
      const bool narrow =
          width(now.first) < greatest_width(first) || width(now.second) < greatest_width(second);
      const std::size_t fault = 2 * pieces + (narrow ? 1 : 0);
      if (least != 0 && fault >= least) continue;
      least = fault;
      best = std::move(now);
      if (least == 4) break;  // two pieces, both wide enough
    }
    share_out(std::move(best.first), std::move(first), out);
    share_out(std::move(best.second), std::move(second), out);
  }

 private:
  static constexpr double kRoadReach = 1000.0;

  Shape strip(const Shape& region, const geometry::Box& e, Side side, double depth) const {
    static constexpr double kBeyond = 100.0;
    geometry::Box b{e.min_x - kBeyond, e.min_y - kBeyond, e.max_x + kBeyond, e.max_y + kBeyond};
    if (side == Side::west) b.max_x = e.min_x + depth;
    if (side == Side::east) b.min_x = e.max_x - depth;
    if (side == Side::south) b.max_y = e.min_y + depth;
    if (side == Side::north) b.min_y = e.max_y - depth;
    return frame_.box(region.geos(), b);
  }

  static double gap_between(const Shape& a, const Shape& b) {
    const auto nearest = geometry::nearest_points(a, b);
    return std::hypot(nearest.on_a.x - nearest.on_b.x, nearest.on_a.y - nearest.on_b.y);
  }

  double road_gap(const Shape& piece) const {
    double least = kRoadReach;
    if (piece.empty()) return 2.0 * least;
    // The middle counts too: every strip across a road's end touches it, few lie along it.
    const geometry::Box box = piece.box();
    const Shape here = plane_.to_plane(piece);
    const Shape middle = plane_.to_plane(geometry::make_point(
        piece.geos(), {0.5 * (box.min_x + box.max_x), 0.5 * (box.min_y + box.max_y)}));
    double least_of_middle = least;
    for (const Shape& road : roads_) {
      least = std::min(least, gap_between(here, road));
      least_of_middle = std::min(least_of_middle, gap_between(middle, road));
    }
    return least + least_of_middle;
  }

  static double greatest_width(const std::vector<OutlineWish>& wishes) {
    double most = 0.0;
    for (const OutlineWish& wish : wishes) most = std::max(most, wish.least_width_m);
    return most;
  }

  // Two groups of nearly the same area: the largest first, each to the smaller group.
  static std::pair<std::vector<OutlineWish>, std::vector<OutlineWish>> halves(
      std::vector<OutlineWish> wishes) {
    std::pair<std::vector<OutlineWish>, std::vector<OutlineWish>> out;
    double first = 0.0;
    double second = 0.0;
    for (OutlineWish& wish : wishes) {
      const bool to_first = first <= second;
      (to_first ? first : second) += wish.area_m2;
      (to_first ? out.first : out.second).push_back(wish);
    }
    return out;
  }

  Frame frame_;
  geometry::LocalPlane plane_;
  geometry::AreaMeter meter_;
  std::vector<Shape> roads_;
};

// A connected piece of free land with those who shall stand on it.
struct Ground {
  Shape shape;
  double left_m2 = 0.0;
  std::vector<OutlineWish> wishes;
};

// A cut's end is a new vertex of one neighbour beside a straight edge of the other: what they share
// there, a hair of less than a square metre, stays with the first.
void part_neighbours(std::vector<Outline>& outlines, const Cutter& cutter) {
  for (std::size_t i = 1; i < outlines.size(); ++i) {
    Outline& one = outlines[i];
    for (std::size_t j = 0; one.fits && j < i; ++j) {
      if (!outlines[j].fits || !geometry::intersects(one.shape, outlines[j].shape)) continue;
      std::vector<Shape> left =
          geometry::separated(geometry::difference(one.shape, outlines[j].shape));
      const auto largest = std::max_element(
          left.begin(), left.end(),
          [&](const Shape& a, const Shape& b) { return cutter.area(a) < cutter.area(b); });
      // An outline of several parts keeps them; of one part only a splinter can come off.
      if (one.contiguous && largest != left.end())
        one.shape = std::move(*largest);
      else
        one.shape = geometry::collect(one.shape.geos(), left);
      one.area_m2 = cutter.area(one.shape);
    }
  }
}

}  // namespace

std::vector<Outline> draw_outlines(const Shape& site, const std::vector<Shape>& taken,
                                   const std::vector<Shape>& roads, std::vector<OutlineWish> wishes,
                                   AreaBasis basis) {
  static constexpr double kSlack = 0.5;  // m²: a piece that is all but full is taken whole
  const Cutter cutter(site, roads, basis);
  Shape free = site.clone();
  for (const Shape& other : taken) {
    if (geometry::intersects(free, other)) free = geometry::difference(free, other);
  }
  std::vector<Ground> grounds;
  for (Shape& piece : geometry::separated(free)) {
    const double area = cutter.area(piece);
    grounds.push_back({std::move(piece), area, {}});
  }
  std::stable_sort(wishes.begin(), wishes.end(), [](const OutlineWish& a, const OutlineWish& b) {
    return a.area_m2 > b.area_m2;
  });
  std::vector<Outline> out;
  for (const OutlineWish& wish : wishes) {
    // The fullest piece that still holds it leaves the others whole.
    Ground* best = nullptr;
    for (Ground& ground : grounds) {
      if (ground.left_m2 + 1e-6 < wish.area_m2) continue;
      if (best == nullptr || ground.left_m2 < best->left_m2) best = &ground;
    }
    if (best == nullptr) {
      out.push_back({wish.project, geometry::make_empty(site.geos()), 0.0, 0.0, false, false});
      continue;
    }
    best->left_m2 -= wish.area_m2;
    best->wishes.push_back(wish);
  }
  for (Ground& ground : grounds) {
    if (ground.wishes.empty()) continue;
    double wanted = 0.0;
    double least_width = 0.0;
    for (const OutlineWish& wish : ground.wishes) {
      wanted += wish.area_m2;
      least_width = std::max(least_width, wish.least_width_m);
    }
    Shape region = std::move(ground.shape);
    if (ground.left_m2 > kSlack)
      region = cutter.cut(region, cutter.road_side(region, wanted, least_width), wanted).first;
    cutter.share_out(std::move(region), std::move(ground.wishes), out);
  }
  std::sort(out.begin(), out.end(),
            [](const Outline& a, const Outline& b) { return a.project < b.project; });
  part_neighbours(out, cutter);
  return out;
}

}  // namespace xuanzhi::placement
