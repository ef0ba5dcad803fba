// SPDX-License-Identifier: Apache-2.0
#include "xuanzhi/placement/outline.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <utility>

#include "site_frame.h"
#include "xuanzhi/geometry/area_meter.h"
#include "xuanzhi/geometry/local_plane.h"
#include "xuanzhi/geometry/measure.h"

namespace xuanzhi::placement {

using geometry::Point;
using geometry::Shape;

namespace {

enum class Side { west, east, south, north };  // of the frame
enum class Counted { whole, largest_piece };   // of what a strip cuts off

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
    return parted(region, half(region, side, wanted));
  }

  // The same, but no strip that is narrower than `least_width`: then the end of a band twice as
  // broad, which leaves the rest in one piece.
  std::pair<Shape, Shape> compact_cut(const Shape& region, Side side, double wanted,
                                      double least_width) const {
    std::pair<Shape, Shape> best = cut(region, side, wanted);
    double broadest = width(best.first);
    const geometry::Box e = frame_.extent(region);
    const bool along_y = side == Side::west || side == Side::east;
    const double length = along_y ? e.max_y - e.min_y : e.max_x - e.min_x;
    const double band_area = 2.0 * least_width * length;
    if (broadest >= least_width || band_area <= wanted || band_area >= area(region)) return best;
    const geometry::Box band = half(region, side, band_area);
    const Shape land = parted(region, band).first;
    for (const Side end :
         along_y ? std::array{Side::south, Side::north} : std::array{Side::west, Side::east}) {
      std::pair<Shape, Shape> now = parted(region, common(band, half(land, end, wanted)));
      const bool whole = geometry::parts(now.first).size() == 1 &&
                         geometry::parts(now.second).size() == geometry::parts(region).size();
      if (!whole || width(now.first) <= broadest) continue;
      broadest = width(now.first);
      best = std::move(now);
    }
    return best;
  }

  // Where a strip falls into several pieces: the largest of them has the wanted area, and the
  // others stay with the rest, to which they are joined across the cut. Nothing where there is no
  // such strip.
  std::optional<std::pair<Shape, Shape>> piece_cut(const Shape& region, Side side,
                                                   double wanted) const {
    static constexpr double kExact = 1e-2;  // m²
    auto [taken, rest] = parted(region, half(region, side, wanted, Counted::largest_piece));
    std::vector<Shape> pieces = geometry::separated(taken);
    if (pieces.empty()) return std::nullopt;
    const auto largest =
        std::max_element(pieces.begin(), pieces.end(),
                         [&](const Shape& a, const Shape& b) { return area(a) < area(b); });
    Shape piece = std::move(*largest);
    pieces.erase(largest);
    if (std::abs(area(piece) - wanted) > kExact) return std::nullopt;
    pieces.push_back(std::move(rest));
    return std::pair(std::move(piece), geometry::union_of(region.geos(), std::move(pieces)));
  }

  // The part of a region that some wishes take, along a road where one is near.
  Shape taken_by(const Shape& region, const std::vector<OutlineWish>& wishes) const {
    const double wanted = total_area(wishes);
    const double least = least_width(wishes);
    return compact_cut(region, road_side(region, wanted, least), wanted, least).first;
  }

  // The side from which to take land: the one that leaves it nearest to a road, of those where it
  // is wide enough.
  Side road_side(const Shape& region, double wanted, double least_width) const {
    static constexpr double kNarrow = 1e6;
    Side best = Side::west;
    double least = 1e300;
    for (const Side side : {Side::west, Side::east, Side::south, Side::north}) {
      const Shape piece = compact_cut(region, side, wanted, least_width).first;
      const double gap = road_gap(piece) + (width(piece) < least_width ? kNarrow : 0.0);
      if (gap < least - 1.0) {
        best = side;
        least = gap;
      }
    }
    return best;
  }

  // Halves a region whose area is that of the wishes until each has its own.
  void share_out(Shape region, const std::vector<OutlineWish>& wishes,
                 std::vector<Outline>& out) const {
    if (wishes.size() == 1) {
      const double got = area(region);
      const double broad = width(region);
      const bool one = geometry::parts(region).size() == 1;
      out.push_back({wishes.front().project, std::move(region), got, broad, one, true});
      return;
    }
    auto groups = halves(wishes);
    std::vector<OutlineWish>& first = groups.first;
    std::vector<OutlineWish>& second = groups.second;
    // The smaller group is cut off the larger one's land.
    if (total_area(first) > total_area(second)) std::swap(first, second);
    const double wanted = total_area(first);
    const geometry::Box e = frame_.extent(region);
    const bool wide = e.max_x - e.min_x >= e.max_y - e.min_y;
    const std::array sides = wide ? std::array{Side::west, Side::east, Side::south, Side::north}
                                  : std::array{Side::south, Side::north, Side::west, Side::east};
    std::pair<Shape, Shape> best;
    std::size_t least = 0;
    const auto consider = [&](std::pair<Shape, Shape> now) {
      const std::size_t pieces =
          geometry::parts(now.first).size() + geometry::parts(now.second).size();
      const bool narrow =
          width(now.first) < greatest_width(first) || width(now.second) < greatest_width(second);
      const std::size_t fault = 2 * pieces + (narrow ? 1 : 0);
      if (least != 0 && fault >= least) return;
      least = fault;
      best = std::move(now);
    };
    static constexpr std::size_t kNoFault = 4;  // two pieces, both wide enough
    for (const Side side : sides) {
      if (least != kNoFault) consider(compact_cut(region, side, wanted, least_width(first)));
    }
    for (const Side side : sides) {
      if (least < kNoFault + 2) break;  // each has one piece
      if (auto now = piece_cut(region, side, wanted)) consider(std::move(*now));
    }
    share_out(std::move(best.first), first, out);
    share_out(std::move(best.second), second, out);
  }

 private:
  static constexpr double kRoadReach = 1000.0;

  // The strip of the frame, from one side of a region, that holds the wanted area of it.
  geometry::Box half(const Shape& region, Side side, double wanted,
                     Counted counted = Counted::whole) const {
    static constexpr double kExact = 1e-3;  // m²
    static constexpr int kSteps = 100;
    const geometry::Box e = frame_.extent(region);
    const bool along_x = side == Side::west || side == Side::east;
    double low = 0.0;
    double high = along_x ? e.max_x - e.min_x : e.max_y - e.min_y;
    double low_area = 0.0;
    double high_area = area(region);
    geometry::Box out = e;
    for (int i = 0; i < kSteps; ++i) {
      // Halving every third time keeps the secant from creeping.
      const double share =
          i % 3 == 2 ? 0.5 : std::clamp((wanted - low_area) / (high_area - low_area), 0.001, 0.999);
      const double depth = low + share * (high - low);
      out = strip(e, side, depth);
      const double got =
          counted_area(geometry::intersection(region, frame_.box(region.geos(), out)), counted);
      if (std::abs(got - wanted) < kExact) break;
      (got < wanted ? low : high) = depth;
      (got < wanted ? low_area : high_area) = got;
    }
    return out;
  }

  double counted_area(const Shape& land, Counted counted) const {
    if (counted == Counted::whole) return area(land);
    double most = 0.0;
    for (const Shape& piece : geometry::separated(land)) most = std::max(most, area(piece));
    return most;
  }

  static geometry::Box strip(const geometry::Box& e, Side side, double depth) {
    static constexpr double kBeyond = 100.0;
    geometry::Box b{e.min_x - kBeyond, e.min_y - kBeyond, e.max_x + kBeyond, e.max_y + kBeyond};
    if (side == Side::west) b.max_x = e.min_x + depth;
    if (side == Side::east) b.min_x = e.max_x - depth;
    if (side == Side::south) b.max_y = e.min_y + depth;
    if (side == Side::north) b.min_y = e.max_y - depth;
    return b;
  }

  static geometry::Box common(const geometry::Box& a, const geometry::Box& b) {
    return {std::max(a.min_x, b.min_x), std::max(a.min_y, b.min_y), std::min(a.max_x, b.max_x),
            std::min(a.max_y, b.max_y)};
  }

  // What of a region lies in a box of the frame, and what does not.
  std::pair<Shape, Shape> parted(const Shape& region, const geometry::Box& box) const {
    const Shape cutter = frame_.box(region.geos(), box);
    return {geometry::intersection(region, cutter), geometry::difference(region, cutter)};
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

  static double total_area(const std::vector<OutlineWish>& wishes) {
    double sum = 0.0;
    for (const OutlineWish& wish : wishes) sum += wish.area_m2;
    return sum;
  }

  // What nobody should be narrower than: what is asked for, and at least a parcel four times as
  // long as broad.
  static double least_width(const std::vector<OutlineWish>& wishes) {
    double least = wishes.front().area_m2;
    for (const OutlineWish& wish : wishes) least = std::min(least, wish.area_m2);
    return std::max(greatest_width(wishes), 0.5 * std::sqrt(least));
  }

  static double greatest_width(const std::vector<OutlineWish>& wishes) {
    double most = 0.0;
    for (const OutlineWish& wish : wishes) most = std::max(most, wish.least_width_m);
    return most;
  }

  // Two groups of nearly the same area: the largest first, each to the smaller group.
  static std::pair<std::vector<OutlineWish>, std::vector<OutlineWish>> halves(
      const std::vector<OutlineWish>& wishes) {
    std::pair<std::vector<OutlineWish>, std::vector<OutlineWish>> out;
    double first = 0.0;
    double second = 0.0;
    for (const OutlineWish& wish : wishes) {
      const bool to_first = first <= second;
      (to_first ? first : second) += wish.area_m2;
      (to_first ? out.first : out.second).push_back(wish);
    }
    return out;
  }

  SiteFrame frame_;
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
    Shape region = std::move(ground.shape);
    if (ground.left_m2 > kSlack) region = cutter.taken_by(region, ground.wishes);
    cutter.share_out(std::move(region), ground.wishes, out);
  }
  std::sort(out.begin(), out.end(),
            [](const Outline& a, const Outline& b) { return a.project < b.project; });
  part_neighbours(out, cutter);
  return out;
}

}  // namespace xuanzhi::placement
