// SPDX-License-Identifier: Apache-2.0
#include "xuanzhi/geometry/datum_shift.h"

#include <cmath>

#include "support/catch.h"
#include "xuanzhi/geometry/measure.h"

using namespace xuanzhi::geometry;

namespace {

constexpr Point kWuhai{106.7942, 39.6551};
constexpr Point kJining{113.13, 41.03};

// Metres east and north from one position to another.
Point metres(Point from, Point to) {
  const DegreeLength degree = degree_length(0.5 * (from.y + to.y));
  return {(to.x - from.x) * degree.longitude_m, (to.y - from.y) * degree.latitude_m};
}

}  // namespace

TEST_CASE("published vector at Wuhai", "[datum_shift]") {
  const Point gcj02 = displaced(kWuhai, WebShift::gcj02);
  CHECK(std::abs(gcj02.x - 106.798960) < 1e-6);
  CHECK(std::abs(gcj02.y - 39.656043) < 1e-6);
  const Point bd09 = displaced(kWuhai, WebShift::bd09);
  CHECK(std::abs(bd09.x - 106.805345) < 1e-6);
  CHECK(std::abs(bd09.y - 39.662364) < 1e-6);
}

TEST_CASE("size and direction of the displacement", "[datum_shift]") {
  const Point wuhai = metres(kWuhai, displaced(kWuhai, WebShift::gcj02));
  CHECK(std::abs(wuhai.x - 408.0) < 2.0);
  CHECK(std::abs(wuhai.y - 105.0) < 2.0);
  const Point jining = metres(kJining, displaced(kJining, WebShift::gcj02));
  CHECK(std::abs(jining.x - 611.0) < 2.0);
  CHECK(std::abs(jining.y - 200.0) < 2.0);
  CHECK(std::abs(geodesic_distance_m(kJining, displaced(kJining, WebShift::bd09)) - 1450.0) < 5.0);
}

TEST_CASE("the way back ends where it began", "[datum_shift]") {
  for (const WebShift shift : {WebShift::gcj02, WebShift::bd09}) {
    for (const Point p : {kWuhai, kJining, Point{87.6, 43.8}, Point{121.5, 31.2}}) {
      const Point back = put_back(displaced(p, shift), shift);
      CHECK(std::abs(back.x - p.x) < 1e-9);
      CHECK(std::abs(back.y - p.y) < 1e-9);
    }
  }
}

TEST_CASE("outside China nothing is displaced", "[datum_shift]") {
  const Point berlin{13.4, 52.5};
  CHECK(displaced(berlin, WebShift::bd09).x == berlin.x);
  CHECK(put_back(berlin, WebShift::gcj02).y == berlin.y);
}

TEST_CASE("a displaced outline is known by its twin", "[datum_shift]") {
  const Geos geos;
  const Shape trusted = from_wkt(
      geos,
      "POLYGON((106.70 39.50,106.90 39.52,106.92 39.70,106.80 39.75,106.68 39.66,106.70 39.50))");
  const Shape drawn = mapped(trusted, [](std::span<const Point> path) {
    std::vector<Point> out;
    for (const Point& p : path) out.push_back(displaced(p, WebShift::gcj02));
    return out;
  });
  const auto suspect = outline_offset(drawn, trusted);
  REQUIRE(suspect);
  CHECK(suspect->put_back_m < 5.0);
  CHECK(suspect->looks_displaced());
  CHECK_FALSE(outline_offset(trusted, trusted)->looks_displaced());
  // The other way round the displacement points west, which no web map does.
  CHECK_FALSE(outline_offset(trusted, drawn)->looks_displaced());
}
