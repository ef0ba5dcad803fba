// SPDX-License-Identifier: Apache-2.0
// Repair, overlay and the handling of shapes. The numbers are counted by hand.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <functional>
#include <limits>
#include <string>
#include <vector>

#include "geometry/oracle.h"
#include "support/catch.h"
#include "xuanzhi/base/error.h"
#include "xuanzhi/geometry/compact_shape.h"
#include "xuanzhi/geometry/measure.h"
#include "xuanzhi/geometry/repair.h"
#include "xuanzhi/geometry/shape.h"

using namespace xuanzhi;
using namespace xuanzhi::geometry;

namespace {

Repair repaired(const Geos& geos, const std::string& wkt, int dimension = 2) {
  return repair(from_wkt(geos, wkt), dimension);
}

/// A ring may touch itself: ESRI states holes in that way, and overlay is at ease with it.
bool valid(const Shape& shape) {
  return GEOSisValidDetail_r(shape.context(), shape.get(),
                             GEOSVALID_ALLOW_SELFTOUCHING_RING_FORMING_HOLE, nullptr, nullptr) == 1;
}

/// WKB of a polygon of one ring with any coordinates, also such as WKT cannot say.
std::string ring_wkb(const std::vector<double>& coordinates) {
  std::string out("\x01\x03\x00\x00\x00\x01\x00\x00\x00", 9);
  const auto count = static_cast<std::uint32_t>(coordinates.size() / 2);
  out.append(reinterpret_cast<const char*>(&count), sizeof count);
  out.append(reinterpret_cast<const char*>(coordinates.data()),
             coordinates.size() * sizeof(double));
  return out;
}

}  // namespace

TEST_CASE("A valid area is left as it is", "[repair]") {
  const Geos geos;
  const Repair out =
      repaired(geos, "POLYGON ((0 0, 10 0, 10 10, 0 10, 0 0), (2 2, 2 4, 4 4, 4 2, 2 2))");
  CHECK(out.outcome == RepairOutcome::unchanged);
  CHECK(planar_area(out.shape) == 96.0);
  CHECK(out.area_before == 96.0);
  CHECK(out.area_after == 96.0);
}

TEST_CASE("Both halves of a bow-tie are kept", "[repair]") {
  const Geos geos;
  // Two triangles of 25 each in a square of 100; Buffer(0) would keep one of them.
  const Repair out = repaired(geos, "POLYGON ((0 0, 10 10, 10 0, 0 10, 0 0))");
  CHECK(out.outcome == RepairOutcome::repaired);
  CHECK(valid(out.shape));
  CHECK(planar_area(out.shape) == 50.0);
  CHECK(out.area_after == 50.0);
  CHECK(parts(out.shape).size() == 2);
  CHECK(out.reason.en.find("Self-intersection") != std::string::npos);
  CHECK(out.reason.en.find("5.0") != std::string::npos);  // where
  CHECK_FALSE(out.reason.zh.empty());
}

TEST_CASE("A hole that lies partly outside takes only what lies inside", "[repair]") {
  const Geos geos;
  // The hole is 5 x 5, of which 3 x 5 lie inside: 100 - 15.
  const Repair out =
      repaired(geos, "POLYGON ((0 0, 10 0, 10 10, 0 10, 0 0), (7 2, 12 2, 12 7, 7 7, 7 2))");
  CHECK(out.outcome == RepairOutcome::repaired);
  CHECK(valid(out.shape));
  CHECK(planar_area(out.shape) == 85.0);
  CHECK(out.area_before == 75.0);
}

TEST_CASE("Parts that overlap count once", "[repair]") {
  const Geos geos;
  const Repair out = repaired(geos,
                              "MULTIPOLYGON (((0 0, 10 0, 10 10, 0 10, 0 0)), "
                              "((5 0, 15 0, 15 10, 5 10, 5 0)))");
  CHECK(out.outcome == RepairOutcome::repaired);
  CHECK(planar_area(out.shape) == 150.0);
  CHECK(out.area_before == 200.0);
}

TEST_CASE("A spike on an area is cut off, and an area that is only a spike is rejected",
          "[repair]") {
  const Geos geos;
  const Repair spiked = repaired(geos, "POLYGON ((0 0, 10 0, 10 10, 5 10, 5 20, 5 10, 0 10, 0 0))");
  CHECK(spiked.outcome == RepairOutcome::repaired);
  CHECK(planar_area(spiked.shape) == 100.0);
  CHECK(valid(spiked.shape));

  const Repair spike = repaired(geos, "POLYGON ((0 0, 10 0, 0 0, 0 0))");
  CHECK(spike.outcome == RepairOutcome::rejected);
  CHECK_FALSE(spike.shape);
  CHECK_FALSE(spike.reason.en.empty());
  CHECK_FALSE(spike.reason.zh.empty());
}

TEST_CASE("Coordinates that are no numbers are rejected", "[repair]") {
  const Geos geos;
  const double bad =
      GENERATE(std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity(),
               -std::numeric_limits<double>::infinity());
  const Repair out = repair(from_wkb(geos, ring_wkb({0, 0, 10, 0, bad, 10, 0, 10, 0, 0})), 2);
  CHECK(out.outcome == RepairOutcome::rejected);
  CHECK_FALSE(out.shape);
  const Repair high = repair(from_wkb(geos, ring_wkb({0, 0, 10, 0, 10, bad, 0, 10, 0, 0})), 2);
  CHECK(high.outcome == RepairOutcome::rejected);
}

TEST_CASE("What is empty is rejected", "[repair]") {
  const Geos geos;
  const std::string wkt = GENERATE(as<std::string>(), "POLYGON EMPTY", "MULTIPOLYGON EMPTY",
                                   "GEOMETRYCOLLECTION EMPTY", "LINESTRING EMPTY", "POINT EMPTY",
                                   "GEOMETRYCOLLECTION (POLYGON EMPTY, POINT EMPTY)");
  CAPTURE(wkt);
  CHECK(repaired(geos, wkt).outcome == RepairOutcome::rejected);
}

TEST_CASE("A mixed collection is reduced to what the layer holds", "[repair]") {
  const Geos geos;
  const std::string mixed =
      "GEOMETRYCOLLECTION (POLYGON ((0 0, 10 0, 10 10, 0 10, 0 0)), LINESTRING (0 0, 5 5), POINT "
      "(1 1), GEOMETRYCOLLECTION (POLYGON ((20 0, 21 0, 21 1, 20 1, 20 0))))";
  const Repair areas = repaired(geos, mixed, 2);
  CHECK(areas.outcome == RepairOutcome::repaired);
  CHECK(areas.shape.dimension() == 2);
  CHECK(parts(areas.shape).size() == 2);
  CHECK(planar_area(areas.shape) == 101.0);
  CHECK_FALSE(areas.reason.en.empty());

  CHECK(repaired(geos, mixed, 1).shape.dimension() == 1);
  CHECK(repaired(geos, mixed, 0).shape.dimension() == 0);
  // Where the wanted kind is absent, the highest is kept.
  const Repair lines = repaired(geos, "GEOMETRYCOLLECTION (LINESTRING (0 0, 5 5), POINT (1 1))", 2);
  CHECK(lines.outcome == RepairOutcome::repaired);
  CHECK(lines.shape.dimension() == 1);
}

TEST_CASE("Points and lines pass unchanged", "[repair]") {
  const Geos geos;
  CHECK(repaired(geos, "POINT (1 1)", 0).outcome == RepairOutcome::unchanged);
  CHECK(repaired(geos, "LINESTRING (0 0, 1 1, 0 1, 1 0)", 1).outcome == RepairOutcome::unchanged);
}

TEST_CASE("Shells that share an edge after the first repair are joined", "[repair]") {
  const Geos geos;
  // GEOS 3.11.1 leaves the edge (1 4)-(2 3) in two shells of its MULTIPOLYGON.
  const Repair out = repaired(geos, "POLYGON ((2 3, 2 0, 1 2, 0 4, 1 4, 4 1, 3 3, 0 5, 2 3))");
  CHECK(out.outcome == RepairOutcome::repaired);
  CHECK(valid(out.shape));
  // Two rings that meet in that edge: (2 3, 2 0, 0 4, 1 4) of 3 and (1 4, 0 5, 3 3, 4 1) of 2.5.
  CHECK(std::abs(planar_area(out.shape) - 5.5) < 1e-12);
}

TEST_CASE("Random scribbles come out valid or rejected, and twice mended is once mended",
          "[repair][property]") {
  const Geos geos;
  oracle::Stars random(77);
  int mended = 0;
  for (int i = 0; i < 200; ++i) {
    std::vector<double> ring;
    for (int k = 0; k < 8; ++k) {
      ring.push_back(std::floor(random.uniform(0.0, 6.0)));
      ring.push_back(std::floor(random.uniform(0.0, 6.0)));
    }
    ring.push_back(ring[0]);
    ring.push_back(ring[1]);
    const Repair once = repair(from_wkb(geos, ring_wkb(ring)), 2);
    if (once.outcome == RepairOutcome::rejected) continue;
    ++mended;
    CHECK(valid(once.shape));
    CHECK(planar_area(once.shape) <= 25.0 + 1e-9);
    const Repair twice = repair(once.shape.clone(), 2);
    CHECK(twice.outcome == RepairOutcome::unchanged);
    CHECK(planar_area(twice.shape) == planar_area(once.shape));
  }
  CHECK(mended > 150);
}

TEST_CASE("Squares that only touch share no area", "[overlay]") {
  const Geos geos;
  const Shape square = from_wkt(geos, "POLYGON ((0 0, 10 0, 10 10, 0 10, 0 0))");
  const std::string other = GENERATE(as<std::string>(),
                                     "POLYGON ((10 0, 20 0, 20 10, 10 10, 10 0))",      // an edge
                                     "POLYGON ((10 10, 20 10, 20 20, 10 20, 10 10))");  // a corner
  const Shape neighbour = from_wkt(geos, other);
  CHECK(intersects(square, neighbour));
  CHECK(intersection(square, neighbour).empty());
  CHECK(planar_area(difference(square, neighbour)) == 100.0);
}

TEST_CASE("Overlay keeps areas and drops the lines that touch", "[overlay]") {
  const Geos geos;
  const Shape square = from_wkt(geos, "POLYGON ((0 0, 10 0, 10 10, 0 10, 0 0))");
  // One part overlaps by 2 x 2, the other touches along an edge.
  const Shape two = from_wkt(geos,
                             "MULTIPOLYGON (((8 8, 12 8, 12 12, 8 12, 8 8)), "
                             "((-5 0, 0 0, 0 5, -5 5, -5 0)))");
  const Shape common = intersection(square, two);
  CHECK(common.dimension() == 2);
  CHECK(planar_area(common) == 4.0);
  CHECK(parts(common).size() == 1);
  CHECK(planar_area(difference(square, two)) == 96.0);
}

TEST_CASE("The union of overlapping areas counts the common part once", "[overlay]") {
  const Geos geos;
  const auto united = [&](const std::vector<std::string>& wkts) {
    std::vector<Shape> shapes;
    for (const std::string& wkt : wkts) shapes.push_back(from_wkt(geos, wkt));
    return planar_area(union_of(geos, std::move(shapes)));
  };
  CHECK(
      united({"POLYGON ((0 0, 10 0, 10 10, 0 10, 0 0))", "POLYGON ((5 0, 15 0, 15 10, 5 10, 5 0))",
              "POLYGON ((5 5, 6 5, 6 6, 5 6, 5 5))"}) == 150.0);
  CHECK(united({"POLYGON ((0 0, 10 0, 10 10, 0 10, 0 0))"}) == 100.0);
  CHECK(united({}) == 0.0);
}

TEST_CASE("Slivers of a micrometre neither fail nor grow", "[overlay]") {
  const Geos geos;
  // A site of about 1 km, and a copy moved by 1e-6 m (1e-11 degrees) or turned by as much.
  const double shift = GENERATE(1e-11, -1e-11, 9e-12);
  const oracle::Ring site{
      {106.80, 39.66}, {106.812, 39.661}, {106.811, 39.67}, {106.799, 39.669}, {106.80, 39.66}};
  oracle::Ring moved = site, turned = site;
  for (auto& p : moved) p.x += shift, p.y -= shift;
  turned[1].y += shift;
  turned[3].x -= shift;
  const Shape a = from_wkt(geos, oracle::polygon(site));
  const double area = ellipsoidal_area_m2(a);
  for (const auto& ring : {moved, turned}) {
    const Shape b = from_wkt(geos, oracle::polygon(ring));
    const Shape common = intersection(a, b);
    const Shape rest = difference(a, b);
    // 4 km of outline by 2 micrometres.
    CHECK(std::abs(ellipsoidal_area_m2(common) - area) < 0.02);
    CHECK(ellipsoidal_area_m2(rest) < 0.02);
    std::vector<Shape> both;
    both.push_back(a.clone());
    both.push_back(b.clone());
    CHECK(std::abs(ellipsoidal_area_m2(union_of(geos, std::move(both))) - area) < 0.02);
  }
}

TEST_CASE("A ring that touches itself is fit for overlay after repair", "[overlay]") {
  const Geos geos;
  // An inverted shell: a square whose ring runs round a diamond hole that hangs at one vertex.
  const Repair out =
      repaired(geos, "POLYGON ((0 0, 10 0, 10 10, 5 10, 7 8, 5 6, 3 8, 5 10, 0 10, 0 0))");
  REQUIRE(out.outcome != RepairOutcome::rejected);
  CHECK(planar_area(out.shape) == 92.0);
  const Shape band = from_wkt(geos, "POLYGON ((0 7, 10 7, 10 9, 0 9, 0 7))");
  CHECK(std::abs(planar_area(intersection(out.shape, band)) - 14.0) < 1e-12);  // 20 less 3 + 3
  CHECK(std::abs(planar_area(difference(band, out.shape)) - 6.0) < 1e-12);
}

TEST_CASE("Clipping to a box keeps areas valid and lines within", "[overlay]") {
  const Geos geos;
  const Box box{2.0, 2.0, 8.0, 8.0};
  const Shape square =
      from_wkt(geos, "POLYGON ((0 0, 10 0, 10 10, 0 10, 0 0), (4 4, 4 6, 6 6, 6 4, 4 4))");
  CHECK(planar_area(clipped(square, box)) == 32.0);
  // A comb whose back lies outside: three teeth in the box.
  const Shape comb =
      from_wkt(geos, "POLYGON ((1 0, 9 0, 9 9, 7 9, 7 1, 6 1, 6 9, 4 9, 4 1, 3 1, 3 9, 1 9, 1 0))");
  const Shape teeth = clipped(comb, box);
  CHECK(valid(teeth));
  CHECK(planar_area(teeth) == 6.0 * (1.0 + 2.0 + 1.0));
  const Shape line = clipped(from_wkt(geos, "LINESTRING (0 5, 10 5)"), box);
  CHECK(line.dimension() == 1);
  CHECK(line.box().min_x == 2.0);
  CHECK(line.box().max_x == 8.0);
  CHECK(clipped(square, {20.0, 20.0, 30.0, 30.0}).empty());
  CHECK(clipped(from_wkt(geos, "POINT (5 5)"), box).dimension() == 0);
}

TEST_CASE("Shapes survive WKB, and broken WKB and WKT throw", "[shape]") {
  const Geos geos;
  const std::string wkt =
      GENERATE(as<std::string>(), "POINT (106.7942 39.6551)", "LINESTRING (0 0, 1 1)",
               "POLYGON ((0 0, 10 0, 10 10, 0 0))", "MULTIPOLYGON (((0 0, 1 0, 1 1, 0 0)))");
  const Shape shape = from_wkt(geos, wkt);
  const Shape back = from_wkb(geos, to_wkb(shape));
  CHECK(GEOSEqualsExact_r(geos.handle(), shape.get(), back.get(), 0.0) == 1);
  const std::string bytes = to_wkb(shape);
  const auto code = [](const std::function<void()>& call) {
    try {
      call();
    } catch (const Error& error) {
      return error.code();
    }
    return ErrorCode::internal_fault;
  };
  CHECK(code([&] { from_wkb(geos, bytes.substr(0, bytes.size() - 3)); }) ==
        ErrorCode::geometry_failed);
  CHECK(code([&] { from_wkt(geos, "POLYGON ((0 0, 1 1"); }) == ErrorCode::geometry_failed);
  CHECK(code([&] { make_empty(geos).box(); }) == ErrorCode::geometry_failed);
}

TEST_CASE("Boxes that touch intersect, and united boxes hold both", "[shape]") {
  const Box a{0.0, 0.0, 1.0, 1.0};
  CHECK(a.intersects({1.0, 1.0, 2.0, 2.0}));
  CHECK_FALSE(a.intersects({1.1, 0.0, 2.0, 1.0}));
  CHECK_FALSE(a.intersects({0.0, 1.1, 1.0, 2.0}));
  const Box both = a.united({-1.0, 0.5, 0.5, 3.0});
  CHECK(both.min_x == -1.0);
  CHECK(both.min_y == 0.0);
  CHECK(both.max_x == 1.0);
  CHECK(both.max_y == 3.0);
}

TEST_CASE("A hole without a point is left out where a shape is mapped", "[shape]") {
  const Geos geos;
  const Shape shape = from_wkt(geos, "POLYGON((0 0,2 0,2 2,0 2,0 0),EMPTY,(1 1,1.5 1,1 1.5,1 1))");
  const Shape same = mapped(shape, [](std::span<const Point> path) {
    REQUIRE_FALSE(path.empty());
    return std::vector<Point>(path.begin(), path.end());
  });
  CHECK(planar_area(same) == planar_area(shape));
  CHECK(planar_area(same) == 4.0 - 0.125);
}

TEST_CASE("A null shape is empty everywhere", "[shape]") {
  const Shape none;
  CHECK_FALSE(none);
  CHECK(none.empty());
  CHECK(none.dimension() == -1);
  CHECK(none.vertex_count() == 0);
  CHECK_FALSE(none.clone());
  CHECK(parts(none).empty());
}

// ------------------------------------------------------------------ shapes at rest

namespace {

/// GEOS's own extent of the shape.
void check_box(const Box& box, const Shape& shape) {
  Box extent;
  REQUIRE(GEOSGeom_getExtent_r(shape.context(), shape.get(), &extent.min_x, &extent.min_y,
                               &extent.max_x, &extent.max_y) == 1);
  CHECK(box.min_x == extent.min_x);
  CHECK(box.min_y == extent.min_y);
  CHECK(box.max_x == extent.max_x);
  CHECK(box.max_y == extent.max_y);
}

}  // namespace

TEST_CASE("A shape at rest comes back as it was, in any context", "[shape]") {
  const Geos home;
  const std::string wkt = GENERATE("POLYGON ((106.1 39.1, 106.9 39.2, 106.5 39.8, 106.1 39.1))",
                                   "POLYGON ((0 0, 9 0, 9 9, 0 9, 0 0), (1 1, 1 2, 2 2, 2 1, 1 1))",
                                   "MULTIPOLYGON (((0 0, 1 0, 1 1, 0 0)), ((5 5, 6 5, 6 7, 5 5)))",
                                   "POINT (106.25 39.5)");
  const Shape shape = from_wkt(home, wkt);
  const CompactShape resting(shape);
  const CompactShape copy = resting;
  const Geos elsewhere;
  CHECK(to_wkb(copy.in(elsewhere)) == to_wkb(shape));
  CHECK(copy.wkb() == to_wkb(shape));
  check_box(copy.box(), shape);
}

TEST_CASE("Polygons of any length have the box that GEOS gives them", "[shape]") {
  const Geos geos;
  oracle::Stars stars(11);
  for (const int corners : {3, 10, 62, 63, 64, 65, 200}) {
    std::vector<Point> ring;
    for (int i = 0; i < corners; ++i) {
      const double turn = 2.0 * 3.14159265358979 * i / corners;
      const double reach = stars.uniform(0.5, 1.0);
      ring.push_back({106.8 + reach * std::cos(turn), 39.6 + reach * std::sin(turn)});
    }
    ring.push_back(ring.front());
    const std::vector<std::vector<Point>> rings{ring};
    const Shape shape = make_polygon(geos, rings);
    check_box(shape.box(), shape);
  }
}
