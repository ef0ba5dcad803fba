// SPDX-License-Identifier: Apache-2.0
// Overlaps and nearest distances of one site and a region, against brute force on the ellipsoid.
#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <vector>

#include "geometry/oracle.h"
#include "support/catch.h"
#include "xuanzhi/geometry/measure.h"
#include "xuanzhi/geometry/region_index.h"
#include "xuanzhi/geometry/shape.h"

using namespace xuanzhi;
using namespace xuanzhi::geometry;
using oracle::Position;
using oracle::relative;
using oracle::Ring;

namespace {

const Ring kSite{{106.7942, 39.6551}, {106.8061, 39.6549}, {106.8101, 39.6602},
                 {106.8049, 39.6651}, {106.7951, 39.6633}, {106.7942, 39.6551}};

/// A region made of texts, with the index over it.
class Region {
 public:
  explicit Region(const std::vector<std::string>& wkts, double half_width_m = 0.0) {
    for (const std::string& wkt : wkts) shapes_.push_back(from_wkt(geos_, wkt));
    std::vector<RegionItem> items;
    for (const Shape& shape : shapes_) items.push_back({&shape, half_width_m});
    index_.emplace(items);
  }

  Shape shape(const std::string& wkt) const { return from_wkt(geos_, wkt); }
  const RegionIndex& index() const { return *index_; }
  const Geos& geos() const { return geos_; }

  RegionProximity proximity(const std::string& site, std::optional<double> within_m = {}) const {
    const Shape area = shape(site);
    return index_->proximity(Probe(area, AreaBasis::ellipsoid), within_m);
  }

  /// Areas of the overlaps with a site.
  std::vector<double> overlaps(const std::string& site) const {
    const Shape area = shape(site);
    std::vector<double> out;
    for (const auto& overlap : index_->overlaps(Probe(area, AreaBasis::ellipsoid))) {
      out.push_back(overlap.area_m2);
    }
    return out;
  }

 private:
  Geos geos_;
  std::vector<Shape> shapes_;
  std::optional<RegionIndex> index_;
};

/// The contract: 1e-4 of the distance, and 1 cm below 10 km.
bool as_promised(double distance, double truth) {
  return std::abs(distance - truth) <= (truth < 10'000.0 ? 0.01 : 1e-4 * truth);
}

double area_of(const Ring& ring) {
  return oracle::equal_area(ring, 300);
}

double sum(const std::vector<double>& values) {
  double out = 0.0;
  for (const double value : values) out += value;
  return out;
}

}  // namespace

TEST_CASE("An index over nothing answers with nothing", "[region]") {
  const Region region({});
  CHECK(region.index().empty());
  const Shape area = region.shape(oracle::polygon(kSite));
  const Probe probe(area, AreaBasis::ellipsoid);
  CHECK(region.index().touching(probe).empty());
  CHECK(region.index().overlaps(probe).empty());
  CHECK_FALSE(region.index().proximity(probe).shape);
  CHECK_FALSE(region.index().proximity(probe, 1000.0).edge);
  CHECK(region.index().surroundings(probe, 1000.0).shape.empty());
}

TEST_CASE("An overlap is the common area of each item, in the order of the items", "[region]") {
  const Ring site = oracle::box(106.80, 39.66, 106.81, 39.67);
  const Region region({
      oracle::polygon(oracle::box(106.805, 39.60, 106.90, 39.70)),     // the eastern half
      oracle::polygon(oracle::box(106.90, 39.66, 106.91, 39.67)),      // apart
      oracle::polygon(oracle::box(106.802, 39.662, 106.803, 39.663)),  // inside
      oracle::polygon(oracle::box(106.70, 39.60, 106.95, 39.72)),      // around
      oracle::polygon(oracle::box(106.79, 39.66, 106.80, 39.67)),      // beside, sharing an edge
      "LINESTRING (106.79 39.665, 106.82 39.665)",
      "POINT (106.805 39.665)",
  });
  const Shape area = region.shape(oracle::polygon(site));
  const Probe probe(area, AreaBasis::ellipsoid);
  CHECK(region.index().touching(probe) == std::vector<std::size_t>{0, 2, 3, 4, 5, 6});
  const auto overlaps = region.index().overlaps(probe);
  REQUIRE(overlaps.size() == 3);
  CHECK(overlaps[0].item == 0);
  CHECK(relative(overlaps[0].area_m2, area_of(oracle::box(106.805, 39.66, 106.81, 39.67))) < 1e-8);
  CHECK(overlaps[1].item == 2);
  CHECK(relative(overlaps[1].area_m2, area_of(oracle::box(106.802, 39.662, 106.803, 39.663))) <
        1e-8);
  CHECK(overlaps[2].item == 3);
  CHECK(relative(overlaps[2].area_m2, area_of(site)) < 1e-9);
  CHECK(relative(overlaps[2].area_m2, probe.area_m2()) < 1e-12);
}

TEST_CASE("Among thousands of parts whose outlines do not meet, one inside another is found",
          "[region]") {
  static constexpr int kAcross = 40;
  // A square of every cell of a grid: `before` and `after` degrees from the corner of the cell.
  const auto squares = [](double before, double after, std::optional<Ring> last) {
    std::string parts;
    for (int i = 0; i < kAcross * kAcross; ++i) {
      const int row = i / kAcross;
      const double x = 106.0 + 0.02 * (i - row * kAcross);
      const double y = 39.0 + 0.02 * row;
      const Ring ring = last && i == kAcross * kAcross - 1
                            ? *last
                            : oracle::box(x + before, y + before, x + after, y + after);
      const std::string polygon = oracle::polygon(ring);
      parts += (i == 0 ? "" : ", ") + polygon.substr(polygon.find('('));
    }
    return "MULTIPOLYGON (" + parts + ")";
  };
  const double x = 106.0 + 0.02 * (kAcross - 1);
  const double y = 39.0 + 0.02 * (kAcross - 1);
  const Region region({
      squares(0.016, 0.018, {}),  // in the gaps
      squares(0.016, 0.018, oracle::box(x + 0.006, y + 0.006, x + 0.008, y + 0.008)),  // one inside
      squares(0.016, 0.018, oracle::box(x + 0.003, y + 0.003, x + 0.013, y + 0.013)),  // one around
  });
  const Shape area = region.shape(squares(0.005, 0.010, {}));
  const Probe probe(area, AreaBasis::ellipsoid);
  CHECK(region.index().touching(probe) == std::vector<std::size_t>{1, 2});
  const auto overlaps = region.index().overlaps(probe);
  REQUIRE(overlaps.size() == 2);
  CHECK(relative(overlaps[0].area_m2,
                 area_of(oracle::box(x + 0.006, y + 0.006, x + 0.008, y + 0.008))) < 1e-8);
  CHECK(relative(overlaps[1].area_m2,
                 area_of(oracle::box(x + 0.005, y + 0.005, x + 0.010, y + 0.010))) < 1e-8);
}

TEST_CASE("An overlap with a feature of many vertices is not changed by clipping", "[region]") {
  // A circle of 30 km with 2,000 vertices around a point 29.8 km north: its edge cuts the site.
  Ring circle;
  const Position centre = oracle::moved({106.80, 39.66}, 0.0, 29'800.0);
  for (int i = 0; i < 2000; ++i)
    circle.push_back(oracle::moved(centre, -360.0 * i / 2000, 30'000.0));
  circle.push_back(circle.front());
  const Region region({oracle::polygon(circle)});
  const Ring site = oracle::box(106.79, 39.655, 106.81, 39.665);
  const double found = sum(region.overlaps(oracle::polygon(site)));
  // Plain overlay of the whole feature by GEOS.
  const Shape common =
      intersection(region.shape(oracle::polygon(circle)), region.shape(oracle::polygon(site)));
  CHECK(found > 0.5 * area_of(site));
  CHECK(found < 0.99 * area_of(site));
  CHECK(relative(found, ellipsoidal_area_m2(common)) < 1e-9);
}

TEST_CASE("Overlaps are counted by the basis of the probe", "[region]") {
  const Region region({oracle::polygon(oracle::box(106.70, 39.60, 106.95, 39.72))});
  const Shape area = region.shape(oracle::polygon(kSite));
  const Probe plane(area, AreaBasis::projected);
  const Probe ellipsoid(area, AreaBasis::ellipsoid);
  const double factor = region.index().overlaps(plane).at(0).area_m2 /
                        region.index().overlaps(ellipsoid).at(0).area_m2;
  CHECK(std::abs(factor - 1.00026) < 1e-5);  // domain facts §3.1
}

TEST_CASE("A probe of a shape at rest is that of the shape", "[region]") {
  const std::string wkt = GENERATE(
      as<std::string>(),
      "POLYGON ((106 39, 106.1 39, 106.1 39.1, 106 39), (106.05 39.02, 106.08 "
      "39.02, 106.08 39.05, 106.05 39.02))",
      "MULTIPOLYGON (((106 39, 106.1 39, 106.1 39.1, 106 39)), ((107 39, 107.1 39, 107.1 39.1, 107 "
      "39)))");
  const AreaBasis basis = GENERATE(AreaBasis::ellipsoid, AreaBasis::projected);
  const Geos geos;
  const Shape shape = from_wkt(geos, wkt);
  const xuanzhi::geometry::CompactShape at_rest(shape);
  const Probe given(shape, basis);
  const Probe made(geos, at_rest, basis);
  CHECK(made.area_m2() == given.area_m2());
  CHECK(to_wkb(made.area()) == to_wkb(shape));
  CHECK(to_wkb(made.plane_area()) == to_wkb(given.plane_area()));
  const Region region({"POLYGON ((106.02 39.01, 108 39.01, 108 39.09, 106.02 39.01))"});
  CHECK(region.index().relation(made).overlaps.front().area_m2 ==
        region.index().relation(given).overlaps.front().area_m2);
}

TEST_CASE("The nearest point of a point layer is found on the ellipsoid", "[region]") {
  const double metres = GENERATE(0.5, 40.0, 999.0, 5'000.0, 9'900.0, 60'000.0);
  int found = 0;
  for (std::size_t edge = 1; edge < kSite.size(); ++edge) {
    // Outwards from the middle of an edge: the ring runs counterclockwise.
    double azimuth = 0.0;
    geod_inverse(&oracle::ellipsoid(), kSite[edge - 1].y, kSite[edge - 1].x, kSite[edge].y,
                 kSite[edge].x, nullptr, &azimuth, nullptr);
    const Position middle = oracle::between(kSite[edge - 1], kSite[edge], 0.5);
    const Position p = oracle::moved(middle, azimuth + 60.0, metres);
    const Position far = oracle::moved(middle, azimuth + 60.0, 2.0 * metres + 10.0);
    const double truth = oracle::path_distance(kSite, {p});
    const Region region({"POINT " + oracle::text({far}), "POINT " + oracle::text({p})});
    const auto nearest = region.proximity(oracle::polygon(kSite)).shape;
    CAPTURE(metres, edge, truth);
    REQUIRE(nearest);
    CHECK(nearest->item == 1);
    CHECK(as_promised(nearest->distance_m, truth));
    ++found;
  }
  CHECK(found == 5);
}

TEST_CASE("The nearest part of a line is found between its vertices", "[region]") {
  // A road of 60 km that passes 400 m to 25 km north of the site, edges straight in degrees.
  const double north = GENERATE(0.004, 0.02, 0.09, 0.25);
  const Ring road{
      {106.45, 39.6651 + north + 0.002}, {107.15, 39.6651 + north - 0.001}, {107.2, 40.2}};
  const Region region({"LINESTRING " + oracle::text(road)});
  const double truth = oracle::path_distance(kSite, road);
  const auto found = region.proximity(oracle::polygon(kSite));
  REQUIRE(found.shape);
  CAPTURE(truth, found.shape->distance_m);
  CHECK(as_promised(found.shape->distance_m, truth));
  CHECK(found.edge->distance_m == found.shape->distance_m);
}

TEST_CASE("The nearest polygon is found whatever its size and place", "[region][property]") {
  oracle::Stars stars(560);
  for (int i = 0; i < 40; ++i) {
    const Position home{stars.uniform(106.6, 107.1), stars.uniform(39.3, 39.9)};
    const Ring site = stars.star(home, 150.0, 700.0);
    std::vector<Ring> others;
    std::vector<std::string> wkts;
    for (int k = 0; k < 3; ++k) {
      const double away = stars.uniform(1'700.0, i % 2 == 0 ? 9'000.0 : 40'000.0);
      others.push_back(
          stars.star(oracle::moved(home, stars.uniform(0.0, 360.0), away), 100.0, 900.0));
      wkts.push_back(oracle::polygon(others.back()));
    }
    std::vector<double> truths;
    for (const Ring& other : others) truths.push_back(oracle::path_distance(site, other));
    const auto nearest = std::min_element(truths.begin(), truths.end());
    const Region region(wkts);
    const auto found = region.proximity(oracle::polygon(site));
    REQUIRE(found.shape);
    CAPTURE(oracle::polygon(site), wkts, *nearest, found.shape->distance_m);
    CHECK(as_promised(found.shape->distance_m, *nearest));
    CHECK(found.shape->item == static_cast<std::size_t>(nearest - truths.begin()));
  }
}

TEST_CASE("Jining is found from Wuhai, 560 km away", "[region]") {
  const Ring jining{
      {113.10, 41.00}, {113.14, 40.99}, {113.16, 41.04}, {113.11, 41.05}, {113.10, 41.00}};
  const Region polygon({oracle::polygon(jining)});
  const double truth = oracle::path_distance(kSite, jining);
  CHECK(truth > 550e3);
  CHECK(relative(polygon.proximity(oracle::polygon(kSite)).shape->distance_m, truth) < 1e-4);

  const Region airport({"POINT (113.108056 41.129722)"});
  const double to_airport = oracle::path_distance(kSite, {{113.108056, 41.129722}});
  CHECK(relative(airport.proximity(oracle::polygon(kSite)).shape->distance_m, to_airport) < 1e-4);

  // A meridian-wise line of 400 km: its nearest part is not a vertex.
  const Ring line{{112.0, 38.0}, {112.5, 41.8}};
  const Region rail({"LINESTRING " + oracle::text(line)});
  const double to_rail = oracle::path_distance(kSite, line);
  CHECK(relative(rail.proximity(oracle::polygon(kSite)).shape->distance_m, to_rail) < 1e-4);
}

TEST_CASE("The half width of a road is deducted and never leaves less than nothing", "[region]") {
  const Ring road{{106.7, 39.668}, {106.9, 39.668}};
  const double truth = oracle::path_distance(kSite, road);
  REQUIRE(truth > 300.0);
  REQUIRE(truth < 330.0);
  const auto narrow =
      Region({"LINESTRING " + oracle::text(road)}, 12.5).proximity(oracle::polygon(kSite));
  CHECK(as_promised(narrow.shape->distance_m, truth));
  CHECK(as_promised(narrow.edge->distance_m, truth - 12.5));
  const auto wide =
      Region({"LINESTRING " + oracle::text(road)}, 400.0).proximity(oracle::polygon(kSite));
  CHECK(as_promised(wide.shape->distance_m, truth));
  CHECK(wide.edge->distance_m == 0.0);
}

TEST_CASE("A wide item farther away may have the nearer edge", "[region]") {
  const Geos geos;
  const Shape site = from_wkt(geos, oracle::polygon(kSite));
  const Ring near{{106.7, 39.668}, {106.9, 39.668}};   // 320 m
  const Ring broad{{106.7, 39.676}, {106.9, 39.676}};  // 1,210 m, half width 1 km
  const Ring farther{{106.7, 39.70}, {106.9, 39.70}};  // 3,870 m, half width 3.8 km
  const Shape a = from_wkt(geos, "LINESTRING " + oracle::text(near));
  const Shape b = from_wkt(geos, "LINESTRING " + oracle::text(broad));
  const Shape c = from_wkt(geos, "LINESTRING " + oracle::text(farther));
  const RegionIndex index({{&a, 5.0}, {&b, 1000.0}, {&c, 3800.0}});
  const auto found = index.proximity(Probe(site, AreaBasis::ellipsoid));
  CHECK(found.shape->item == 0);
  CHECK(as_promised(found.shape->distance_m, oracle::path_distance(kSite, near)));
  CHECK(found.edge->item == 2);
  CHECK(as_promised(found.edge->distance_m, oracle::path_distance(kSite, farther) - 3800.0));
}

TEST_CASE("A wide item beyond the first reach is not missed for a narrow one within", "[region]") {
  const Geos geos;
  const Shape site = from_wkt(geos, oracle::polygon(kSite));
  // The search starts with 1 km and the greatest half width.
  const Position north{106.8049, 39.6651};
  const Position narrow = oracle::moved(north, 0.0, 1'900.0);
  const Position broad = oracle::moved(north, 0.0, 2'800.0);
  const Shape a = from_wkt(geos, "POINT " + oracle::text({narrow}));
  const Shape b = from_wkt(geos, "POINT " + oracle::text({broad}));
  const RegionIndex index({{&a, 0.0}, {&b, 1000.0}});
  const auto found = index.proximity(Probe(site, AreaBasis::ellipsoid));
  CHECK(found.shape->item == 0);
  CHECK(as_promised(found.shape->distance_m, oracle::path_distance(kSite, {narrow})));
  CHECK(found.edge->item == 1);
  CHECK(as_promised(found.edge->distance_m, oracle::path_distance(kSite, {broad}) - 1000.0));
}

TEST_CASE("A site inside a polygon, across it or touching it is at distance nought", "[region]") {
  const std::string other = GENERATE(
      as<std::string>(), "POLYGON ((106.7 39.6, 106.9 39.6, 106.9 39.7, 106.7 39.7, 106.7 39.6))",
      "POLYGON ((106.80 39.6, 106.9 39.6, 106.9 39.7, 106.80 39.7, 106.80 39.6))",
      "POLYGON ((106.8101 39.6602, 106.9 39.6, 106.9 39.7, 106.8101 39.6602))",
      "LINESTRING (106.7 39.66, 106.9 39.66)", "POINT (106.80 39.66)");
  CAPTURE(other);
  const auto found = Region({"POINT (106.9 39.9)", other}).proximity(oracle::polygon(kSite));
  REQUIRE(found.shape);
  CHECK(found.shape->item == 1);
  CHECK(found.shape->distance_m == 0.0);
  CHECK(found.edge->distance_m == 0.0);
}

TEST_CASE("Of several items that a site meets the one with the largest overlap is named",
          "[region]") {
  const std::string corner = oracle::polygon(oracle::box(106.80, 39.6549, 106.90, 39.657));
  const std::string most = oracle::polygon(oracle::box(106.70, 39.656, 106.90, 39.70));
  const std::string line = "LINESTRING (106.7 39.66, 106.9 39.66)";
  CHECK(Region({line, corner, most}).proximity(oracle::polygon(kSite)).shape->item == 2);
  CHECK(Region({line, "POINT (106.80 39.66)"}).proximity(oracle::polygon(kSite)).shape->item == 0);
}

TEST_CASE("A site in a hole is as far as the hole's edge", "[region]") {
  const Ring hole{
      {106.75, 39.62}, {106.83, 39.61}, {106.86, 39.70}, {106.76, 39.69}, {106.75, 39.62}};
  const Ring shell = oracle::box(106.0, 39.0, 107.5, 40.5);
  const Region region({oracle::polygon(shell, hole)});
  const auto found = region.proximity(oracle::polygon(kSite));
  CHECK(region.overlaps(oracle::polygon(kSite)).empty());
  REQUIRE(found.shape);
  CHECK(as_promised(found.shape->distance_m, oracle::path_distance(kSite, hole)));
  CHECK(found.shape->distance_m > 500.0);
}

TEST_CASE("A search with a bound finds what lies within and nothing beyond", "[region]") {
  const Position p = oracle::moved({106.8049, 39.6651}, 0.0, 5'000.0);
  const Region region({"POINT " + oracle::text({p})});
  const double truth = oracle::path_distance(kSite, {p});
  const std::string site = oracle::polygon(kSite);
  CHECK_FALSE(region.proximity(site, truth - 0.02).shape);
  CHECK_FALSE(region.proximity(site, truth - 0.02).edge);
  CHECK_FALSE(region.proximity(site, 0.0).shape);
  REQUIRE(region.proximity(site, truth + 0.02).shape);
  CHECK(as_promised(region.proximity(site, truth + 0.02).shape->distance_m, truth));
  CHECK(as_promised(region.proximity(site, 1e6).shape->distance_m, truth));
  CHECK(as_promised(region.proximity(site).shape->distance_m, truth));

  // With a half width the edge may lie within the bound where the centreline does not.
  const Region broad({"POINT " + oracle::text({p})}, 1'000.0);
  const auto found = broad.proximity(site, 4'500.0);
  CHECK_FALSE(found.shape);
  REQUIRE(found.edge);
  CHECK(as_promised(found.edge->distance_m, truth - 1'000.0));
  // Within nought as well, which asks for no search where nothing has a width.
  const auto over = Region({"POINT " + oracle::text({p})}, 6'000.0).proximity(site, 0.0);
  CHECK_FALSE(over.shape);
  REQUIRE(over.edge);
  CHECK(over.edge->distance_m == 0.0);
}

TEST_CASE("The surroundings hold the areas within reach, united, and no lines", "[region]") {
  const Ring left = oracle::box(106.812, 39.655, 106.816, 39.665);
  const Ring right = oracle::box(106.814, 39.655, 106.818, 39.665);
  const Region region({oracle::polygon(left), oracle::polygon(right),
                       "LINESTRING (106.7 39.66, 106.9 39.66)",
                       oracle::polygon(oracle::box(107.4, 39.6, 107.5, 39.7))});
  const Shape area = region.shape(oracle::polygon(kSite));
  const Probe probe(area, AreaBasis::ellipsoid);
  const auto around = region.index().surroundings(probe, 2'000.0);
  CHECK_FALSE(around.everywhere);
  const Shape& near = around.shape;
  CHECK(near.dimension() == 2);
  CHECK(relative(ellipsoidal_area_m2(near),
                 area_of(oracle::box(106.812, 39.655, 106.818, 39.665))) < 1e-9);
  CHECK(region.index().surroundings(probe, 10.0).shape.empty());
}

TEST_CASE("Overlaps of random sites obey the laws of sets", "[region][property]") {
  oracle::Stars stars(1024);
  int met = 0;
  for (int i = 0; i < 150; ++i) {
    const Position home{stars.uniform(106.6, 107.1), stars.uniform(39.3, 39.9)};
    const Ring one = stars.star(home, 200.0, 1'200.0);
    const Ring two =
        stars.star(oracle::moved(home, stars.uniform(0.0, 360.0), stars.uniform(0.0, 1'500.0)),
                   200.0, 1'200.0);
    const std::string a = oracle::polygon(one), b = oracle::polygon(two);
    CAPTURE(a, b);
    const double forth = sum(Region({b}).overlaps(a));
    const double back = sum(Region({a}).overlaps(b));
    // Positions are kept to 1e-14 degrees, a nanometre: 1e-5 m² along 10 km of outline.
    CHECK(std::abs(forth - back) <= 1e-9 * forth + 1e-5);
    CHECK(forth <= std::min(area_of(one), area_of(two)) * (1.0 + 1e-9));

    const Geos geos;
    const Shape first = from_wkt(geos, a), second = from_wkt(geos, b);
    const double rest = ellipsoidal_area_m2(difference(first, second));
    CHECK(relative(forth + rest, area_of(one)) < 2e-9);
    std::vector<Shape> both;
    both.push_back(from_wkt(geos, a));
    both.push_back(from_wkt(geos, b));
    CHECK(relative(ellipsoidal_area_m2(union_of(geos, std::move(both))),
                   area_of(one) + area_of(two) - forth) < 2e-9);
    if (forth > 0.0) ++met;
  }
  CHECK(met > 75);
  CHECK(met < 150);
}
