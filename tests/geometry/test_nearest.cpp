// SPDX-License-Identifier: Apache-2.0
// The branch and bound for distances against every pair of outlines measured by GEOS.
#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <random>
#include <sstream>
#include <string>
#include <vector>

#include "geometry/degree_floor.h"
#include "geometry/far_floor.h"
#include "geometry/oracle.h"
#include "support/catch.h"
#include "xuanzhi/geometry/measure.h"
#include "xuanzhi/geometry/region_index.h"

using namespace xuanzhi;
using namespace xuanzhi::geometry;
using oracle::Position;
using oracle::Ring;

namespace {

/// A place on the Earth and how far around it things are strewn.
struct Setting {
  Position centre;
  double spread_m;
};

struct Truth {
  std::optional<RegionNearest> shape;
  std::optional<RegionNearest> edge;
};

// Every item's whole outline in the probe's plane, and the geodesic between the nearest points.
Truth measured_one_by_one(const Probe& probe, const std::vector<RegionItem>& items) {
  Truth out;
  for (std::size_t i = 0; i < items.size(); ++i) {
    const Shape plane = probe.plane().to_plane(outline(*items[i].shape));
    const NearestPoints pair = nearest_points(probe.plane_area(), plane);
    const double distance = geodesic_distance_m(probe.plane().to_lon_lat(pair.on_a),
                                                probe.plane().to_lon_lat(pair.on_b));
    const double edge = std::max(0.0, distance - items[i].half_width_m);
    if (!out.shape || distance < out.shape->distance_m) out.shape = RegionNearest{i, distance};
    if (!out.edge || edge < out.edge->distance_m) out.edge = RegionNearest{i, edge};
  }
  return out;
}

std::string random_item(oracle::Stars& stars, const Setting& at) {
  const Position home =
      oracle::moved(at.centre, stars.uniform(0.0, 360.0), stars.uniform(0.0, at.spread_m));
  const double kind = stars.uniform(0.0, 3.0);
  if (kind < 1.0) return "POINT " + oracle::text({home});
  if (kind < 2.0) return oracle::polygon(stars.star(home, 50.0, 0.05 * at.spread_m + 60.0));
  Ring line{home};
  const double step = stars.uniform(20.0, 0.2 * at.spread_m);
  for (int i = 0; i < 12; ++i)
    line.push_back(oracle::moved(line.back(), stars.uniform(0.0, 360.0), step));
  return "LINESTRING " + oracle::text(line);
}

}  // namespace

TEST_CASE("The nearest outline is the one that a search through all of them finds",
          "[region][property]") {
  const auto at = GENERATE(Setting{{106.8, 39.66}, 3e3}, Setting{{106.8, 39.66}, 60e3},
                           Setting{{20.3, -34.0}, 20e3}, Setting{{31.0, 0.01}, 20e3},
                           Setting{{25.0, 69.0}, 20e3}, Setting{{113.1, 41.0}, 300e3});
  oracle::Stars stars(static_cast<unsigned>(at.spread_m));
  const Geos geos;
  int compared = 0;
  for (int round = 0; round < 60; ++round) {
    std::vector<Shape> shapes;
    std::vector<RegionItem> items;
    const int count = 1 + round % 30;
    for (int i = 0; i < count; ++i) shapes.push_back(from_wkt(geos, random_item(stars, at)));
    for (const Shape& shape : shapes)
      items.push_back({&shape, round % 3 == 0 ? stars.uniform(0.0, 0.1 * at.spread_m) : 0.0});
    const RegionIndex index(items);
    const Shape site = from_wkt(
        geos, oracle::polygon(stars.star(oracle::moved(at.centre, stars.uniform(0.0, 360.0),
                                                       stars.uniform(0.0, at.spread_m)),
                                         100.0, 900.0)));
    const Probe probe(site, AreaBasis::ellipsoid);
    if (!index.touching(probe).empty()) continue;
    const Truth truth = measured_one_by_one(probe, items);
    const RegionProximity found = index.proximity(probe);
    REQUIRE(found.shape);
    REQUIRE(found.edge);
    CAPTURE(at.spread_m, round, to_wkb(site).size(), truth.shape->distance_m);
    // Both place added vertices by themselves, and an edge may stray by a millimetre.
    const double slack = std::max(0.001, 1e-7 * truth.shape->distance_m);
    CHECK(std::abs(found.shape->distance_m - truth.shape->distance_m) <= slack);
    CHECK(std::abs(found.edge->distance_m - truth.edge->distance_m) <= slack);
    if (truth.edge->distance_m == 0.0) CHECK(found.edge->item <= truth.edge->item);
    CHECK(found.shape->item == truth.shape->item);
    const auto within = index.proximity(probe, truth.shape->distance_m + 0.01);
    REQUIRE(within.shape);
    CHECK(within.shape->distance_m == found.shape->distance_m);
    CHECK_FALSE(index.proximity(probe, truth.shape->distance_m - 0.01).shape);
    ++compared;
  }
  // Compilers draw the arguments of a call in an order of their own, so not all compare as many.
  CHECK(compared >= 15);
}

TEST_CASE("Of items at the same distance the first is named, whatever the order of their vertices",
          "[region]") {
  const Geos geos;
  // Two plots share the edge that is nearest to the site, and walk it in opposite senses.
  const Shape left =
      from_wkt(geos, "POLYGON ((106.80 39.70, 106.81 39.69, 106.81 39.71, 106.80 39.70))");
  const Shape right =
      from_wkt(geos, "POLYGON ((106.81 39.69, 106.82 39.70, 106.81 39.71, 106.81 39.69))");
  const Shape site =
      from_wkt(geos, "POLYGON ((106.805 39.65, 106.815 39.65, 106.81 39.66, 106.805 39.65))");
  const Probe probe(site, AreaBasis::ellipsoid);
  CHECK(RegionIndex({{&left, 0.0}, {&right, 0.0}}).proximity(probe).shape->item == 0);
  CHECK(RegionIndex({{&right, 0.0}, {&left, 0.0}}).proximity(probe).shape->item == 0);
  // Within both half widths the edge is nowhere nearer than nought.
  const auto broad = RegionIndex({{&right, 9000.0}, {&left, 8000.0}}).proximity(probe);
  CHECK(broad.edge->item == 0);
  CHECK(broad.edge->distance_m == 0.0);
}

TEST_CASE("A bound leaves out what is beyond it and nothing else, wherever on Earth",
          "[region][property]") {
  const Geos geos;
  std::mt19937_64 dice(13);
  std::uniform_real_distribution<double> share(0.0, 1.0);
  const auto between = [&](double low, double high) { return low + (high - low) * share(dice); };
  const auto square = [&](Position at) {
    static constexpr double kSide = 0.001;
    const double x = std::clamp(at.x, -180.0, 180.0 - kSide);
    const double y = std::clamp(at.y, -90.0, 90.0 - kSide);
    return make_box(geos, {x, y, x + kSide, y + kSide});
  };
  int across = 0;
  for (int i = 0; i < 3000; ++i) {
    // By chance, at the antimeridian, and near a pole.
    const Position at{i % 3 == 0 ? 179.998 : between(-180.0, 180.0),
                      i % 3 == 1 ? 89.9 : between(-89.0, 89.0)};
    const double length = std::pow(10.0, between(2.0, 6.0));
    const Shape site = square(at);
    const Shape other = square(oracle::moved(at, between(0.0, 360.0), length));
    const double half_width = i % 2 == 0 ? 0.0 : 50.0;
    const RegionIndex index({{&other, half_width}});
    const Probe probe(site, AreaBasis::ellipsoid);
    const auto all = index.proximity(probe);
    REQUIRE(all.shape);
    const double distance = all.shape->distance_m;
    across += std::abs(site.box().min_x - other.box().min_x) > 180.0 && distance < 1e5 ? 1 : 0;
    CAPTURE(at.x, at.y, distance, half_width);
    for (const double bound : {distance + 1e-3, 2.0 * distance + 1.0, 1e9, 1e200}) {
      const auto found = index.proximity(probe, bound);
      REQUIRE(found.shape);
      REQUIRE(found.shape->distance_m == distance);
      REQUIRE(found.edge->distance_m == all.edge->distance_m);
    }
    if (distance > half_width + 1.0) {
      REQUIRE_FALSE(index.proximity(probe, distance - half_width - 0.5).shape);
      REQUIRE_FALSE(index.proximity(probe, distance - half_width - 0.5).edge);
    }
  }
  CHECK(across > 100);
}

TEST_CASE("No geodesic within the bound undercuts the floor of a degree", "[region][property]") {
  std::mt19937_64 dice(7);
  std::uniform_real_distribution<double> share(0.0, 1.0);
  const auto between = [&](double low, double high) { return low + (high - low) * share(dice); };
  double tightest = std::numeric_limits<double>::infinity();
  for (int i = 0; i < 200'000; ++i) {
    const double length = std::pow(10.0, between(0.0, 6.9));
    const Position a{between(-10.0, 10.0), between(-88.0, 88.0)};
    const Position b = oracle::moved(a, between(0.0, 360.0), length);
    const Box one{a.x, a.y, a.x, a.y};
    const Box other{b.x, b.y, b.x, b.y};
    const double bound = length * between(1.0, 1.5);
    const DegreeFloors floors(one);
    const DegreeFloor round = floors.within(bound);
    const DegreeFloor floor = floors.to(other, bound);
    const Point gap = gap_between(one, other);
    const double least = std::hypot(gap.x * floor.x_m, gap.y * floor.y_m);
    CAPTURE(a.x, a.y, b.x, b.y, length, bound, least);
    REQUIRE(least <= length * (1.0 + 1e-9) + 1e-6);
    REQUIRE(std::hypot(gap.x * round.x_m, gap.y * round.y_m) <= length * (1.0 + 1e-9) + 1e-6);
    if (length < 10e3 && std::abs(a.y) < 60.0) tightest = std::min(tightest, least / length);
  }
  // And it is not far below: a search within 10 km looks at little more than it must.
  CHECK(tightest > 0.99);
}

TEST_CASE("No geodesic between far boxes undercuts their floor", "[region][property]") {
  std::mt19937_64 dice(11);
  std::uniform_real_distribution<double> share(0.0, 1.0);
  const auto between = [&](double low, double high) { return low + (high - low) * share(dice); };
  const auto around = [&](Position of, double size) {
    const double west = size * share(dice);
    const double south = size * share(dice);
    return Box{of.x - west, std::max(-90.0, of.y - south), of.x + size - west,
               std::min(90.0, of.y + size - south)};
  };
  double tightest = std::numeric_limits<double>::infinity();
  for (int i = 0; i < 200'000; ++i) {
    const double length = std::pow(10.0, between(3.0, 7.29));
    const Position a{between(-180.0, 180.0), between(-89.0, 89.0)};
    const Position b = oracle::moved(a, between(0.0, 360.0), length);
    const double size = i % 2 == 0 ? 0.0 : between(0.0, 1.0);
    const double floor = FarFloor(around(a, size)).to(around(b, size));
    CAPTURE(a.x, a.y, b.x, b.y, length, size, floor);
    REQUIRE(floor <= length);
    if (size == 0.0 && length < 10e6) tightest = std::min(tightest, floor / length);
  }
  // A search in another prefecture's layer looks at what is within some 50 m of the nearest.
  CHECK(tightest > 0.9998);
}
