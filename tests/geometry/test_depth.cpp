// SPDX-License-Identifier: Apache-2.0
// How deep a site reaches into a region and out of it: by hand, and against a grid of points whose
// distances from the region united by GEOS are taken one by one.
#include "xuanzhi/geometry/depth.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <optional>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "geometry/deepest_point.h"
#include "geometry/oracle.h"
#include "geometry/union_outline.h"
#include "support/catch.h"
#include "xuanzhi/geometry/measure.h"

using namespace xuanzhi;
using namespace xuanzhi::geometry;
using oracle::Position;

namespace {

constexpr double kCap = 500.0;

/// Places in metres east and north of a corner at Wuhai, as degrees.
Position at(double east, double north) {
  static const DegreeLength kDegree = degree_length(39.66);
  return {106.80 + east / kDegree.longitude_m, 39.66 + north / kDegree.latitude_m};
}

std::string area(const std::vector<Position>& corners) {
  oracle::Ring ring;
  for (const Position& corner : corners) ring.push_back(at(corner.x, corner.y));
  ring.push_back(ring.front());
  return oracle::polygon(ring);
}

std::string rectangle(double west, double south, double east, double north) {
  return area({{west, south}, {east, south}, {east, north}, {west, north}});
}

/// A site and the areas of some layers.
class Ground {
 public:
  Ground(const std::string& site, const std::vector<std::vector<std::string>>& layers)
      : site_(from_wkt(geos_, site)), probe_(site_, AreaBasis::ellipsoid) {
    indexes_.reserve(layers.size());
    for (const std::vector<std::string>& texts : layers) {
      std::vector<Shape> shapes;
      shapes.reserve(texts.size());
      std::vector<RegionItem> items;
      for (const std::string& wkt : texts) {
        shapes.push_back(from_wkt(geos_, wkt));
        items.push_back({&shapes.back(), 0.0});
      }
      indexes_.emplace_back(items);
      regions_.push_back(&indexes_.back());
    }
  }

  double within(double cap = kCap) const { return depth_within(probe_, regions_, cap); }
  double beyond(double cap = kCap) const { return depth_beyond(probe_, regions_, cap); }
  double clearance(double cap = kCap) const { return clearance_within(probe_, regions_, cap); }

  /// The same from the outline of the union that GEOS makes.
  double united(DepthSide side) const {
    const RegionSurroundings near = surroundings_of(regions_, probe_, kCap);
    if (near.everywhere) return side == DepthSide::within ? kCap : 0.0;
    if (near.shape.empty()) return side == DepthSide::within ? 0.0 : kCap;
    const SignedDistance outline(probe_.plane().to_plane(near.shape));
    return deepest_point(SignedDistance(probe_.plane_area()), outline, side, kCap);
  }

  /// The greatest distance of the points of a grid, by GEOS alone.
  double of_grid(bool inside, double step_m) const {
    const Shape united = surroundings_of(regions_, probe_, 2.0 * kCap).shape;
    const Shape plane = probe_.plane().to_plane(united);
    if (plane.empty()) return inside ? 0.0 : kCap;
    const Shape lines = outline(plane);
    const Box all = probe_.plane_area().box();
    double greatest = 0.0;
    for (double x = all.min_x; x <= all.max_x; x += step_m) {
      for (double y = all.min_y; y <= all.max_y; y += step_m) {
        const Shape point = make_point(geos_, {x, y});
        if (!intersects(probe_.plane_area(), point)) continue;
        if (intersects(plane, point) != inside) continue;
        const NearestPoints near = nearest_points(point, lines);
        greatest =
            std::max(greatest, std::hypot(near.on_a.x - near.on_b.x, near.on_a.y - near.on_b.y));
      }
    }
    return std::min(greatest, kCap);
  }

 private:
  Geos geos_;
  Shape site_;
  Probe probe_;
  std::vector<RegionIndex> indexes_;
  std::vector<const RegionIndex*> regions_;
};

/// What is promised: never more, and at most 2 % and 1 cm less; planes are off by millimetres.
bool as_promised(double depth, double truth) {
  return depth <= truth + 0.02 && depth >= 0.98 * truth - 0.03;
}

const std::string kSite = rectangle(0, 0, 300, 200);

}  // namespace

TEST_CASE("An area wholly inside a site is as deep as half its width", "[depth]") {
  const Ground ground(kSite, {{rectangle(100, 80, 140, 110)}});
  CHECK(as_promised(ground.within(), 15.0));
}

TEST_CASE("A strip across a site is as deep as half its width", "[depth]") {
  const Ground ground(kSite, {{rectangle(100, -500, 150, 700)}});
  CHECK(as_promised(ground.within(), 25.0));
}

TEST_CASE("A site whose corner reaches into an area is as deep as that corner", "[depth]") {
  const Ground ground(kSite, {{rectangle(280, -400, 900, 700)}});
  CHECK(as_promised(ground.within(), 20.0));
  CHECK(as_promised(ground.beyond(), 280.0));
}

TEST_CASE("A gap across a site reaches out by half its width", "[depth]") {
  const Ground ground(kSite, {{rectangle(-50, -50, 120, 250), rectangle(160, -50, 400, 250)}});
  CHECK(as_promised(ground.beyond(), 20.0));
}

TEST_CASE("A site apart reaches out as far as its farthest corner, up to the cap", "[depth]") {
  const Ground ground(kSite, {{rectangle(310, -100, 900, 300)}});
  CHECK(ground.within() == 0.0);
  CHECK(as_promised(ground.beyond(), 310.0));
  CHECK(ground.beyond(100.0) == 100.0);
  const Ground nothing(kSite, {{}});
  CHECK(nothing.within() == 0.0);
  CHECK(nothing.beyond() == kCap);
}

TEST_CASE("A site deep inside an area is as deep as the cap and reaches out of nothing",
          "[depth]") {
  const Ground ground(kSite, {{rectangle(-5000, -5000, 5000, 5000)}});
  CHECK(ground.within() == kCap);
  CHECK(ground.beyond() == 0.0);
  CHECK(ground.clearance() == kCap);
}

TEST_CASE("The clearance of a site is the way from it to the outline around it", "[depth]") {
  const Ground ground(kSite, {{rectangle(-40, -70, 100, 900), rectangle(100, -70, 700, 900)}});
  CHECK(std::abs(ground.clearance() - 40.0) <= 0.01);
  CHECK(ground.clearance(30.0) == 30.0);
  // A corner of the outline is nearer than its edges.
  const Ground bay(kSite, {{area({{-90, -90}, {150, -15}, {390, -90}, {390, 290}, {-90, 290}})}});
  CHECK(std::abs(bay.clearance() - 15.0) <= 0.01);
  const Ground touching(kSite, {{rectangle(0, -70, 700, 900)}});
  CHECK(touching.clearance() <= 0.001);
}

TEST_CASE("Areas side by side count as one", "[depth]") {
  // Nine squares of 100 m; the site lies in their midst.
  std::vector<std::string> squares;
  for (const double x : {0.0, 100.0, 200.0}) {
    for (const double y : {0.0, 100.0, 200.0})
      squares.push_back(rectangle(x, y, x + 100.0, y + 100.0));
  }
  const std::string site = rectangle(90, 110, 210, 190);
  CHECK(as_promised(Ground(site, {squares}).within(), 150.0));
  SECTION("Over several layers") {
    const std::vector<std::string> first(squares.begin(), squares.begin() + 4);
    const std::vector<std::string> second(squares.begin() + 4, squares.end());
    CHECK(as_promised(Ground(site, {first, second}).within(), 150.0));
  }
  SECTION("And where one of them has a corner on an edge of another") {
    std::vector<std::string> mixed(squares.begin() + 3, squares.end());
    mixed.push_back(rectangle(0, 0, 100, 150));
    mixed.push_back(rectangle(0, 150, 100, 300));
    CHECK(as_promised(Ground(site, {mixed}).within(), 150.0));
  }
  SECTION("But a missing one is a hole") {
    std::vector<std::string> rest = squares;
    rest.erase(rest.begin() + 4);
    CHECK(as_promised(Ground(site, {rest}).within(), 10.0));
    CHECK(as_promised(Ground(site, {rest}).beyond(), 50.0));
  }
}

TEST_CASE("The outline of areas that share whole edges is known without their union", "[depth]") {
  const auto outline = [](const std::vector<std::string>& areas) {
    const Geos geos;
    const Shape site = from_wkt(geos, kSite);
    const Probe probe(site, AreaBasis::ellipsoid);
    std::vector<Shape> shapes;
    std::vector<RegionItem> items;
    shapes.reserve(areas.size());
    for (const std::string& wkt : areas) {
      shapes.push_back(from_wkt(geos, wkt));
      items.push_back({&shapes.back(), 0.0});
    }
    const RegionIndex index(items);
    const Box around = grown(probe.box(), kCap);
    std::vector<OutlinePart> parts;
    for (std::size_t i = 0; i < items.size(); ++i)
      parts.push_back({&index.paths(), i, index.paths().local_area(i, around)});
    const auto found = union_outline(std::move(parts), around, probe);
    double length = 0.0;
    if (found) {
      for (const PlaneEdge& edge : found->edges())
        length += std::hypot(edge.to.x - edge.from.x, edge.to.y - edge.from.y);
    }
    return std::round(length);
  };
  const std::string west = rectangle(0, 0, 100, 100);
  CHECK(outline({west, rectangle(100, 0, 200, 100)}) == 600.0);
  CHECK(outline({west, rectangle(300, 0, 400, 100)}) == 800.0);
  CHECK(outline({west, rectangle(20, 20, 80, 80)}) == 400.0);
  // Part of an edge, the same edges on the same side, across each other.
  CHECK(outline({west, rectangle(100, 0, 200, 50)}) == 0.0);
  CHECK(outline({west, west}) == 0.0);
  CHECK(outline({west, rectangle(50, 50, 200, 200)}) == 0.0);
}

TEST_CASE("Areas upon each other count as one", "[depth]") {
  const std::string wide = rectangle(-100, -100, 400, 300);
  const double alone = Ground(kSite, {{wide}}).within();
  CHECK(as_promised(alone, 200.0));
  SECTION("One inside another, apart from its outline") {
    CHECK(Ground(kSite, {{wide, rectangle(120, 80, 180, 120)}}).within() == alone);
  }
  SECTION("The same area twice") {
    CHECK(as_promised(Ground(kSite, {{wide}, {wide}}).within(), 200.0));
  }
  SECTION("Two that cross") {
    const Ground ground(kSite, {{rectangle(-100, -100, 200, 300), rectangle(150, -100, 400, 300)}});
    CHECK(as_promised(ground.within(), 200.0));
  }
}

TEST_CASE("The hole of an area is outside of it", "[depth]") {
  const auto ring = [](double west, double south, double east, double north) {
    return oracle::Ring{at(west, south), at(east, south), at(east, north), at(west, north),
                        at(west, south)};
  };
  const std::string wkt = oracle::polygon(ring(-1000, -1000, 1300, 1200), ring(100, 50, 200, 150));
  const Ground ground(kSite, {{wkt}});
  CHECK(as_promised(ground.beyond(), 50.0));
  CHECK(as_promised(ground.within(), std::hypot(100.0, 50.0)));
}

TEST_CASE("Depths are those of a grid of points, whatever the areas", "[depth]") {
  static constexpr double kStep = 12.0;
  std::mt19937 chance(20261128);
  const auto number = [&](double low, double high) {
    return std::uniform_real_distribution<double>(low, high)(chance);
  };
  for (int round = 0; round < 30; ++round) {
    // Cells of a warped grid, some of them missing, some with an area laid upon them.
    std::vector<std::vector<Position>> corners(6, std::vector<Position>(6));
    for (int i = 0; i < 6; ++i) {
      for (int k = 0; k < 6; ++k)
        corners[i][k] = {120.0 * i - 150.0 + number(-30, 30), 120.0 * k - 200.0 + number(-30, 30)};
    }
    std::vector<std::string> areas;
    for (int i = 0; i < 5; ++i) {
      for (int k = 0; k < 5; ++k) {
        if (number(0, 1) < 0.3) continue;
        areas.push_back(
            area({corners[i][k], corners[i + 1][k], corners[i + 1][k + 1], corners[i][k + 1]}));
      }
    }
    if (round % 3 == 0) {
      const double x = number(0, 250);
      const double y = number(0, 150);
      areas.push_back(rectangle(x, y, x + number(20, 200), y + number(20, 200)));
    }
    const std::string site = area({{number(-20, 20), number(-20, 20)},
                                   {number(280, 320), number(-20, 20)},
                                   {number(280, 320), number(180, 220)},
                                   {number(100, 200), number(80, 300)},
                                   {number(-20, 20), number(180, 220)}});
    const Ground ground(site, {areas});
    CAPTURE(round);
    const double within = ground.within();
    const double beyond = ground.beyond();
    const double grid_within = ground.of_grid(true, kStep);
    const double grid_beyond = ground.of_grid(false, kStep);
    CHECK(within >= 0.98 * grid_within - 0.03);
    CHECK(beyond >= 0.98 * grid_beyond - 0.03);
    // No point lies farther from a point of the grid than that, but near the site's own outline.
    CHECK(within <= grid_within + 2.0 * kStep);
    CHECK(beyond <= grid_beyond + 2.0 * kStep);
  }
}

TEST_CASE("Depths are those of the united areas where corners and edges fall together", "[depth]") {
  std::mt19937 chance(4);
  const auto whole = [&](int low, int high) {
    return std::uniform_int_distribution<int>(low, high)(chance);
  };
  const char* const cases = std::getenv("XUANZHI_DEPTH_CASES");
  const int rounds = cases == nullptr ? 300 : std::atoi(cases);
  for (int round = 0; round < rounds; ++round) {
    // Rectangles and triangles on a grid of 50 m: common edges whole and in part, corners on edges,
    // areas within and upon each other.
    std::vector<std::string> areas;
    for (int i = whole(1, 9); i > 0; --i) {
      const double x = 50.0 * whole(-3, 6);
      const double y = 50.0 * whole(-3, 5);
      const double wide = 50.0 * whole(1, 5);
      const double tall = 50.0 * whole(1, 5);
      if (whole(0, 3) == 0) {
        areas.push_back(area({{x, y}, {x + wide, y}, {x, y + tall}}));
      } else {
        areas.push_back(rectangle(x, y, x + wide, y + tall));
      }
    }
    const double west = 25.0 * whole(-2, 4);
    const double south = 25.0 * whole(-2, 4);
    const Ground ground(
        rectangle(west, south, west + 25.0 * whole(1, 10), south + 25.0 * whole(1, 8)), {areas});
    CAPTURE(round);
    // Each is up to 2 % and 1 cm below the truth.
    const auto agree = [](double a, double b) { return std::abs(a - b) <= 0.021 * b + 0.03; };
    CHECK(agree(ground.within(), ground.united(DepthSide::within)));
    CHECK(agree(ground.beyond(), ground.united(DepthSide::beyond)));
  }
}

TEST_CASE("A site over thousands of plots has the depth of all of them", "[depth]") {
  static constexpr int kAcross = 70;
  std::vector<std::string> plots;
  for (int i = 0; i < kAcross; ++i) {
    for (int k = 0; k < kAcross; ++k) {
      // One is missing: a hole of 10 m in the midst.
      if (i == 35 && k == 35) continue;
      plots.push_back(rectangle(10.0 * i, 10.0 * k, 10.0 * i + 10.0, 10.0 * k + 10.0));
    }
  }
  const Ground ground(rectangle(100, 100, 600, 600), {plots});
  CHECK(as_promised(ground.beyond(), 5.0));
  // Between the hole and a corner of the whole, d from both outer edges: d = √2 (350 - d).
  CHECK(as_promised(ground.within(), 350.0 * std::sqrt(2.0) / (1.0 + std::sqrt(2.0))));
}
