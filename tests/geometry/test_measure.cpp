// SPDX-License-Identifier: Apache-2.0
// Areas and lengths against PROJ's geodesics, PROJ's equal-area projection and closed forms.
#include <algorithm>
#include <cmath>
#include <numbers>
#include <string>
#include <vector>

#include "geometry/oracle.h"
#include "support/catch.h"
#include "xuanzhi/geometry/area_meter.h"
#include "xuanzhi/geometry/measure.h"
#include "xuanzhi/geometry/shape.h"

using namespace xuanzhi;
using namespace xuanzhi::geometry;
using oracle::relative;
using oracle::Ring;

namespace {

const Ring kSite{{106.7942, 39.6551}, {106.8061, 39.6549}, {106.8101, 39.6602},
                 {106.8049, 39.6651}, {106.7951, 39.6633}, {106.7942, 39.6551}};

// The size and place of Wuhai's largest district, with edges of 20 to 60 km.
const Ring kDistrict{{106.61, 39.26}, {107.05, 39.18}, {107.13, 39.71},
                     {106.88, 39.74}, {106.70, 39.52}, {106.61, 39.26}};

const Ring kJining{
    {113.10, 41.00}, {113.14, 40.99}, {113.16, 41.04}, {113.11, 41.05}, {113.10, 41.00}};

double area_of(const std::string& wkt) {
  const Geos geos;
  return ellipsoidal_area_m2(from_wkt(geos, wkt));
}

double area_of(const Ring& ring) {
  return area_of(oracle::polygon(ring));
}

double projected(const Ring& ring) {
  const Geos geos;
  const AreaMeter meter(AreaBasis::projected, {ring.front().x, ring.front().y});
  return meter.area_m2(from_wkt(geos, oracle::polygon(ring)));
}

}  // namespace

TEST_CASE("The area of a site is the geodesic area of its edges straight in degrees",
          "[geometry]") {
  const double area = area_of(kSite);
  CHECK(relative(area, oracle::geodesic_area(kSite)) < 1e-7);
  CHECK(relative(area, oracle::equal_area(kSite)) < 1e-9);
  CHECK(area > 1.0e6);  // somewhat more than a square kilometre
  CHECK(area < 1.5e6);
}

TEST_CASE("The area of a district with long edges follows the parallels, not geodesics",
          "[geometry]") {
  const double area = area_of(kDistrict);
  CHECK(relative(area, oracle::geodesic_area(kDistrict, 1000)) < 1e-8);
  CHECK(relative(area, oracle::equal_area(kDistrict, 4000)) < 1e-9);
  // The oracle would notice: one geodesic per edge gives another area.
  CHECK(relative(area, oracle::geodesic_area(kDistrict, 1)) > 1e-6);
}

TEST_CASE("Wuhai and Jining are measured alike, 560 km apart", "[geometry]") {
  CHECK(relative(area_of(kJining), oracle::geodesic_area(kJining)) < 1e-8);
  CHECK(relative(area_of(kJining), oracle::equal_area(kJining)) < 1e-9);
  const std::string both =
      "MULTIPOLYGON ((" + oracle::text(kSite) + "), (" + oracle::text(kJining) + "))";
  CHECK(relative(area_of(both), area_of(kSite) + area_of(kJining)) < 1e-14);
}

TEST_CASE("A box between parallels has the area of its zone of the ellipsoid", "[geometry]") {
  // A tenth of a degree at Wuhai. Closed form in long double, Snyder eq. 3-12.
  const auto zone = [](long double degrees) {
    const long double f = 1.0L / 298.257222101L, e2 = f * (2.0L - f), e = std::sqrt(e2);
    const long double b = 6378137.0L * (1.0L - f), s = std::sin(degrees * acosl(-1.0L) / 180.0L);
    return 0.5L * b * b * (s / (1.0L - e2 * s * s) + std::atanh(e * s) / e);
  };
  const long double exact = (zone(39.7L) - zone(39.6L)) * 0.1L * acosl(-1.0L) / 180.0L;
  CHECK(relative(area_of(oracle::box(106.8, 39.6, 106.9, 39.7)), static_cast<double>(exact)) <
        1e-10);
}

TEST_CASE("An eighth of the globe has an eighth of the ellipsoid's surface", "[geometry]") {
  // CGCS2000: surface 510 065 621.7 km² (GRS 80 within its digits).
  double area = 0.0;
  for (int lat = 0; lat < 90; lat += 5) {
    area += area_of(oracle::box(0, lat, 90, lat + 5));
  }
  CHECK(relative(area, 510'065'621.7e6 / 8.0) < 1e-9);
}

TEST_CASE("A hole is deducted", "[geometry]") {
  const Ring hole = oracle::box(106.799, 39.657, 106.803, 39.660);
  const double whole = area_of(oracle::polygon(kSite, hole));
  CHECK(relative(whole, oracle::equal_area(kSite) - oracle::equal_area(hole)) < 1e-9);
  CHECK(relative(whole, oracle::geodesic_area(kSite) - oracle::geodesic_area(hole)) < 1e-6);
}

TEST_CASE("The area does not depend on a ring's direction or first vertex", "[geometry]") {
  const double area = area_of(kSite);
  Ring ring = kSite;
  std::reverse(ring.begin(), ring.end());
  CHECK(relative(area_of(ring), area) < 1e-11);
  for (std::size_t first = 1; first + 1 < kSite.size(); ++first) {
    Ring turned(kSite.begin(), kSite.end() - 1);
    std::rotate(turned.begin(), turned.begin() + static_cast<std::ptrdiff_t>(first), turned.end());
    turned.push_back(turned.front());
    CAPTURE(first);
    CHECK(relative(area_of(turned), area) < 1e-11);
  }
  Ring hole = oracle::box(106.799, 39.657, 106.803, 39.660);
  const double holed = area_of(oracle::polygon(kSite, hole));
  std::reverse(hole.begin(), hole.end());
  CHECK(relative(area_of(oracle::polygon(kSite, hole)), holed) < 1e-11);
}

TEST_CASE("The parts of a divided site add up to the whole", "[geometry]") {
  const Geos geos;
  const Shape site = from_wkt(geos, oracle::polygon(kSite));
  const double area = ellipsoidal_area_m2(site);
  double sum = 0.0;
  int pieces = 0;
  for (double west = 106.794; west < 106.812; west += 0.003) {
    for (double south = 39.654; south < 39.667; south += 0.002) {
      const Shape cell =
          from_wkt(geos, oracle::polygon(oracle::box(west, south, west + 0.003, south + 0.002)));
      const Shape piece = intersection(site, cell);
      if (!piece.empty()) ++pieces;
      sum += ellipsoidal_area_m2(piece);
    }
  }
  CHECK(pieces > 20);
  CHECK(relative(sum, area) < 1e-10);
}

TEST_CASE("A vertex added on an edge does not change the area", "[geometry]") {
  Ring more;
  for (std::size_t i = 1; i < kDistrict.size(); ++i) {
    more.push_back(kDistrict[i - 1]);
    more.push_back(oracle::between(kDistrict[i - 1], kDistrict[i], 0.37));
  }
  more.push_back(more.front());
  CHECK(relative(area_of(more), area_of(kDistrict)) < 1e-11);
}

TEST_CASE("A site of ten square metres keeps its digits far from the equator", "[geometry]") {
  const Ring small = oracle::box(106.8, 39.66, 106.8 + 4e-5, 39.66 + 3e-5);
  // 2 x 3.4 m: metres per degree from PROJ's geodesics.
  const double width = oracle::distance({106.8, 39.66 + 1.5e-5}, {106.8 + 4e-5, 39.66 + 1.5e-5});
  const double height = oracle::distance({106.8, 39.66}, {106.8, 39.66 + 3e-5});
  CHECK(relative(area_of(small), width * height) < 1e-7);
}

TEST_CASE("Lines, points and nothing have no area", "[geometry]") {
  CHECK(area_of("LINESTRING (106 39, 107 40)") == 0.0);
  CHECK(area_of("POINT (106 39)") == 0.0);
  CHECK(area_of("POLYGON EMPTY") == 0.0);
  const Geos geos;
  CHECK(planar_area(from_wkt(geos, "LINESTRING (0 0, 1 1, 1 0, 0 0)")) == 0.0);
}

TEST_CASE("Planar areas are those of the shoelace formula", "[geometry]") {
  const Geos geos;
  CHECK(planar_area(from_wkt(
            geos, "POLYGON ((0 0, 10 0, 10 10, 0 10, 0 0), (2 2, 2 4, 4 4, 4 2, 2 2))")) == 96.0);
  CHECK(planar_area(from_wkt(geos, "POLYGON ((0 0, 0 3, 4 0, 0 0))")) == 6.0);
  // Full coordinates of zone 36 lose no digit of a small triangle.
  CHECK(planar_area(from_wkt(geos,
                             "POLYGON ((36396514 4391929, 36396517 4391929, 36396514 4391933, "
                             "36396514 4391929))")) == 6.0);
}

TEST_CASE("The projected basis is larger than the ellipsoid by the factor of the 3 degree zone",
          "[geometry]") {
  // Domain facts §3.1: 1.00015 to 1.00034 over Wuhai, 1.00013 at Jining.
  const double at_wuhai = projected(kSite) / area_of(kSite) - 1.0;
  CHECK(at_wuhai > 2.5e-4);
  CHECK(at_wuhai < 2.8e-4);
  CHECK(std::abs(projected(kJining) / area_of(kJining) - 1.00013) < 1e-5);

  // The square of the scale, 1 + (y / R)², at Wuhai's eastern and western end, y from the meridian
  // and R the Gaussian radius at 39.66°N.
  const double longitude = GENERATE(107.13, 106.61);
  const Ring box = oracle::box(longitude, 39.66, longitude + 0.008, 39.668);
  const double y = oracle::distance({108.0, 39.664}, {longitude + 0.004, 39.664});
  const double ratio = projected(box) / area_of(box);
  CAPTURE(longitude, ratio);
  CHECK(std::abs(ratio - (1.0 + y * y / (6.3742e6 * 6.3742e6))) < 1e-6);
}

TEST_CASE("The projected area is PROJ's planar area in EPSG:4545 and EPSG:4547", "[geometry]") {
  const auto planar = [](const Ring& ring, const std::string& crs) {
    const auto zone = oracle::Projection::to_crs(crs);
    return oracle::carried_area(ring, 400, [&](oracle::Position p) { return zone.forward(p); });
  };
  // Edges may stray by 1 mm: at most 4 m² along the 6 km round the site.
  CHECK(relative(projected(kSite), planar(kSite, "EPSG:4545")) < 1e-6);
  CHECK(relative(projected(kJining), planar(kJining, "EPSG:4547")) < 1e-6);
}

TEST_CASE("An empty shape has no area by either basis", "[geometry]") {
  const Geos geos;
  const AreaBasis basis = GENERATE(AreaBasis::ellipsoid, AreaBasis::projected);
  CHECK(AreaMeter(basis, {106.8, 39.66}).area_m2(make_empty(geos)) == 0.0);
}

TEST_CASE("Geodesic lengths are those of PROJ and of closed forms", "[geometry]") {
  // From Wuhai's airport to Jining's.
  const Point wuhai{106.7993, 39.7934}, jining{113.108056, 41.129722};
  CHECK(std::abs(geodesic_distance_m(wuhai, jining) -
                 oracle::distance({wuhai.x, wuhai.y}, {jining.x, jining.y})) < 1e-6);
  CHECK(geodesic_distance_m(wuhai, jining) > 550e3);
  CHECK(geodesic_distance_m(wuhai, jining) < 560e3);
  CHECK(geodesic_distance_m(wuhai, wuhai) == 0.0);
  // A quarter of the meridian of GRS 80 / CGCS2000: 10 001 965.729 m (Moritz 2000).
  CHECK(std::abs(geodesic_distance_m({106.8, 0.0}, {106.8, 90.0}) - 10'001'965.729) < 1e-2);
  // An eighth of the equator: a · π / 4.
  CHECK(std::abs(geodesic_distance_m({0.0, 0.0}, {45.0, 0.0}) -
                 6378137.0 * std::numbers::pi / 4.0) < 1e-6);
}

TEST_CASE("The lengths of a degree are those of the geodesic over a small step", "[geometry]") {
  const double latitude = GENERATE(0.0, 39.66, -34.0, 70.0);
  const double step = 1e-3;
  const DegreeLength degree = degree_length(latitude);
  const double north = oracle::distance({106.8, latitude - step / 2}, {106.8, latitude + step / 2});
  const double east = oracle::distance({106.8 - step / 2, latitude}, {106.8 + step / 2, latitude});
  CHECK(relative(degree.latitude_m, north / step) < 1e-8);
  CHECK(relative(degree.longitude_m, east / step) < 1e-8);
}

TEST_CASE("A grown box holds everything within the metres and not much more", "[geometry]") {
  const double metres = GENERATE(1.0, 500.0, 20e3, 560e3);
  const Box box{106.7, 39.6, 106.9, 39.8};
  const Box big = grown(box, metres);
  for (const auto& corner : oracle::box(box.min_x, box.min_y, box.max_x, box.max_y)) {
    for (double azimuth = 0.0; azimuth < 360.0; azimuth += 5.0) {
      const auto p = oracle::moved(corner, azimuth, metres);
      CHECK(p.x >= big.min_x);
      CHECK(p.x <= big.max_x);
      CHECK(p.y >= big.min_y);
      CHECK(p.y <= big.max_y);
    }
  }
  CHECK(box.min_y - big.min_y < 1.02 * metres / 110'574.0);
  CHECK(box.min_x - big.min_x < 1.15 * metres / (111'320.0 * std::cos(0.695)));
}

TEST_CASE("Random sites have the area of both oracles", "[geometry][property]") {
  oracle::Stars stars(20230130);
  for (int i = 0; i < 60; ++i) {
    const oracle::Position centre{stars.uniform(106.6, 113.2), stars.uniform(39.2, 41.2)};
    const Ring ring = stars.star(centre, 200.0, 1500.0);
    CAPTURE(oracle::polygon(ring));
    CHECK(relative(area_of(ring), oracle::equal_area(ring, 300)) < 1e-9);
    CHECK(relative(area_of(ring), oracle::geodesic_area(ring, 10)) < 1e-6);
  }
}
